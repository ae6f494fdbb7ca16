package io.archtest.environment;

import io.archtest.engine.Engine;
import io.archtest.engine.Execution;
import io.archtest.image.ResolvedImage;
import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.HealthCheck;
import io.archtest.profile.Profile;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A component or job of a started environment.
 *
 * @param requested the architecture that the placement asks for; what it really runs on is for the checks to find out
 * @param hostPorts by container port: the leased port of archtest's host that leads to it
 * @param started from the beginning of the run
 * @param ready from the beginning of the run; absent for a job until it has ended
 */
public record RunningComponent(
        Component component,
        Architecture requested,
        Profile profile,
        Engine engine,
        ResolvedImage image,
        String containerId,
        Map<Integer, Integer> hostPorts,
        Duration started,
        Optional<Duration> ready,
        Optional<Integer> exitCode) {

    public RunningComponent {
        hostPorts = Map.copyOf(hostPorts);
    }

    /** Whether it is placed where an emulator executes it: process by process, or with the whole machine below the engine. */
    public boolean emulated() {
        Architecture own = engine.info().architecture();
        return requested != own || profile.execution(own) != Execution.NATIVE;
    }

    /** What the engine looks at its health by: the image's own check, where the file leaves something to it. */
    public Optional<HealthCheck> healthCheck() {
        return healthCheck(component, image).filter(check -> !check.disabled());
    }

    static Optional<HealthCheck> healthCheck(Component component, ResolvedImage image) {
        Optional<HealthCheck> own = image.facts().healthCheck();
        return component
                .healthCheck()
                .map(declared -> own.map(declared::over).orElse(declared))
                .or(() -> own)
                .map(check -> check.disabled() ? check : check.withDefaults());
    }

    public ComponentName name() {
        return component.name();
    }
}
