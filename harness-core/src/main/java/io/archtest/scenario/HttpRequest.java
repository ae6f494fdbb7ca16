package io.archtest.scenario;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it is sent from wherever it is asked.
 *
 * @param target path and query, encoded
 * @param headers in file order
 * @param body text to send, with its media type among the headers
 * @param tls of a request by https
 * @param redirects how many are followed; the next one fails
 * @param maxBytes of the answer's body
 */
public record HttpRequest(
        String method,
        String target,
        Map<String, String> headers,
        Optional<String> body,
        Optional<Tls> tls,
        int redirects,
        long maxBytes) {

    public HttpRequest {
        headers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /**
     * @param authorities certificates (PEM) that are trusted, and no others; absent when nothing is verified
     * @param serverName the name to ask for and to find in the certificate; the component's name when absent
     */
    public record Tls(Optional<String> authorities, Optional<String> serverName) {
        public boolean verified() {
            return authorities.isPresent();
        }
    }

    public String scheme() {
        return tls.isPresent() ? "https" : "http";
    }

    /** The name in the URL and in TLS. */
    public String host(String component) {
        return tls.flatMap(Tls::serverName).orElse(component);
    }
}
