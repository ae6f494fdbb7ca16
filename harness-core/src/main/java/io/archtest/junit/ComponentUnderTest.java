package io.archtest.junit;

import io.archtest.check.ArchitectureTruth;
import io.archtest.check.ObservedArchitecture;
import io.archtest.check.SystemUnderTest;
import io.archtest.check.SystemUnderTest.Endpoint;
import io.archtest.engine.Engine;
import io.archtest.engine.ExecResult;
import io.archtest.environment.Environment;
import io.archtest.environment.RunningComponent;
import io.archtest.model.Architecture;
import io.archtest.model.InvalidRequestException;
import java.time.Duration;
import java.util.List;

/** A component of a started stack, as a test sees it. */
public final class ComponentUnderTest {
    private static final Duration EXEC = Duration.ofSeconds(60);

    private final RunningComponent running;
    private final SystemUnderTest system;

    ComponentUnderTest(Environment environment, RunningComponent running) {
        this.running = running;
        this.system = SystemUnderTest.of(environment);
    }

    public String name() {
        return running.name().value();
    }

    /** Where a port is reached from the test: host and port to connect to. */
    public Endpoint endpoint(int port) {
        return system.endpoint(name(), port);
    }

    /** The same for a component that exposes one port only. */
    public Endpoint endpoint() {
        return endpoint(onlyPort());
    }

    /** {@code name:port}: where the other components of the stack reach it, whatever they run on. */
    public String address(int port) {
        if (!running.component().ports().contains(port)) {
            throw new InvalidRequestException("Component '%s' exposes no port %d; it exposes: %s"
                    .formatted(name(), port, running.component().ports()));
        }
        return name() + ":" + port;
    }

    /** The same for a component that exposes one port only. */
    public String address() {
        return address(onlyPort());
    }

    private int onlyPort() {
        List<Integer> ports = running.component().ports();
        if (ports.size() != 1) {
            throw new InvalidRequestException(
                    "Component '%s' exposes %s: say which port".formatted(name(), ports.isEmpty() ? "none" : ports));
        }
        return ports.get(0);
    }

    /** Runs a command in it, waiting a minute, times its slowness, at the most. */
    public ExecResult exec(String... command) {
        return exec(EXEC, command);
    }

    /** The same with another limit for a native component; an emulated one gets its multiple. */
    public ExecResult exec(Duration limit, String... command) {
        return system.exec(name(), limit, command);
    }

    /** All that it has logged, line by line. */
    public List<String> log() {
        return system.log(name());
    }

    /** Where the placement puts it. */
    public Architecture requestedArchitecture() {
        return running.requested();
    }

    /** What it really runs on, by four facts that are looked up now. */
    public ObservedArchitecture observedArchitecture() {
        return new ArchitectureTruth().examine(running).observed();
    }

    /** How many times slower than native it is; at least 1. */
    public double slowness() {
        return system.slowness(name());
    }

    /** The engine that it runs on; not to be closed. */
    public Engine engine() {
        return running.engine();
    }

    /** All that archtest knows of it. */
    public RunningComponent running() {
        return running;
    }

    @Override
    public String toString() {
        return "%s on %s".formatted(name(), running.requested());
    }
}
