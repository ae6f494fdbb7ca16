package io.archtest.environment;

import java.time.Duration;
import java.util.Optional;

/** Stops a component as its service says: its {@code pre_stop} commands, then its signal, then the time that it is given. */
final class Stopping {
    /** Compose's. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final RunningComponent component;
    private final Slowness slowness;

    Stopping(RunningComponent component, Slowness slowness) {
        this.component = component;
        this.slowness = slowness;
    }

    /** A sentence on a {@code pre_stop} command that failed; the component is stopped all the same. */
    Optional<String> stop() {
        Optional<String> failure = LifecycleHooks.of(component, slowness).beforeStop();
        Duration grace = component.component().process().stopGracePeriod().orElse(GRACE);
        component
                .engine()
                .stopContainer(
                        component.containerId(),
                        Duration.ofMillis(Math.round(grace.toMillis()
                                * slowness.pace(WorkClass.INTERPRETER).factor())));
        return failure;
    }
}
