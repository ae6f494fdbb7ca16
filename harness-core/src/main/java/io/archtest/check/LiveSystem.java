package io.archtest.check;

import io.archtest.engine.ExecResult;
import io.archtest.environment.Environment;
import io.archtest.environment.RunningComponent;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A started environment as checks see it. */
final class LiveSystem implements SystemUnderTest {
    /** More lines than that are not read. */
    static final int WHOLE_LOG = 100_000;

    private static final Duration POLL = Duration.ofMillis(200);

    private final Environment environment;

    LiveSystem(Environment environment) {
        this.environment = environment;
    }

    @Override
    public List<String> components() {
        return environment.components().stream()
                .map(component -> component.name().value())
                .toList();
    }

    @Override
    public Endpoint endpoint(String component, int port) {
        RunningComponent running = running(component);
        Integer hostPort = running.hostPorts().get(port);
        if (hostPort == null) {
            throw new IllegalArgumentException("Component '%s' exposes no port %d; it exposes: %s"
                    .formatted(component, port, running.component().ports()));
        }
        return new Endpoint(running.profile().reach().fromHost(), hostPort);
    }

    @Override
    public Architecture architecture(String component) {
        return running(component).requested();
    }

    @Override
    public Optional<String> environment(String component, String variable) {
        RunningComponent running = running(component);
        return Optional.ofNullable(running.engine()
                .inspectContainer(running.containerId())
                .environment()
                .get(variable));
    }

    @Override
    public List<String> commandLine(String component) {
        RunningComponent running = running(component);
        return running.engine().inspectContainer(running.containerId()).commandLine();
    }

    @Override
    public ExecResult exec(String component, Duration limit, String... command) {
        RunningComponent running = running(component);
        return running.engine().exec(running.containerId(), List.of(command), scaled(limit, slowness(component)));
    }

    @Override
    public List<String> log(String component) {
        RunningComponent running = running(component);
        return running.engine().logTail(running.containerId(), WHOLE_LOG);
    }

    @Override
    public double slowness(String component) {
        return Math.max(1, environment.slowness(ComponentName.of(component)));
    }

    @Override
    public <T> Optional<T> await(Duration limit, Callable<Optional<T>> attempt) throws Exception {
        double slowest = components().stream().mapToDouble(this::slowness).max().orElse(1);
        try {
            return Awaitility.await()
                    .atMost(scaled(limit, slowest))
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .until(attempt, Optional::isPresent);
        } catch (ConditionTimeoutException e) {
            return Optional.empty();
        }
    }

    @Override
    public <T> T without(List<String> components, Callable<T> question) throws Exception {
        return environment.without(components.stream().map(ComponentName::of).toList(), question);
    }

    private RunningComponent running(String component) {
        return environment.component(ComponentName.of(component));
    }

    private static Duration scaled(Duration limit, double factor) {
        return Duration.ofMillis(Math.round(limit.toMillis() * factor));
    }
}
