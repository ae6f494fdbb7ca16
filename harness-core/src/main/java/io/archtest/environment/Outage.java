package io.archtest.environment;

import io.archtest.engine.ContainerFacts;
import io.archtest.engine.ContainerFacts.Health;
import io.archtest.model.Component;
import io.archtest.model.HealthCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Components stopped on purpose for a while, and the return of the whole environment to health. */
final class Outage {
    private static final Duration RECOVERY = Duration.ofSeconds(90);

    private static final Duration POLL = Duration.ofMillis(200);

    private final Environment environment;
    private final RunScope scope;
    private final HealthWatch watch;
    private final Duration recovery;

    /** @param recovery at native speed, from the start of the stopped ones until all are well */
    Outage(Environment environment, RunScope scope, HealthWatch watch, Duration recovery) {
        this.environment = environment;
        this.scope = scope;
        this.watch = watch;
        this.recovery = recovery;
    }

    /** @param stopped in the order in which they start */
    <T> T of(List<RunningComponent> stopped, Callable<T> question) throws Exception {
        // what went wrong before must not be forgiven with the rest
        watch.incidents();
        watch.suspend();
        T answer;
        try {
            List<RunningComponent> usersFirst = new ArrayList<>(stopped);
            Collections.reverse(usersFirst);
            usersFirst.forEach(this::stop);
            answer = question.call();
        } catch (Exception e) {
            try {
                bringBack(stopped);
            } catch (RuntimeException also) {
                e.addSuppressed(also);
            }
            throw e;
        }
        bringBack(stopped);
        return answer;
    }

    private void stop(RunningComponent component) {
        Slowness slowness = environment.slownessOf(component.requested());
        new Stopping(component, slowness).stop().ifPresent(failure -> {
            throw new RecoveryException(failure);
        });
    }

    private void bringBack(List<RunningComponent> stopped) {
        stopped.forEach(component -> scope.creating(() -> {
            component.engine().startContainer(component.containerId());
            return component;
        }));
        stopped.forEach(component -> LifecycleHooks.of(component, environment.slownessOf(component.requested()))
                .afterStart());
        List<RunningComponent> all = environment.components().stream()
                .filter(component -> component.component().kind() == Component.Kind.COMPONENT)
                .toList();
        double slowest = all.stream()
                .mapToDouble(component -> environment.slowness(component.name()))
                .max()
                .orElse(1);
        try {
            Awaitility.await()
                    .atMost(times(recovery, slowest))
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .until(() -> ailing(all, stopped).isEmpty());
        } catch (ConditionTimeoutException e) {
            throw new RecoveryException("%d s after '%s' was back: %s"
                    .formatted(
                            times(recovery, slowest).toSeconds(),
                            stopped.stream()
                                    .map(component -> component.name().value())
                                    .reduce((one, other) -> one + "', '" + other)
                                    .orElse(""),
                            String.join("; ", ailing(all, stopped))));
        } finally {
            watch.resume();
        }
    }

    /** What is usual, or longer: nobody is called ill whose health check by its own word has not looked yet. */
    static Duration recovery(Collection<HealthCheck> checks) {
        return Stream.concat(Stream.of(RECOVERY), checks.stream().map(HealthCheck::longestWait))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** A sentence for each that isn't well. */
    private static List<String> ailing(List<RunningComponent> all, List<RunningComponent> restarted) {
        List<String> sentences = new ArrayList<>();
        for (RunningComponent component : all) {
            ailment(component, restarted.contains(component)).ifPresent(sentences::add);
        }
        return sentences;
    }

    private static Optional<String> ailment(RunningComponent component, boolean restarted) {
        ContainerFacts facts = component.engine().inspectContainer(component.containerId());
        if (!facts.running()) {
            return Optional.of("'%s' does not run (exit code %d)".formatted(component.name(), facts.exitCode()));
        }
        if (facts.health() == Health.UNHEALTHY || facts.health() == Health.STARTING) {
            return Optional.of("'%s' is %s: \"%s\""
                    .formatted(
                            component.name(),
                            facts.health().name().toLowerCase(java.util.Locale.ROOT),
                            facts.lastHealthOutput().strip()));
        }
        boolean silent = restarted
                && facts.health() == Health.NONE
                && component.hostPorts().values().stream()
                        .anyMatch(port ->
                                !PortProbe.listens(component.profile().reach().fromHost(), port));
        return silent ? Optional.of("'%s' does not listen yet".formatted(component.name())) : Optional.empty();
    }

    private static Duration times(Duration duration, double factor) {
        return Duration.ofMillis(Math.round(duration.toMillis() * Math.max(1, factor)));
    }
}
