package io.archtest.check;

import io.archtest.engine.ExecResult;
import io.archtest.model.Architecture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** For checks that must not ask anything. */
final class NoSystem implements SystemUnderTest {
    @Override
    public List<String> components() {
        throw asked();
    }

    @Override
    public Optional<String> environment(String component, String variable) {
        throw asked();
    }

    @Override
    public List<String> commandLine(String component) {
        throw asked();
    }

    @Override
    public Endpoint endpoint(String component, int port) {
        throw asked();
    }

    @Override
    public Architecture architecture(String component) {
        throw asked();
    }

    @Override
    public ExecResult exec(String component, Duration limit, String... command) {
        throw asked();
    }

    @Override
    public List<String> log(String component) {
        throw asked();
    }

    @Override
    public double slowness(String component) {
        throw asked();
    }

    @Override
    public <T> Optional<T> await(Duration limit, Callable<Optional<T>> attempt) {
        throw asked();
    }

    @Override
    public <T> T without(List<String> components, Callable<T> question) {
        throw asked();
    }

    private static RuntimeException asked() {
        return new UnsupportedOperationException("a question was put");
    }
}
