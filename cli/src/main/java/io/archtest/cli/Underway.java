package io.archtest.cli;

import io.archtest.engine.PullStatus;
import io.archtest.environment.Phase;
import io.archtest.image.BuildStep;
import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.plan.PlannedRun;
import io.archtest.report.baseline.ExpectedTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** What a run's components are doing right now, since when, and how long that took earlier. */
final class Underway {
    private final LongSupplier nanoTime;
    private final Expectations expectations;
    private final Map<ComponentName, State> states = new LinkedHashMap<>();
    private final Map<ComponentName, Long> created = new LinkedHashMap<>();
    private final Set<ComponentName> ready = new HashSet<>();
    private Optional<PlannedRun> run = Optional.empty();
    private ExpectedTimes expected = ExpectedTimes.UNKNOWN;

    private record State(Phase phase, String detail, long since) {}

    /** What was usual in earlier runs of a scenario under a placement. */
    @FunctionalInterface
    interface Expectations {
        ExpectedTimes of(String scenario, String placement);
    }

    Underway(LongSupplier nanoTime, Expectations expectations) {
        this.nanoTime = nanoTime;
        this.expectations = expectations;
    }

    void begins(PlannedRun planned) {
        run = Optional.of(planned);
        expected =
                expectations.of(planned.scenario().name(), planned.placement().name());
        states.clear();
        created.clear();
        ready.clear();
    }

    /** Nothing more is started. */
    void over() {
        states.clear();
    }

    void entered(ComponentName component, Phase phase, String detail) {
        if (phase == Phase.CREATE) {
            created.put(component, nanoTime.getAsLong());
        }
        State before = states.get(component);
        // a build says a phase for each of its steps
        long since = before != null && before.phase() == phase ? before.since() : nanoTime.getAsLong();
        states.put(component, new State(phase, detail, since));
    }

    void pulling(ComponentName component, PullStatus status) {
        entered(component, Phase.PULL, said(status));
    }

    void building(ComponentName component, BuildStep step) {
        entered(component, Phase.BUILD, step.text());
    }

    /** Returns how long it took, and how long it took earlier. */
    Took ready(ComponentName component) {
        states.remove(component);
        ready.add(component);
        long now = nanoTime.getAsLong();
        return new Took(Duration.ofNanos(now - created.getOrDefault(component, now)), expected.of(component.value()));
    }

    /** Those at work; whoever waits for another component waits for one of them. */
    List<Item> working() {
        List<Item> items = new ArrayList<>();
        states.forEach((name, state) -> {
            if (state.phase() != Phase.WAIT) {
                items.add(item(name, state));
            }
        });
        return items;
    }

    /** Those that other ones must be ready for. */
    int waiting() {
        return (int) states.values().stream()
                .filter(state -> state.phase() == Phase.WAIT)
                .count();
    }

    int ready() {
        return ready.size();
    }

    int all() {
        return run.map(planned -> planned.scenario().components().size()).orElse(0);
    }

    /** Whether images are there and nothing else is: networks, relays and measurements come before the first component. */
    boolean preparing() {
        return created.isEmpty() && ready.isEmpty() && working().isEmpty();
    }

    /** Whether the components are being started. */
    boolean starting() {
        return !states.isEmpty();
    }

    String architecture(ComponentName component) {
        return run.map(planned -> planned.placement().of(component))
                .map(Architecture::word)
                .orElse("");
    }

    private Item item(ComponentName name, State state) {
        boolean started = state.phase() == Phase.CREATE || state.phase() == Phase.START || state.phase() == Phase.READY;
        long since = started ? created.getOrDefault(name, state.since()) : state.since();
        return new Item(
                name.value(),
                architecture(name),
                word(name, state.phase()),
                state.detail(),
                new Took(
                        Duration.ofNanos(nanoTime.getAsLong() - since),
                        started ? expected.of(name.value()) : Optional.empty()));
    }

    private String word(ComponentName name, Phase phase) {
        if (phase != Phase.READY) {
            return phase.word();
        }
        boolean job = run.map(planned -> planned.scenario().component(name).kind() == Component.Kind.JOB)
                .orElse(false);
        return job ? "job" : "start";
    }

    private static String said(PullStatus status) {
        if (status.layers() == 0) {
            return status.line();
        }
        return "%d of %d layers%s"
                .formatted(
                        status.layersDone(), status.layers(), ByteCount.progress(status.bytes(), status.totalBytes()));
    }

    /** A component that is at work. */
    record Item(String name, String architecture, String phase, String detail, Took took) {}

    /** How long something took, or has been taking, and how long it took earlier. */
    record Took(Duration elapsed, Optional<Duration> expected) {
        /** A little more than usual says nothing. */
        private static final double TOLERATED = 1.5;

        private static final Duration NOISE = Duration.ofSeconds(3);

        boolean overdue() {
            return expected.isPresent()
                    && elapsed.compareTo(expected.get().plus(NOISE)) > 0
                    && elapsed.toMillis() > expected.get().toMillis() * TOLERATED;
        }

        /** In whole seconds. */
        String said() {
            return "%d s%s%s"
                    .formatted(
                            elapsed.toSeconds(),
                            expected.map(usual -> " of ~%d s".formatted(rounded(usual)))
                                    .orElse(""),
                            overdue() ? ", overdue" : "");
        }

        private static long rounded(Duration duration) {
            return Math.max(1, Math.round(duration.toMillis() / 1000.0));
        }
    }
}
