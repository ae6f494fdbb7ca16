package io.archtest.scenarios;

import io.archtest.check.SystemUnderTest;
import io.archtest.engine.ExecResult;
import io.archtest.model.Architecture;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** Components that are servers of a test's own, at ports of this host; commands are answered as the test says. */
public final class ScriptedPorts implements SystemUnderTest {
    /** By component. */
    public final Map<String, Integer> ports = new LinkedHashMap<>();
    /** By component: what a command, joined by spaces, gives. */
    public final Map<String, Function<String, ExecResult>> commands = new LinkedHashMap<>();

    @Override
    public List<String> components() {
        return List.copyOf(ports.keySet());
    }

    @Override
    public Endpoint endpoint(String component, int port) {
        Integer leased = ports.get(component);
        if (leased == null) {
            throw new IllegalArgumentException("no component '%s'".formatted(component));
        }
        return new Endpoint("127.0.0.1", leased);
    }

    @Override
    public Architecture architecture(String component) {
        return Architecture.X86_64;
    }

    @Override
    public Optional<String> environment(String component, String variable) {
        return Optional.empty();
    }

    @Override
    public List<String> commandLine(String component) {
        return List.of();
    }

    @Override
    public ExecResult exec(String component, Duration limit, String... command) {
        Function<String, ExecResult> answer = commands.get(component);
        if (answer == null) {
            throw new IllegalArgumentException("no commands for '%s'".formatted(component));
        }
        return answer.apply(String.join(" ", command));
    }

    @Override
    public List<String> log(String component) {
        return List.of();
    }

    @Override
    public double slowness(String component) {
        return 1;
    }

    @Override
    public <T> Optional<T> await(Duration limit, Callable<Optional<T>> attempt) throws Exception {
        return attempt.call();
    }

    @Override
    public <T> T without(List<String> names, Callable<T> attempt) {
        throw new UnsupportedOperationException("a test's own servers are not stopped by checks");
    }
}
