package io.archtest.scenarios.mastodon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.archtest.check.SystemUnderTest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Speaks to Mastodon's web process as its edge would: with the instance's own Host and {@code X-Forwarded-Proto: https},
 * without which it redirects or refuses. Follows no redirect and keeps no cookie.
 */
final class MastodonHttp {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int QUOTED = 300;
    private static final String WEB = "web";

    private final SystemUnderTest system;
    private final String component;
    private final int port;
    private final String method;
    private final String path;
    private final Map<String, String> headers;
    private final Optional<HttpEntity> body;

    private MastodonHttp(
            SystemUnderTest system,
            String component,
            int port,
            String method,
            String path,
            Map<String, String> headers,
            Optional<HttpEntity> body) {
        this.system = system;
        this.component = component;
        this.port = port;
        this.method = method;
        this.path = path;
        this.headers = headers;
        this.body = body;
    }

    /** An answer; headers' names in lower case. */
    record Answer(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        /** A missing node when the body is no JSON, so that what is looked for in it is not found. */
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                return MissingNode.getInstance();
            }
        }

        /** For messages. */
        String describe() {
            String text = body.strip().replaceAll("\\s+", " ");
            return "status %d, body '%s'"
                    .formatted(status, text.length() > QUOTED ? text.substring(0, QUOTED) + "…" : text);
        }
    }

    /** The instance's domain as configured. */
    static String domain(SystemUnderTest system) {
        return domain(system, WEB);
    }

    /** Where a scenario has several instances: that of this web component. */
    static String domain(SystemUnderTest system, String component) {
        return system.environment(component, "LOCAL_DOMAIN")
                .orElseThrow(
                        () -> new IllegalStateException("component '%s' has no LOCAL_DOMAIN".formatted(component)));
    }

    static MastodonHttp get(SystemUnderTest system, String path) {
        return get(system, WEB, path);
    }

    static MastodonHttp get(SystemUnderTest system, String component, String path) {
        return web(system, component, "GET", path, Optional.empty());
    }

    static MastodonHttp post(SystemUnderTest system, String path, Map<String, String> fields) {
        return post(system, WEB, path, fields);
    }

    static MastodonHttp post(SystemUnderTest system, String component, String path, Map<String, String> fields) {
        String form = fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return web(
                system,
                component,
                "POST",
                path,
                Optional.of(new StringEntity(form, ContentType.APPLICATION_FORM_URLENCODED)));
    }

    /** Hands an activity over, as another server does. */
    static MastodonHttp deliver(SystemUnderTest system, String component, String path, String activity) {
        ContentType type = ContentType.create("application/activity+json");
        byte[] bytes = activity.getBytes(StandardCharsets.UTF_8);
        return web(system, component, "POST", path, Optional.of(new ByteArrayEntity(bytes, type)));
    }

    /** As a form with one file and one text in it. */
    static MastodonHttp upload(SystemUnderTest system, String path, byte[] png, String description) {
        HttpEntity entity = MultipartEntityBuilder.create()
                .addTextBody("description", description)
                .addBinaryBody("file", png, ContentType.IMAGE_PNG, "archtest.png")
                .build();
        return web(system, "web", "POST", path, Optional.of(entity));
    }

    static MastodonHttp streaming(SystemUnderTest system, String path) {
        return new MastodonHttp(system, "streaming", 4000, "GET", path, Map.of(), Optional.empty());
    }

    private static MastodonHttp web(
            SystemUnderTest system, String component, String method, String path, Optional<HttpEntity> body) {
        Map<String, String> headers = Map.of("Host", domain(system, component), "X-Forwarded-Proto", "https");
        return new MastodonHttp(system, component, 3000, method, path, headers, body);
    }

    /** With a header; an empty value leaves the usual one out. */
    MastodonHttp with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        if (value.isEmpty()) {
            more.remove(name);
        } else {
            more.put(name, value);
        }
        return new MastodonHttp(system, component, port, method, path, more, body);
    }

    MastodonHttp withToken(String token) {
        return with("Authorization", "Bearer " + token);
    }

    Answer send() throws IOException {
        HttpUriRequestBase request = new HttpUriRequestBase(
                method, java.net.URI.create("http://%s%s".formatted(system.endpoint(component, port), path)));
        headers.forEach(request::setHeader);
        body.ifPresent(request::setEntity);
        Timeout limit = Timeout.ofMilliseconds(Math.round(LIMIT.toMillis() * system.slowness(component)));
        request.setConfig(RequestConfig.custom().setResponseTimeout(limit).build());
        try (CloseableHttpClient client = client(limit)) {
            return client.execute(request, response -> {
                Map<String, String> received = new LinkedHashMap<>();
                for (Header header : response.getHeaders()) {
                    received.merge(
                            header.getName().toLowerCase(java.util.Locale.ROOT),
                            header.getValue(),
                            (a, b) -> a + ", " + b);
                }
                String body = response.getEntity() == null
                        ? ""
                        : EntityUtils.toString(response.getEntity(), charset(received));
                return new Answer(response.getCode(), received, body);
            });
        }
    }

    /** Text is UTF-8; of an image each byte becomes one character. */
    private static Charset charset(Map<String, String> headers) {
        return headers.getOrDefault("content-type", "").startsWith("image/")
                ? StandardCharsets.ISO_8859_1
                : StandardCharsets.UTF_8;
    }

    private static CloseableHttpClient client(Timeout limit) {
        return HttpClients.custom()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAutomaticRetries()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(limit)
                                .setSocketTimeout(limit)
                                .build())
                        .build())
                .build();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
