package io.archtest.scenarios.mastodon;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.archtest.check.Check;
import io.archtest.model.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person's way through a small server, and one fault at a time. */
class PostingClaimsFaultsTest {
    private final ScriptedSystem system = new ScriptedSystem();
    private final ScriptedRedis redis = new ScriptedRedis();
    private HttpServer server;
    private WebSocketServer streaming;
    private String fault = "";
    private String name = "";
    private int asked;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        streaming = new WebSocketServer();
        system.httpPort = server.getAddress().getPort();
        system.streamingPort = streaming.port();
    }

    @AfterEach
    void stop() throws IOException {
        server.stop(0);
        streaming.close();
    }

    @Test
    void aHealthyInstancePassesAllOfThem() throws Exception {
        system.patient = true;

        assertThat(outcomes())
                .hasSize(7)
                .allSatisfy((claim, outcome) -> assertThat(outcome).as(claim).isInstanceOf(Outcome.Passed.class));
    }

    @Test
    void aRefusedSignUpFailsAndSkipsWhatRestsOnIt() throws Exception {
        fault = "sign-up";

        Map<String, Outcome> outcomes = outcomes();

        assertFailed(outcomes, "a user signs up through the API", "Validation failed");
        assertThat(outcomes.get("the user is confirmed with tootctl")).isEqualTo(Outcome.skipped("no user signed up"));
        assertThat(outcomes.get("a WebSocket subscriber receives a post"))
                .isEqualTo(Outcome.skipped("no user is confirmed"));
        assertThat(outcomes.get("the post shows on the home timeline"))
                .isEqualTo(Outcome.skipped("nothing was posted"));
    }

    @Test
    void aTokenThatWorksBeforeConfirmationIsCaught() throws Exception {
        fault = "early";

        assertFailed(outcomes(), "a user signs up through the API", "status 200");
    }

    @Test
    void aTootctlThatFailsIsCaught() throws Exception {
        system.tootctlExitCode = 1;

        assertFailed(outcomes(), "tootctl opens registrations", "exit code 1");
    }

    @Test
    void aServerThatNeverSubscribesIsCaught() throws Exception {
        redis.subscribers = 0;

        assertFailed(outcomes(), "a WebSocket subscriber receives a post", "it does not");
    }

    @Test
    void aPostThatIsNotDeliveredIsCaught() throws Exception {
        fault = "delivery";

        assertFailed(outcomes(), "a WebSocket subscriber receives a post", "received instead: nothing");
    }

    @Test
    void aPostThatIsMissingFromATimelineIsCaught() throws Exception {
        fault = "timeline";

        Map<String, Outcome> outcomes = outcomes();

        assertFailed(outcomes, "the post shows on the public timeline", "status 200, body '[]'");
        assertFailed(outcomes, "the post shows on the home timeline", "status 200, body '[]'");
    }

    @Test
    void anUnknownUserInWebfingerIsCaught() throws Exception {
        fault = "webfinger";

        assertFailed(outcomes(), "webfinger finds the user", "status 404");
    }

    private static void assertFailed(Map<String, Outcome> outcomes, String claim, String actual) {
        assertThat(outcomes.get(claim))
                .as(claim)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.actual()).contains(actual));
    }

    private Map<String, Outcome> outcomes() throws Exception {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Check check : new PostingClaims(any -> redis).all()) {
            if (!check.name().equals("streaming refuses a wrong token")) {
                outcomes.put(check.name(), check.ask(system));
            }
        }
        return outcomes;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        switch (path) {
            case "/api/v1/apps" -> reply(exchange, 200, "{\"client_id\": \"i\", \"client_secret\": \"s\"}");
            case "/oauth/token" -> reply(exchange, 200, "{\"access_token\": \"app\"}");
            case "/api/v1/accounts" -> signUp(exchange, body);
            case "/api/v1/accounts/verify_credentials" -> {
                boolean known = ++asked > 1 || fault.equals("early");
                reply(exchange, known ? 200 : 403, "{\"username\": \"%s\"}".formatted(name));
            }
            case "/.well-known/webfinger" ->
                reply(
                        exchange,
                        fault.equals("webfinger") ? 404 : 200,
                        "{\"subject\": \"acct:%s@mastodon.test\", \"links\": [{\"rel\": \"self\", \"type\": \"application/activity+json\"}]}"
                                .formatted(name));
            case "/api/v1/statuses" -> post(exchange, body);
            default -> reply(exchange, 200, fault.equals("timeline") ? "[]" : "[{\"id\": \"7\"}]");
        }
    }

    private void signUp(HttpExchange exchange, String body) throws IOException {
        name = field(body, "username");
        boolean refused = fault.equals("sign-up");
        reply(
                exchange,
                refused ? 422 : 200,
                refused ? "{\"error\": \"Validation failed\"}" : "{\"access_token\": \"user\"}");
    }

    private void post(HttpExchange exchange, String body) throws IOException {
        String status = "{\"id\": \"7\", \"content\": \"<p>%s</p>\"}".formatted(field(body, "status"));
        reply(exchange, 200, status);
        if (!fault.equals("delivery")) {
            streaming.send("{\"stream\": [\"public:local\"], \"event\": \"update\", \"payload\": \"%s\"}"
                    .formatted(status.replace("\"", "\\\"")));
        }
    }

    private static String field(String form, String name) {
        String value = form.replaceAll(".*(?:^|&)%s=([^&]*).*".formatted(name), "$1");
        return URLDecoder.decode(value, StandardCharsets.UTF_8);
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
