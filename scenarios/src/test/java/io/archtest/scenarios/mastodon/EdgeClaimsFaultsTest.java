package io.archtest.scenarios.mastodon;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.archtest.check.Check;
import io.archtest.model.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An edge with real TLS in front of a small web and streaming, and one fault at a time. */
class EdgeClaimsFaultsTest {
    private static final String CERTIFICATE = "the edge's certificate is by the run's authority and names the instance";
    private static final String FRONT_PAGE = "the front page needs at most one redirect through the edge";
    private static final String FOREIGN = "the edge has no answer for foreign names";
    private static final String WEB_SOCKET = "a WebSocket through the edge receives a post";
    private static final String EVENTS = "server-sent events pass the edge unbuffered";

    @TempDir
    Path folder;

    private final ScriptedSystem system = new ScriptedSystem();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer web;
    private HttpServer plain;
    private HttpsServer edge;
    private WebSocketServer socket;
    private String fault = "";
    private int patience = 10_000;

    @BeforeEach
    void start() throws Exception {
        TestAuthority authority = TestAuthority.naming("mastodon.test, files.mastodon.test", folder);
        web = started(HttpServer.create(loopback(), 0));
        plain = started(HttpServer.create(loopback(), 0));
        edge = HttpsServer.create(loopback(), 0);
        present(authority);
        started(edge);
        socket = new WebSocketServer(authority.server().getServerSocketFactory());
        system.commands.put("edge", List.of("nginx"));
        system.variables.put("EDGE_AUTHORITY", authority.authority());
        system.httpPort = web.getAddress().getPort();
        system.ports.put("edge:80", plain.getAddress().getPort());
        system.ports.put("edge:443", edge.getAddress().getPort());
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private <T extends HttpServer> T started(T server) {
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
        return server;
    }

    /** As nginx with ssl_reject_handshake: no TLS in a name that isn't served. */
    private void present(TestAuthority authority) {
        SNIMatcher own = new SNIMatcher(0) {
            @Override
            public boolean matches(javax.net.ssl.SNIServerName name) {
                return fault.equals("any name")
                        || new SNIHostName(name.getEncoded()).getAsciiName().endsWith("mastodon.test");
            }
        };
        edge.setHttpsConfigurator(new HttpsConfigurator(authority.server()) {
            @Override
            public void configure(com.sun.net.httpserver.HttpsParameters parameters) {
                SSLParameters chosen = getSSLContext().getDefaultSSLParameters();
                chosen.setSNIMatchers(List.of(own));
                parameters.setSSLParameters(chosen);
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        over.countDown();
        List.of(web, plain, edge).forEach(server -> server.stop(0));
        socket.close();
        threads.shutdownNow();
    }

    @Test
    void aRightEdgePassesAllOfThem() throws Exception {
        for (String claim : List.of(CERTIFICATE, FRONT_PAGE, FOREIGN, EVENTS)) {
            assertThat(ask(claim)).as(claim).isInstanceOf(Outcome.Passed.class);
        }
        throughTheSocket();
        assertThat(ask(WEB_SOCKET)).isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void aCertificateOfAnotherAuthorityIsCaught() throws Exception {
        system.variables.put(
                "EDGE_AUTHORITY", TestAuthority.naming("mastodon.test", folder).authority());

        assertThat(failure(CERTIFICATE).actual())
                .contains(
                        "a certificate by 'CN=archtest run-scoped authority' for [mastodon.test, files.mastodon.test]");
        assertThat(failure(FRONT_PAGE).cause()).contains("PKIX path");
    }

    @Test
    void aCertificateForAnotherHostIsCaught() throws Exception {
        system.variables.put("S3_ALIAS_HOST", "cdn.mastodon.test");

        assertThat(failure(CERTIFICATE))
                .satisfies(failed -> assertThat(failed.expected()).contains("cdn.mastodon.test"))
                .satisfies(failed -> assertThat(failed.actual()).contains("No subject alternative DNS name"));
    }

    @Test
    void aMissingForwardedProtoIsARedirectLoopWithItsCause() throws Exception {
        fault = "no X-Forwarded-Proto";

        assertThat(failure(FRONT_PAGE).actual())
                .isEqualTo("a redirect loop: http://mastodon.test/about -> https://mastodon.test/about -> "
                        + "https://mastodon.test/about; asked directly with X-Forwarded-Proto: https, web answers 200: "
                        + "the edge doesn't send that header");
    }

    @Test
    void twoRedirectsAreOneTooMany() throws Exception {
        fault = "detour";

        assertThat(failure(FRONT_PAGE).actual())
                .startsWith(
                        "http://mastodon.test/about -> https://mastodon.test/about -> https://mastodon.test/detour:");
    }

    @Test
    void anEdgeThatAnswersToForeignNamesIsCaught() throws Exception {
        fault = "any host";
        assertThat(failure(FOREIGN).expected()).isEqualTo("status 404 or 421 for Host stranger.invalid");

        fault = "any name";
        assertThat(failure(FOREIGN).expected()).isEqualTo("no TLS connection in the name stranger.invalid");
    }

    @Test
    void anEdgeWithoutUpgradeIsToldFromAStreamingWithout() throws Exception {
        try (WebSocketServer direct = new WebSocketServer()) {
            system.streamingPort = direct.port();
            assertThat(failure(WEB_SOCKET).actual())
                    .contains("404")
                    .contains("the edge doesn't pass Upgrade and Connection on");
        }
        system.streamingPort = 0;
        assertThat(failure(WEB_SOCKET).actual()).contains("streaming itself doesn't accept one either");
    }

    @Test
    void aPostThatDoesNotArriveIsCaught() throws Exception {
        throughTheSocket();
        system.patient = false;
        fault = "delivery";

        assertThat(failure(WEB_SOCKET).actual()).isEqualTo("received instead: nothing");
    }

    @Test
    void anEdgeThatBuffersIsCaught() throws Exception {
        patience = 300;
        for (String buffering : List.of("keeps the line", "keeps the headers too")) {
            fault = buffering;

            assertThat(failure(EVENTS).actual()).as(buffering).contains("the edge keeps it in a buffer");
        }
    }

    @Test
    void compressedEventsAreReadAndAPageIsNone() throws Exception {
        fault = "compressed";
        assertThat(ask(EVENTS)).isInstanceOf(Outcome.Passed.class);

        fault = "page";
        assertThat(failure(EVENTS).actual()).startsWith("status 200, body 'page'");
    }

    @Test
    void aScenarioWithoutEdgeLeavesThemUnasked() throws Exception {
        system.commands.remove("edge");

        assertThat(ask(FRONT_PAGE)).isEqualTo(Outcome.skipped("there is no component 'edge'"));
    }

    private void throughTheSocket() {
        system.ports.put("edge:443", socket.port());
        system.patient = true;
    }

    private Outcome.Failed failure(String claim) throws Exception {
        Outcome outcome = ask(claim);
        assertThat(outcome).as(claim).isInstanceOf(Outcome.Failed.class);
        return (Outcome.Failed) outcome;
    }

    private Outcome ask(String claim) throws Exception {
        for (Check check : new EdgeClaims(() -> Optional.of("token"), Duration.ofMillis(patience)).all()) {
            if (check.name().equals(claim)) {
                return check.ask(system);
            }
        }
        throw new AssertionError("no claim " + claim);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String host = exchange.getRequestHeaders().getFirst("Host");
        boolean secure = exchange.getHttpContext().getServer() == edge;
        if (exchange.getHttpContext().getServer() == plain) {
            redirect(exchange, "https://%s%s".formatted(host, path));
        } else if (path.equals("/api/v1/statuses")) {
            if (!fault.equals("delivery")) {
                socket.send("{\"event\": \"update\", \"payload\": \"{\\\"id\\\": \\\"7\\\"}\"}");
            }
            reply(exchange, 200, "{\"id\": \"7\"}");
        } else if (!host.equals("mastodon.test") && !fault.equals("any host")) {
            reply(exchange, 404, "no such host");
        } else if (path.equals("/about") && secure && fault.equals("no X-Forwarded-Proto")) {
            redirect(exchange, "https://mastodon.test/about");
        } else if (path.equals("/about") && fault.equals("detour")) {
            redirect(exchange, "/detour");
        } else if (path.equals("/api/v1/streaming/public/local") && !fault.equals("page")) {
            events(exchange);
        } else {
            reply(exchange, path.equals("/api/v1/streaming") ? 404 : 200, "page");
        }
    }

    /** Goes on until the test is over, as a stream of events does. */
    private void events(HttpExchange exchange) throws IOException {
        try {
            if (!fault.equals("keeps the headers too")) {
                begin(exchange);
            }
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private void begin(HttpExchange exchange) throws IOException {
        boolean compressed = fault.equals("compressed");
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().add("Content-Encoding", compressed ? "gzip" : "identity");
        exchange.sendResponseHeaders(200, 0);
        OutputStream plain = exchange.getResponseBody();
        OutputStream body = compressed ? new GZIPOutputStream(plain, true) : plain;
        body.write((fault.equals("keeps the line") ? "" : ":)\n").getBytes(StandardCharsets.US_ASCII));
        body.flush();
    }

    private static void redirect(HttpExchange exchange, String target) throws IOException {
        exchange.getResponseHeaders().add("Location", target);
        reply(exchange, 301, "");
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
