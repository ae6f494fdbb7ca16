package io.archtest.environment;

import io.archtest.cause.Diagnosis;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.Placement;
import io.archtest.model.RunId;
import io.archtest.scenario.Scenario;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A started stack. Closing it removes everything that it started, and is safe to repeat. */
public interface Environment extends AutoCloseable {

    RunId runId();

    Scenario scenario();

    Placement placement();

    /** Components and jobs, in the scenario's order. */
    List<RunningComponent> components();

    RunningComponent component(ComponentName name);

    List<RunningRelay> relays();

    /** The relay through which components of {@code from}'s side reach {@code to}; empty when both are on one side. */
    Optional<RunningRelay> relayBetween(ComponentName from, ComponentName to);

    /**
     * How many times slower than native this component's architecture is, as measured at the start of the run; 1 for
     * native ones. Waits are scaled by it.
     */
    double slowness(ComponentName name);

    /** What was measured of an architecture of this run; {@link Slowness#NATIVE} for the engine's own. */
    Slowness slownessOf(Architecture architecture);

    /** What {@link #slownessOf} was told from; empty for a stack of an older version. */
    default Optional<Speed> speedOf(Architecture architecture) {
        return Optional.empty();
    }

    /**
     * Puts a question while components are stopped, starts them again, also when it throws, and waits until all components
     * are well. What happens to components meanwhile is no incident. Blocks; one outage at a time.
     *
     * @throws RecoveryException when a component isn't well again in time
     */
    <T> T without(List<ComponentName> stopped, Callable<T> question) throws Exception;

    /** What went wrong with components since they were ready, one sentence each; empty when all is well. */
    List<Incident> incidents();

    /** A component that died, was killed for memory or turned unhealthy. */
    record Incident(ComponentName component, String cause, Optional<Diagnosis> diagnosis) {
        /** One of which nothing more is known. */
        public Incident(ComponentName component, String cause) {
            this(component, cause, Optional.empty());
        }
    }

    @Override
    void close();
}
