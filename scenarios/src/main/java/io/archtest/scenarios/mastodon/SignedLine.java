package io.archtest.scenarios.mastodon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomitribe.auth.signatures.AuthenticationException;
import org.tomitribe.auth.signatures.MissingRequiredHeaderException;
import org.tomitribe.auth.signatures.Signature;
import org.tomitribe.auth.signatures.Verifier;

/** A request that edge-c got and wrote down, with what its signature is over. */
record SignedLine(JsonNode request) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Without one of these a signed request could be sent again to another place, or with another body. */
    private static final List<String> NEEDED = List.of("(request-target)", "host", "date", "digest");

    /** The first POST to a path. */
    static Optional<SignedLine> to(String path, List<String> log) {
        return log.stream()
                .filter(line -> line.startsWith("{\"archtest\":\"request\""))
                .map(SignedLine::read)
                .filter(line -> line.field("target").equals(path)
                        && line.field("method").equals("POST"))
                .findFirst();
    }

    private static SignedLine read(String line) {
        try {
            return new SignedLine(JSON.readTree(line));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("edge-c logged a line that is no JSON: " + line, e);
        }
    }

    private String field(String name) {
        return request.path(name).asText();
    }

    /** Where the key is that it claims to be signed with; empty if it isn't signed. */
    String keyId() {
        return signature().map(Signature::getKeyId).orElse("");
    }

    private Optional<Signature> signature() {
        try {
            return Optional.of(Signature.fromString(field("signature")));
        } catch (AuthenticationException e) {
            return Optional.empty();
        }
    }

    /** What is wrong with the signature, if anything is. */
    Optional<String> fault(String publicKeyPem) throws IOException, GeneralSecurityException {
        Optional<Signature> signature = signature();
        if (signature.isEmpty()) {
            return Optional.of("no signature");
        }
        List<String> missing = NEEDED.stream()
                .filter(name -> !signature.get().getHeaders().contains(name))
                .toList();
        if (!missing.isEmpty()) {
            return Optional.of("a signature that leaves out " + missing);
        }
        try {
            boolean valid = new Verifier(key(publicKeyPem), signature.get())
                    .verify(field("method").toLowerCase(java.util.Locale.ROOT), field("target"), headers());
            return valid ? Optional.empty() : Optional.of("a signature by another key, or over something else");
        } catch (MissingRequiredHeaderException e) {
            return Optional.of("a signature over a header that wasn't sent: " + e.getMessage());
        }
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        Map.of("Host", "host", "Date", "date", "Digest", "digest", "Content-Type", "type", "Content-Length", "length")
                .forEach((header, name) -> {
                    if (!field(name).isEmpty()) {
                        headers.put(header, field(name));
                    }
                });
        return headers;
    }

    private static PublicKey key(String pem) throws GeneralSecurityException {
        byte[] encoded = Base64.getDecoder().decode(pem.replaceAll("-----[A-Z ]+-----|\\s", ""));
        return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
    }
}
