package io.archtest.scenarios.activitypub;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;

/** A site, through its cache or past it. Follows no redirect, keeps no cookie, and decompresses only what was compressed. */
public final class Site implements AutoCloseable {
    private final String base;
    private final Optional<String> host;
    private final CloseableHttpClient client;

    /**
     * @param base {@code http://HOST:PORT}, or https
     * @param host the site's own name where it isn't that of {@code base}
     * @param limit for connecting and for each answer
     */
    public Site(URI base, Optional<String> host, Duration limit) {
        this.base = base.toString().replaceFirst("/$", "");
        this.host = host;
        Timeout timeout = Timeout.of(limit);
        this.client = HttpClients.custom()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAutomaticRetries()
                .disableContentCompression()
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(timeout).build())
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(timeout)
                                .setSocketTimeout(timeout)
                                .build())
                        .build())
                .build();
    }

    /** @throws IOException when there is no answer */
    SiteAnswer ask(String path, Manner.Asking asking, String accept) throws IOException {
        HttpUriRequestBase request = new HttpUriRequestBase(asking.method(), URI.create(base + path));
        request.setHeader("Accept", accept);
        if (asking.gzip()) {
            request.setHeader("Accept-Encoding", "gzip");
        }
        host.ifPresent(name -> request.setHeader("Host", name));
        return client.execute(request, Site::answer);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    private static SiteAnswer answer(ClassicHttpResponse response) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : response.getHeaders()) {
            headers.merge(
                    header.getName().toLowerCase(Locale.ROOT), header.getValue(), (one, more) -> one + ", " + more);
        }
        byte[] bytes = response.getEntity() == null ? new byte[0] : EntityUtils.toByteArray(response.getEntity());
        if (bytes.length > 0 && headers.getOrDefault("content-encoding", "").contains("gzip")) {
            try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                bytes = stream.readAllBytes();
            } catch (IOException e) {
                return new SiteAnswer(
                        response.getCode(), headers, "", Optional.of("a body that is not gzip: " + e.getMessage()));
            }
        }
        return new SiteAnswer(response.getCode(), headers, new String(bytes, StandardCharsets.UTF_8), Optional.empty());
    }
}
