package io.archtest.scenarios.mastodon;

import io.archtest.check.SystemUnderTest;
import io.archtest.scenarios.mastodon.MastodonHttp.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Comes to the instance as the public does: by its names, through component {@code edge}, over TLS. Believes only the
 * authority in the edge's variable {@code EDGE_AUTHORITY}; without that, those that this host believes. Follows no redirect.
 */
final class Visitor {
    static final String EDGE = "edge";

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final SystemUnderTest system;
    private final SSLContext trust;

    private Visitor(SystemUnderTest system, SSLContext trust) {
        this.system = system;
        this.trust = trust;
    }

    static Visitor of(SystemUnderTest system) {
        Optional<String> authority = system.environment(EDGE, "EDGE_AUTHORITY").filter(text -> !text.isBlank());
        return new Visitor(system, authority.map(Visitor::trusting).orElseGet(SSLContexts::createSystemDefault));
    }

    private static SSLContext trusting(String authority) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "authority",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(
                                    new ByteArrayInputStream(authority.getBytes(StandardCharsets.US_ASCII))));
            return SSLContexts.custom()
                    .loadTrustMaterial(store, (chain, type) -> false)
                    .build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(
                    "EDGE_AUTHORITY of component 'edge' is no certificate: " + e.getMessage(), e);
        }
    }

    SSLContext trust() {
        return trust;
    }

    /** An answer whose body holds one character per byte. */
    Answer get(String url) throws IOException {
        return get(url, Map.of());
    }

    Answer get(String url, Map<String, String> headers) throws IOException {
        URI uri = URI.create(url);
        try (CloseableHttpClient client = client()) {
            return client.execute(request(uri, headers), response -> answer(response, true));
        }
    }

    /**
     * The first line of an answer that never ends, compressed or not.
     *
     * @return the answer with that line as its body
     * @throws SocketTimeoutException when the headers or the line don't come within {@code limit}
     */
    Answer firstLine(String url, Map<String, String> headers, Duration limit) throws IOException {
        HttpGet request = request(URI.create(url), headers);
        request.setConfig(
                RequestConfig.custom().setResponseTimeout(scaled(limit)).build());
        CloseableHttpClient client = client();
        try {
            ClassicHttpResponse response = client.executeOpen(HttpHost.create(request.getUri()), request, null);
            Answer head = answer(response, false);
            if (head.status() != 200) {
                return head;
            }
            InputStream content = response.getEntity().getContent();
            boolean compressed = head.header("content-encoding").equals("gzip");
            return new Answer(head.status(), head.headers(), line(compressed ? new GZIPInputStream(content) : content));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(url, e);
        } finally {
            client.close(CloseMode.IMMEDIATE); // an orderly end would read on to the end of the answer
        }
    }

    private static String line(InputStream stream) throws IOException {
        StringBuilder text = new StringBuilder();
        int next = stream.read();
        while (next >= 0 && next != '\n') {
            text.append((char) next);
            next = stream.read();
        }
        return text.toString();
    }

    /** The edge's certificate for a host; fails unless it is trusted and names the host. */
    X509Certificate certificate(String host) throws IOException {
        return handshake(host, trust, "HTTPS");
    }

    /** What the edge presents for a host, whoever signed it. */
    X509Certificate presented(String host) throws IOException {
        try {
            SSLContext anybody = SSLContexts.custom()
                    .loadTrustMaterial(null, (chain, type) -> true)
                    .build();
            return handshake(host, anybody, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    private X509Certificate handshake(String host, SSLContext context, @Nullable String verification)
            throws IOException {
        SystemUnderTest.Endpoint endpoint = system.endpoint(EDGE, HTTPS);
        int millis = Math.toIntExact(scaled(LIMIT).toMilliseconds());
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), millis);
            plain.setSoTimeout(millis);
            try (SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, host, endpoint.port(), true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm(verification);
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return (X509Certificate) socket.getSession().getPeerCertificates()[0];
            }
        }
    }

    /** The address that a public name has here. */
    InetAddress address(String host) throws UnknownHostException {
        return InetAddress.getByAddress(
                host, InetAddress.getByName(system.endpoint(EDGE, HTTPS).host()).getAddress());
    }

    /** A URL's host and path at the port where the edge is reached here. */
    URI reached(URI uri) {
        boolean plain = uri.getScheme().equals("http");
        int port = system.endpoint(EDGE, plain ? HTTP : HTTPS).port();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return URI.create("%s://%s:%d%s%s".formatted(uri.getScheme(), uri.getHost(), port, uri.getRawPath(), query));
    }

    private HttpGet request(URI uri, Map<String, String> headers) {
        HttpGet request = new HttpGet(reached(uri));
        request.setHeader("Host", uri.getHost());
        headers.forEach(request::setHeader);
        return request;
    }

    private static Answer answer(ClassicHttpResponse response, boolean whole) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : response.getHeaders()) {
            headers.merge(header.getName().toLowerCase(Locale.ROOT), header.getValue(), (a, b) -> a + ", " + b);
        }
        byte[] body =
                whole && response.getEntity() != null ? EntityUtils.toByteArray(response.getEntity()) : new byte[0];
        return new Answer(response.getCode(), headers, new String(body, StandardCharsets.ISO_8859_1));
    }

    private CloseableHttpClient client() {
        Timeout limit = scaled(LIMIT);
        DnsResolver everyNameIsTheEdge = new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return new InetAddress[] {address(host)};
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
        return HttpClients.custom()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAutomaticRetries()
                .disableContentCompression()
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(limit).build())
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(everyNameIsTheEdge)
                        .setTlsSocketStrategy(new DefaultClientTlsStrategy(trust))
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(limit)
                                .setSocketTimeout(limit)
                                .build())
                        .build())
                .build();
    }

    private Timeout scaled(Duration limit) {
        return Timeout.ofMilliseconds(Math.round(limit.toMillis() * system.slowness(EDGE)));
    }
}
