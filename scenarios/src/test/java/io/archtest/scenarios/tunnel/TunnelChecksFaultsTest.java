package io.archtest.scenarios.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.archtest.check.Check;
import io.archtest.engine.ExecResult;
import io.archtest.model.Outcome;
import io.archtest.scenarios.ScriptedPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tunnels and ways with one fault each. */
class TunnelChecksFaultsTest {
    private static final String SOCKET = "a WebSocket passes the tunnel, both ways";
    private static final String EVENTS = "events pass the tunnel as they are sent, not when the stream ends";
    private static final String NO_WAY = "the visitor has no way to the origin but the tunnel";

    private final ScriptedPorts system = new ScriptedPorts();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        over.countDown();
        threads.shutdownNow();
    }

    @Test
    void aWebSocketThatEchoesPasses() throws Exception {
        try (EchoServer server = EchoServer.start(true)) {
            system.ports.put("tunnel", server.getPort());

            assertThat(ask(SOCKET, Duration.ofSeconds(10))).isInstanceOf(Outcome.Passed.class);
            assertThat(server.host()).as("the site's own name, not the address").isEqualTo("mastodon.test");
        }
    }

    @Test
    void aWebSocketThatIsSilentIsCaught() throws Exception {
        try (EchoServer server = EchoServer.start(false)) {
            system.ports.put("tunnel", server.getPort());

            assertThat(ask(SOCKET, Duration.ofMillis(300)))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.actual()).isEqualTo("it did not"));
        }
    }

    @Test
    void anUpgradeThatIsRefusedIsCaught() throws Exception {
        serve(exchange -> reply(exchange, 200, "text/plain", "Request served by"));

        assertThat(ask(SOCKET, Duration.ofSeconds(10)))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.cause())
                                .contains("not accepted")
                                .contains("200"));
    }

    @Test
    void eventsThatComeWhileTheStreamIsOpenPass() throws Exception {
        serve(exchange -> {
            open(exchange);
            write(exchange, quoting(exchange) + "event: time\ndata: now\n\n");
            untilTheEnd();
        });

        assertThat(ask(EVENTS, Duration.ofSeconds(10))).isInstanceOf(Outcome.Passed.class);
    }

    @Test
    void eventsThatAreKeptInABufferAreCaught() throws Exception {
        serve(exchange -> {
            open(exchange);
            untilTheEnd();
        });

        assertThat(ask(EVENTS, Duration.ofMillis(300)))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.cause()).contains("proxy_buffering"));
    }

    @Test
    void eventsOfAnotherRequestOrAnotherTypeAreCaught() throws Exception {
        serve(exchange -> {
            open(exchange);
            write(exchange, "event: request\ndata: GET /.sse?other HTTP/1.1\n\nevent: time\ndata: now\n\n");
            exchange.close();
        });
        assertThat(ask(EVENTS, Duration.ofSeconds(10)))
                .isEqualTo(Outcome.failed("two events while the stream is open", "the stream ended"));

        serve(exchange -> reply(exchange, 502, "text/html", "<h1>502"));
        assertThat(ask(EVENTS, Duration.ofSeconds(10)))
                .isEqualTo(Outcome.failed("status 200, text/event-stream", "status 502, text/html"));
    }

    @Test
    void aVisitorWithoutAnotherWayPasses() throws Exception {
        ways(new ExecResult(0, "200 10.0.0.7", ""), new ExecResult(6, "000 ", "no such host"), timeOut());

        assertThat(ask(NO_WAY, Duration.ofSeconds(1)))
                .isInstanceOfSatisfying(
                        Outcome.Passed.class,
                        passed -> assertThat(passed.evidence()).contains("10.0.0.7"));
    }

    @Test
    void aWayByNameOrByAddressIsCaught() throws Exception {
        ExecResult reached = new ExecResult(0, "200 10.0.0.7", "");
        ExecResult handshakeRefused = new ExecResult(35, "000 10.0.0.7", "tlsv1 unrecognized name");
        for (ExecResult way : new ExecResult[] {reached, handshakeRefused}) {
            ways(reached, way, timeOut());
            assertThat(ask(NO_WAY, Duration.ofSeconds(1))).isInstanceOf(Outcome.Failed.class);
            ways(reached, timeOut(), way);
            assertThat(ask(NO_WAY, Duration.ofSeconds(1)))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.expected()).contains("to 10.0.0.7"));
        }
    }

    /** Else an origin that is down, or a visitor without curl, would look like a closed house. */
    @Test
    void thatNobodyReachesTheOriginProvesNothing() throws Exception {
        ways(timeOut(), timeOut(), timeOut());
        assertThat(ask(NO_WAY, Duration.ofSeconds(1)))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.expected()).contains("for the tunnel"));

        ways(new ExecResult(0, "502 10.0.0.7", ""), timeOut(), timeOut());
        assertThat(ask(NO_WAY, Duration.ofSeconds(1))).isInstanceOf(Outcome.Failed.class);

        ways(new ExecResult(0, "200 10.0.0.7", ""), timeOut(), timeOut());
        system.commands.put("visitor", command -> new ExecResult(127, "", "curl: not found"));
        assertThat(ask(NO_WAY, Duration.ofSeconds(1)))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.expected()).contains("for the visitor"));
    }

    private static ExecResult timeOut() {
        return new ExecResult(28, "000 ", "Connection timed out");
    }

    private void ways(ExecResult tunnel, ExecResult byName, ExecResult byAddress) {
        system.commands.put("tunnel", command -> tunnel);
        system.commands.put(
                "visitor",
                command -> command.contains("http://tunnel:8080/")
                        ? new ExecResult(0, "200", "")
                        : command.contains(":443:origin:443") ? byName : byAddress);
    }

    private Outcome ask(String claim, Duration limit) throws Exception {
        for (Check check : new TunnelChecks(limit).checks()) {
            if (check.name().equals(claim)) {
                return check.ask(system);
            }
        }
        throw new AssertionError("no claim '%s'".formatted(claim));
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private void serve(Handler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", handler::handle);
        server.start();
        threads.submit(() -> {
            over.await();
            server.stop(0);
            return null;
        });
        system.ports.put("tunnel", server.getAddress().getPort());
    }

    private static void open(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
    }

    private static String quoting(HttpExchange exchange) {
        return "event: request\ndata: GET %s HTTP/1.1\n\n".formatted(exchange.getRequestURI());
    }

    private static void write(HttpExchange exchange, String text) throws IOException {
        exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    private static void reply(HttpExchange exchange, int status, String type, String text) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, text.length());
        write(exchange, text);
        exchange.close();
    }

    /** The stream stays open until the test has seen enough. */
    private void untilTheEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
