package io.archtest.scenarios.mastodon;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.archtest.check.Check;
import io.archtest.model.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A small server that answers as the real v4.6.5 did, and one fault at a time. */
class DiscoveryClaimsFaultsTest {
    private final ScriptedSystem system = new ScriptedSystem();
    private HttpServer server;
    private String fault = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        system.httpPort = server.getAddress().getPort();
        system.variables.put("VAPID_PUBLIC_KEY", "BKEY");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aHealthyInstancePassesAllOfThem() throws Exception {
        for (Check check : DiscoveryClaims.all()) {
            assertThat(check.ask(system)).as(check.name()).isInstanceOf(Outcome.Passed.class);
        }
    }

    @Test
    void eachFaultIsCaughtByTheClaimThatItBelongsTo() throws Exception {
        assertCaught("health", "web answers its health check");
        assertCaught("streaming", "streaming answers its health check");
        assertCaught("host", "web refuses a foreign Host");
        assertCaught("redirect", "web redirects plain HTTP to HTTPS");
        assertCaught("domain", "the instance describes itself");
        assertCaught("vapid", "the VAPID key given is the one served");
        assertCaught("nodeinfo", "nodeinfo tells software and protocol");
        assertCaught("webfinger", "webfinger knows no unknown account");
    }

    @Test
    void noAnswerAtAllMakesTheClaimWrong() throws Exception {
        server.stop(0);

        assertThat(DiscoveryClaims.all().get(0).ask(system))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.cause()).contains("refused"));
    }

    private void assertCaught(String planted, String claim) throws Exception {
        fault = planted;
        for (Check check : DiscoveryClaims.all()) {
            Class<?> expected = check.name().equals(claim) ? Outcome.Failed.class : Outcome.Passed.class;
            assertThat(check.ask(system))
                    .as("%s with fault %s", check.name(), planted)
                    .isInstanceOf(expected);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        String host = exchange.getRequestHeaders().getFirst("Host");
        boolean https = "https".equals(exchange.getRequestHeaders().getFirst("X-Forwarded-Proto"));
        if (path.equals("/health")) {
            reply(exchange, 200, fault.equals("health") ? "KO" : "OK");
        } else if (path.equals("/api/v1/streaming/health")) {
            reply(exchange, fault.equals("streaming") ? 503 : 200, "OK");
        } else if (!host.equals("mastodon.test") && !fault.equals("host")) {
            reply(exchange, 403, "");
        } else if (!https) {
            boolean get = exchange.getRequestMethod().equals("GET");
            exchange.getResponseHeaders().add("Location", "https://mastodon.test" + path);
            reply(exchange, fault.equals("redirect") ? 200 : get ? 301 : 308, "");
        } else {
            describe(exchange, path);
        }
    }

    private void describe(HttpExchange exchange, String path) throws IOException {
        if (path.equals("/api/v2/instance")) {
            reply(exchange, 200, """
                    {"domain": "%s", "version": "4.6.5",
                     "configuration": {"urls": {"streaming": "wss://mastodon.test"}, "vapid": {"public_key": "%s"}}}
                    """.formatted(
                            fault.equals("domain") ? "other.test" : "mastodon.test",
                            fault.equals("vapid") ? "BOTHER" : "BKEY"));
        } else if (path.equals("/.well-known/nodeinfo")) {
            reply(exchange, 200, """
                    {"links": [{"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0",
                                "href": "https://mastodon.test/nodeinfo/2.0"}]}
                    """);
        } else if (path.equals("/nodeinfo/2.0")) {
            String software = fault.equals("nodeinfo") ? "pleroma" : "mastodon";
            reply(
                    exchange,
                    200,
                    "{\"software\": {\"name\": \"%s\", \"version\": \"4.6.5\"}, \"protocols\": [\"activitypub\"]}"
                            .formatted(software));
        } else {
            boolean asked = path.contains("resource=");
            reply(exchange, !asked ? 400 : fault.equals("webfinger") ? 200 : 404, "");
        }
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
