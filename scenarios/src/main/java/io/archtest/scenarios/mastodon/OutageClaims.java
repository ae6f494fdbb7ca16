package io.archtest.scenarios.mastodon;

import com.fasterxml.jackson.databind.JsonNode;
import io.archtest.check.Check;
import io.archtest.check.SystemUnderTest;
import io.archtest.model.Outcome;
import io.archtest.scenarios.Claim;
import io.archtest.scenarios.mastodon.MastodonHttp.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.StreamSupport;

/**
 * What an operator says of outages, put to the test: each component stopped by itself, and back. Opt-in by the tag
 * {@code degradation}.
 */
final class OutageClaims {
    static final String TAG = "degradation";

    private static final Duration CONSUMED = Duration.ofSeconds(15);
    /** Everything recovers by itself 1 to 9 s after a store is back (seen on the real 4.6.5). */
    private static final Duration RECOVERED = Duration.ofSeconds(60);

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Function<SystemUnderTest, RedisRegisters> connect;
    private final Supplier<Optional<String>> author;

    /** @param author the token of a user who may post */
    OutageClaims(Function<SystemUnderTest, RedisRegisters> connect, Supplier<Optional<String>> author) {
        this.connect = connect;
        this.author = author;
    }

    List<Check> all() {
        List<Check> claims = new ArrayList<>();
        for (String queue : SidekiqComponents.QUEUES) {
            claims.add(Claim.of(
                            "without the process of queue %s only its jobs wait, until it is back".formatted(queue),
                            "redis",
                            system -> queueWaits(system, queue))
                    .tagged(TAG));
        }
        claims.add(Claim.of("without streaming posts are written and shown", "streaming", this::withoutStreaming)
                .unless(this::noAuthor)
                .tagged(TAG));
        claims.add(Claim.of(
                        "without Redis web and streaming stay up, posting fails, and works when it is back",
                        "redis",
                        this::withoutRedis)
                .unless(this::noAuthor)
                .tagged(TAG));
        claims.add(Claim.of(
                        "without PostgreSQL web says so, streaming stays up, and posting works when it is back",
                        "postgres",
                        this::withoutPostgres)
                .unless(this::noAuthor)
                .tagged(TAG));
        return claims;
    }

    private Outcome queueWaits(SystemUnderTest system, String queue) throws Exception {
        List<String> stopped = SidekiqComponents.consumers(system, queue);
        if (stopped.isEmpty()) {
            return Outcome.failed("a component that runs sidekiq -q " + queue, "none of " + system.components());
        }
        List<String> others = SidekiqComponents.QUEUES.stream()
                .filter(other ->
                        SidekiqComponents.consumers(system, other).stream().noneMatch(stopped::contains))
                .toList();
        if (others.isEmpty()) {
            return Outcome.skipped("%s works on all queues".formatted(stopped));
        }
        List<Canary> waiting = new ArrayList<>();
        Optional<Outcome> wrong = system.without(stopped, () -> wrongWithout(system, queue, stopped, others, waiting));
        if (wrong.isPresent()) {
            return wrong.get();
        }
        Canary canary = waiting.get(0);
        return system.await(CONSUMED, () -> canary.doneBy(system, stopped)).isPresent()
                ? Outcome.passed("waited, while jobs in %s were done; then done by %s".formatted(others, stopped))
                : Outcome.failed("done by %s when it is back".formatted(stopped), "not done");
    }

    private Optional<Outcome> wrongWithout(
            SystemUnderTest system, String queue, List<String> stopped, List<String> others, List<Canary> waiting)
            throws Exception {
        try (RedisRegisters registers = connect.apply(system)) {
            waiting.add(Canary.into(registers, queue));
            List<Canary> canaries =
                    others.stream().map(other -> Canary.into(registers, other)).toList();
            for (Canary canary : canaries) {
                List<String> consumers = SidekiqComponents.consumers(system, canary.queue());
                if (system.await(CONSUMED, () -> canary.doneBy(system, consumers))
                        .isEmpty()) {
                    return Optional.of(Outcome.failed(
                            "jobs in all other queues are done",
                            "one in queue %s is not".formatted(canary.queue()),
                            "queue %s depends on %s".formatted(canary.queue(), stopped)));
                }
            }
            List<String> takers = waiting.get(0)
                    .seenBy(system, SidekiqComponents.queues(system).keySet());
            boolean waits = takers.isEmpty() && registers.length(queue) > 0;
            return waits
                    ? Optional.empty()
                    : Optional.of(Outcome.failed(
                            "a job in queue %s waits".formatted(queue),
                            takers.isEmpty() ? "it is gone" : "taken by " + takers));
        }
    }

