package io.archtest.scenarios.mastodon;

import io.archtest.check.Check;
import io.archtest.check.SystemUnderTest;
import io.archtest.model.Outcome;
import io.archtest.scenarios.Claim;
import io.archtest.scenarios.mastodon.RedisRegisters.SidekiqProcess;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Each queue has its consumer, and only that one; exactly one process schedules. */
final class QueueClaims {
    /** The first periodic job fires a second after the scheduler's start, the next ones every minute. */
    private static final Duration FIRED = Duration.ofSeconds(90);
    /** A process says every 5 to 10 s that it lives. */
    private static final double FRESH_SECONDS = 30;

    private static final DateTimeFormatter SCHEDULER_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z", Locale.ROOT);

    private final Function<SystemUnderTest, RedisRegisters> connect;

    QueueClaims(Function<SystemUnderTest, RedisRegisters> connect) {
        this.connect = connect;
    }

    List<Check> all() {
        List<Check> claims = new ArrayList<>();
        claims.add(Claim.of("every queue has a live consumer", "redis", this::coverage));
        claims.add(Claim.of("exactly one process schedules", "redis", this::oneScheduler));
        for (String queue : SidekiqComponents.QUEUES) {
            claims.add(Claim.of(
                    "queue %s is consumed by its own process and only by it".formatted(queue),
                    "redis",
                    system -> canary(system, queue)));
        }
        claims.add(Claim.of("a periodic job fired", "redis", this::periodicJob));
        return claims;
    }

    private Outcome coverage(SystemUnderTest system) {
        try (RedisRegisters registers = connect.apply(system)) {
            double now = registers.now();
            Map<String, List<String>> consumers = new TreeMap<>();
            for (SidekiqProcess process : registers.processes()) {
                if (!process.quiet() && now - process.beat() < FRESH_SECONDS) {
                    process.queues()
                            .forEach(queue -> consumers
                                    .computeIfAbsent(queue, key -> new ArrayList<>())
                                    .add(process.hostname()));
                }
            }
            List<String> without = SidekiqComponents.QUEUES.stream()
                    .filter(queue -> !consumers.containsKey(queue))
                    .toList();
            return without.isEmpty()
                    ? Outcome.passed(consumers.toString())
                    : Outcome.failed(
                            "a live process for each of " + SidekiqComponents.QUEUES,
                            "none for %s; consumers: %s".formatted(without, consumers));
        }
    }

    /** Two of them would do every periodic job twice. */
    private Outcome oneScheduler(SystemUnderTest system) {
        try (RedisRegisters registers = connect.apply(system)) {
            List<String> schedulers = registers.processes().stream()
                    .filter(process -> process.queues().contains("scheduler"))
                    .map(SidekiqProcess::hostname)
                    .toList();
            return schedulers.size() == 1
                    ? Outcome.passed(schedulers.get(0))
                    : Outcome.failed(
                            "one process on queue scheduler", "%d: %s".formatted(schedulers.size(), schedulers));
        }
    }

    private Outcome canary(SystemUnderTest system, String queue) throws Exception {
        List<String> consumers = SidekiqComponents.consumers(system, queue);
        if (consumers.isEmpty()) {
            return Outcome.failed("a component that runs sidekiq -q " + queue, "none of " + system.components());
        }
        List<String> strangers = SidekiqComponents.queues(system).keySet().stream()
                .filter(component -> !consumers.contains(component))
                .toList();
        return new QueueCanary(connect).ask(system, queue, consumers, strangers);
    }

    private Outcome periodicJob(SystemUnderTest system) throws Exception {
        try (RedisRegisters registers = connect.apply(system)) {
            double started = registers.processes().stream()
                    .filter(process -> process.queues().contains("scheduler"))
                    .mapToDouble(SidekiqProcess::startedAt)
                    .max()
                    .orElse(Double.MAX_VALUE);
            Optional<String> fired = system.await(
                    FIRED,
                    () -> registers.lastTimes().entrySet().stream()
                            .filter(entry -> seconds(entry.getValue()) >= Math.floor(started))
                            .map(Map.Entry::getKey)
                            .findFirst());
            return fired.isPresent()
                    ? Outcome.passed(fired.get() + " fired")
                    : Outcome.failed(
                            "a periodic job fired since the scheduler started",
                            "none; last times: " + registers.lastTimes());
        }
    }

    private static long seconds(String time) {
        try {
            return ZonedDateTime.parse(time, SCHEDULER_TIME).toEpochSecond();
        } catch (DateTimeParseException e) {
            return 0;
        }
    }
}
