package io.archtest.check;

import io.archtest.scenario.CheckDeclaration;
import io.archtest.scenario.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TrustAllStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.Timeout;

/**
 * Asks from archtest's own host, through the ports that the engine publishes. The request is the one that a component would
 * send, with the component's name and port in it; only the connection goes elsewhere.
 */
final class HttpFromHost {
    private final SystemUnderTest system;
    private final CheckDeclaration.Http http;

    HttpFromHost(SystemUnderTest system, CheckDeclaration.Http http) {
        this.system = system;
        this.http = http;
    }

    HttpAnswer ask(String nonce, Duration limit) throws NoAnswerException, IOException {
        HttpRequest request = http.request();
        system.endpoint(http.component().value(), http.port()); // names the ports that there are, when this is none
        String host = request.host(http.component().value());
        HttpHost target = new HttpHost(request.scheme(), host, http.port());
        HttpUriRequestBase message =
                new HttpUriRequestBase(request.method(), java.net.URI.create(authority(target) + request.target()));
        message.setHeader(HttpQuestion.NONCE, "ARCHTEST " + nonce);
        request.headers().forEach(message::setHeader);
        request.body()
                .ifPresent(body -> message.setEntity(new ByteArrayEntity(body.getBytes(StandardCharsets.UTF_8), null)));
        CompletableFuture<Void> deadline = CompletableFuture.runAsync(
                message::cancel, CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS));
        try (CloseableHttpClient client = client(limit)) {
            return client.execute(target, message, response -> answer(response, request.maxBytes()));
        } catch (TooLongException e) {
            throw new NoAnswerException(
                    "the answer is longer than %d bytes (max_size)".formatted(request.maxBytes()), e);
        } catch (IOException e) {
            throw new NoAnswerException(
                    message.isCancelled()
                            ? "no complete answer within %s".formatted(HttpQuestion.seconds(limit))
                            : reason(e),
                    e);
        } finally {
            deadline.cancel(false);
        }
    }

    /** The usual ports are not said, as other clients don't say them either. */
    private static String authority(HttpHost target) {
        boolean usual = target.getPort() == usualPort(target.getSchemeName());
        return "%s://%s%s".formatted(target.getSchemeName(), target.getHostName(), usual ? "" : ":" + target.getPort());
    }

    private static int usualPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    private CloseableHttpClient client(Duration limit) {
        Timeout timeout = Timeout.ofMilliseconds(limit.toMillis());
        int redirects = http.request().redirects();
        return HttpClients.custom()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .setUserAgent(HttpQuestion.AGENT)
                .setRoutePlanner((target, context) -> route(target))
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setTlsSocketStrategy(tls())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(timeout)
                                .setSocketTimeout(timeout)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setRedirectsEnabled(redirects > 0)
                        .setMaxRedirects(redirects)
                        .setCircularRedirectsAllowed(true)
                        .setResponseTimeout(timeout)
                        .build())
                .build();
    }

    /** The published port of the component that the name stands for. */
    private HttpRoute route(HttpHost target) throws HttpException {
        int port = target.getPort() > 0 ? target.getPort() : usualPort(target.getSchemeName());
        String asked = http.request().host(http.component().value());
        String component =
                target.getHostName().equalsIgnoreCase(asked) ? http.component().value() : target.getHostName();
        if (!system.components().contains(component)) {
            throw new HttpException("redirected to '%s', which is no component of this stack".formatted(target));
        }
        try {
            SystemUnderTest.Endpoint endpoint = system.endpoint(component, port);
            boolean secure = target.getSchemeName().equals("https");
            HttpHost published = new HttpHost(target.getSchemeName(), endpoint.host(), endpoint.port());
            return secure ? new HttpRoute(published, target, null, true) : new HttpRoute(published);
        } catch (IllegalArgumentException e) {
            throw new HttpException("redirected to '%s': %s".formatted(target, e.getMessage()), e);
        }
    }

    private DefaultClientTlsStrategy tls() {
        try {
            return http.request()
                    .tls()
                    .flatMap(HttpRequest.Tls::authorities)
                    .map(pem -> new DefaultClientTlsStrategy(
                            trusting(pem), HostnameVerificationPolicy.CLIENT, new DefaultHostnameVerifier()))
                    .orElse(new DefaultClientTlsStrategy(
                            SSLContexts.custom()
                                    .loadTrustMaterial(TrustAllStrategy.INSTANCE)
                                    .build(),
                            HostnameVerificationPolicy.CLIENT,
                            NoopHostnameVerifier.INSTANCE));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    private static SSLContext trusting(String pem) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))) {
                trusted.setCertificateEntry("authority-" + trusted.size(), certificate);
            }
            return SSLContexts.custom().loadTrustMaterial(trusted, null).build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("'tls.ca' can't be used: " + e.getMessage(), e);
        }
    }

    private static HttpAnswer answer(ClassicHttpResponse response, long maxBytes) throws IOException {
        byte[] body = new byte[0];
        if (response.getEntity() != null) {
            body = response.getEntity().getContent().readNBytes(Math.toIntExact(maxBytes + 1));
        }
        if (body.length > maxBytes) {
            throw new TooLongException();
        }
        Map<String, List<String>> headers = new HashMap<>();
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header.getValue());
        }
        return new HttpAnswer(response.getCode(), headers, new String(body, StandardCharsets.UTF_8));
    }

    /** Down to what is said last: the client wraps what it finds. */
    private static String reason(IOException e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getMessage() == null) {
            cause = cause.getCause();
        }
        String message = e.getMessage() == null && cause.getMessage() != null ? cause.getMessage() : e.getMessage();
        return "%s: %s".formatted(cause.getClass().getSimpleName(), message);
    }

    private static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