    private Outcome withoutStreaming(SystemUnderTest system) throws Exception {
        return system.without(List.of("streaming"), () -> {
            Answer written = post(system);
            return written.status() == 200
                    ? shown(system, "/api/v1/timelines/public?local=true", written.json())
                    : Outcome.failed("status 200 from POST /api/v1/statuses", written.describe());
        });
    }

    private Outcome withoutRedis(SystemUnderTest system) throws Exception {
        return withoutStore(system, "redis", 200);
    }

    private Outcome withoutPostgres(SystemUnderTest system) throws Exception {
        return withoutStore(system, "postgres", 500);
    }

    /** @param health web's status without the store, as the real 4.6.5 answers */
    private Outcome withoutStore(SystemUnderTest system, String store, int health) throws Exception {
        Optional<Outcome> wrong = system.without(List.of(store), () -> wrongWithout(system, store, health));
        return wrong.isPresent() ? wrong.get() : worksAgain(system);
    }

    private Optional<Outcome> wrongWithout(SystemUnderTest system, String store, int health) throws Exception {
        Answer web = MastodonHttp.get(system, "/health").send();
        if (web.status() != health) {
            return Optional.of(
                    Outcome.failed("status %d from web's /health without %s".formatted(health, store), web.describe()));
        }
        Answer streaming =
                MastodonHttp.streaming(system, "/api/v1/streaming/health").send();
        if (streaming.status() != 200) {
            return Optional.of(
                    Outcome.failed("status 200 from streaming's health without " + store, streaming.describe()));
        }
        try {
            Answer written = post(system);
            return written.status() >= 500
                    ? Optional.empty()
                    : Optional.of(Outcome.failed("posting fails without " + store, written.describe()));
        } catch (IOException noAnswer) {
            // a name that can't be resolved makes the real one hang for minutes
            return Optional.empty();
        }
    }

    /** Through PostgreSQL, Redis and Sidekiq to the author's home timeline. */
    private Outcome worksAgain(SystemUnderTest system) throws Exception {
        StringBuilder last = new StringBuilder();
        Optional<JsonNode> written = system.await(RECOVERED, () -> {
            Answer answer = post(system);
            last.setLength(0);
            last.append(answer.describe());
            return Optional.of(answer).filter(any -> any.status() == 200).map(Answer::json);
        });
        return written.isPresent()
                ? shown(system, "/api/v1/timelines/home", written.get())
                : Outcome.failed("status 200 from POST /api/v1/statuses again", last.toString());
    }

    private Answer post(SystemUnderTest system) throws IOException {
        String text = "archtest "
                + HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextLong());
        return MastodonHttp.post(system, "/api/v1/statuses", Map.of("status", text, "visibility", "public"))
                .withToken(author.get().orElse(""))
                .send();
    }

    private Outcome shown(SystemUnderTest system, String path, JsonNode status) throws Exception {
        String id = status.path("id").asText();
        Optional<String> found = system.await(
                SOON,
                () -> StreamSupport.stream(
                                MastodonHttp.get(system, path)
                                        .withToken(author.get().orElse(""))
                                        .send()
                                        .json()
                                        .spliterator(),
                                false)
                        .map(entry -> entry.path("id").asText())
                        .filter(id::equals)
                        .findFirst());
        return found.isPresent()
                ? Outcome.passed("status %s on %s".formatted(id, path))
                : Outcome.failed("status %s on %s".formatted(id, path), "it is not there");
    }

    private Optional<String> noAuthor() {
        return author.get().isPresent() ? Optional.empty() : Optional.of("no user is confirmed");
    }
}
