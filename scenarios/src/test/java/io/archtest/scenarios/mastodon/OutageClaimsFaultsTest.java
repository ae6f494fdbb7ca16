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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stack in memory that stands outages as the real one does, and one fault at a time that a claim must catch. */
class OutageClaimsFaultsTest {
    private static final String NO_PUSH = "without the process of queue push only its jobs wait, until it is back";
    private static final String NO_STREAMING = "without streaming posts are written and shown";
    private static final String NO_REDIS =
            "without Redis web and streaming stay up, posting fails, and works when it is back";
    private static final String NO_POSTGRES =
            "without PostgreSQL web says so, streaming stays up, and posting works when it is back";

    private final ScriptedSystem system = new ScriptedSystem();
    private final ScriptedRedis redis = new ScriptedRedis();
    private final Map<String, List<String>> waiting = new HashMap<>();
    private HttpServer server;
    private String fault = "";
    private int posts;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        system.httpPort = server.getAddress().getPort();
        redis.whenPushed = this::pushed;
        redis.length = queue -> waiting.getOrDefault(queue, List.of()).size();
        system.whenBack = this::drain;
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aStackThatStandsOutagesPassesAllOfThem() throws Exception {
        for (Check check : claims()) {
            assertThat(check.ask(system)).as(check.name()).isInstanceOf(Outcome.Passed.class);
            assertThat(check.tags()).as("opt-in").containsExactly("degradation");
        }
    }

    @Test
    void aJobThatAnotherProcessTakesMeanwhileIsCaught() throws Exception {
        fault = "stolen";

        assertThat(failure(NO_PUSH).actual()).isEqualTo("taken by [sidekiq-default]");
    }

    @Test
    void aJobThatIsLostIsCaught() throws Exception {
        fault = "lost";

        assertThat(failure(NO_PUSH).actual()).isEqualTo("it is gone");
    }

    @Test
    void aQueueThatStopsWithAnotherOneIsCaught() throws Exception {
        fault = "coupled";

        assertThat(failure(NO_PUSH))
                .isEqualTo(new Outcome.Failed(
                        "jobs in all other queues are done",
                        "one in queue mailers is not",
                        "queue mailers depends on [sidekiq-push]"));
    }

    @Test
    void aProcessThatDoesNothingAfterItsReturnIsCaught() throws Exception {
        fault = "idle";

        assertThat(failure(NO_PUSH).expected()).isEqualTo("done by [sidekiq-push] when it is back");
    }

    @Test
    void oneProcessForAllQueuesLeavesNothingToAsk() throws Exception {
        SidekiqComponents.QUEUES.forEach(queue -> system.commands.remove("sidekiq-" + queue));
        system.commands.put("sidekiq", List.of("bundle", "exec", "sidekiq"));

        assertThat(ask(NO_PUSH)).isEqualTo(Outcome.skipped("[sidekiq] works on all queues"));
    }

    @Test
    void postsThatNeedStreamingAreCaught() throws Exception {
        fault = "needs streaming";

        assertThat(failure(NO_STREAMING).actual()).startsWith("status 500");
    }

    @Test
    void aWebThatFallsWithRedisIsCaught() throws Exception {
        fault = "unhealthy";

        assertThat(failure(NO_REDIS).expected()).isEqualTo("status 200 from web's /health without redis");
        assertThat(failure(NO_POSTGRES).expected()).isEqualTo("status 500 from web's /health without postgres");
    }

    /** A post that is accepted without a store would mean that the outage was none. */
    @Test
    void anOutageThatMakesNoDifferenceIsCaught() throws Exception {
        fault = "no outage";

        assertThat(failure(NO_REDIS).expected()).isEqualTo("posting fails without redis");
    }

    @Test
    void postingThatNeverComesBackIsCaught() throws Exception {
        fault = "stays down";

        assertThat(failure(NO_REDIS).expected()).isEqualTo("status 200 from POST /api/v1/statuses again");
        assertThat(failure(NO_POSTGRES).actual()).startsWith("status 500");
    }

    @Test
    void aPostThatReachesNoTimelineAfterwardsIsCaught() throws Exception {
        fault = "no delivery";

        assertThat(failure(NO_POSTGRES).expected()).endsWith("on /api/v1/timelines/home");
    }

    private void pushed(String queue, String job) {
        boolean down = system.stopped.contains("sidekiq-" + queue);
        boolean coupled = fault.equals("coupled") && queue.equals("mailers") && !system.stopped.isEmpty();
        if (down && fault.equals("stolen")) {
            done("sidekiq-default", job);
        } else if (down && !fault.equals("lost") || coupled) {
            waiting.computeIfAbsent(queue, key -> new ArrayList<>()).add(job);
        } else if (!down) {
            done("sidekiq-" + queue, job);
        }
    }

    private void drain(Set<String> components) {
        if (!fault.equals("idle")) {
            waiting.forEach((queue, jobs) -> jobs.forEach(job -> done("sidekiq-" + queue, job)));
            waiting.clear();
        }
    }

    private void done(String component, String job) {
        String jid = job.replaceAll(".*\"jid\":\"([0-9a-f]+)\".*", "$1");
        system.log(component, "INFO  pid=7 tid=3a jid=%s class=LinkCrawlWorker elapsed=0.016: done".formatted(jid));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean storeDown = system.stopped.contains("redis") || system.stopped.contains("postgres");
        if (path.equals("/health")) {
            boolean wrong = fault.equals("unhealthy");
            respond(exchange, system.stopped.contains("postgres") != wrong ? 500 : 200, "OK");
        } else if (path.startsWith("/api/v1/streaming")) {
            respond(exchange, 200, "OK");
        } else if (path.equals("/api/v1/statuses")) {
            boolean refused = storeDown && !fault.equals("no outage")
                    || fault.equals("stays down")
                    || fault.equals("needs streaming") && system.stopped.contains("streaming");
            posts += refused ? 0 : 1;
            respond(exchange, refused ? 500 : 200, "{\"id\":\"%d\"}".formatted(posts));
        } else {
            respond(exchange, 200, fault.equals("no delivery") ? "[]" : "[{\"id\":\"%d\"}]".formatted(posts));
        }
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private List<Check> claims() {
        return new OutageClaims(any -> redis, () -> Optional.of("token")).all();
    }

    private Outcome ask(String name) throws Exception {
        return claims().stream()
                .filter(claim -> claim.name().equals(name))
                .findFirst()
                .orElseThrow()
                .ask(system);
    }

    private Outcome.Failed failure(String name) throws Exception {
        Outcome outcome = ask(name);
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return (Outcome.Failed) outcome;
    }
}
