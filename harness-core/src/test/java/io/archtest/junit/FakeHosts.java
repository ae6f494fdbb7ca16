package io.archtest.junit;

import io.archtest.engine.ContainerFacts.Health;
import io.archtest.engine.ExecResult;
import io.archtest.model.Architecture;
import io.archtest.model.UnsupportedHostException;
import io.archtest.profile.ProfileProvider;
import io.archtest.run.Session;
import io.archtest.scenario.ScenarioReader;
import io.archtest.testing.FakeEngine;
import io.archtest.testing.FakeSessions;
import io.archtest.testing.RecordingListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An x86_64 host with an engine in memory; static, since JUnit makes the factory by its name. Tests of it run one at a time. */
final class FakeHosts implements StackHost.Factory {
    static final String FILE = "src/test/resources/io/archtest/junit/compose.yaml";

    private static FakeSessions sessions = new FakeSessions(Path.of("."));
    private static RecordingListener listener = new RecordingListener();
    private static Optional<Architecture> lacking = Optional.empty();

    /** A new engine, on which nothing has happened. */
    static void reset(Path folder) {
        sessions = new FakeSessions(folder);
        sessions.addImages(new ScenarioReader().read(Path.of(FILE), Map.of(), Map.of()));
        engine().whenStarted("component web", container -> {
            container.answers(command -> new ExecResult(0, "fine", ""));
            container.becomes(Health.HEALTHY, "");
        });
        listener = new RecordingListener();
        lacking = Optional.empty();
    }

    static FakeEngine engine() {
        return sessions.engine();
    }

    /** What began, by placement. */
    static List<String> starts() {
        return listener.lines().stream()
                .filter(line -> line.startsWith("begins "))
                .map(line -> line.substring("begins ".length()))
                .toList();
    }

    static void cannotRun(Architecture architecture) {
        lacking = Optional.of(architecture);
    }

    @Override
    public StackHost apply(String provider) {
        Session session = sessions.open(listener);
        return new StackHost() {
            @Override
            public ProfileProvider provider() {
                return sessions.provider();
            }

            @Override
            public void refuseIfUnfit(Set<Architecture> architectures) {
                lacking.filter(architectures::contains).ifPresent(architecture -> {
                    throw new UnsupportedHostException(
                            "This host can't run it: no handler for %s. archtest setup".formatted(architecture));
                });
            }

            @Override
            public Session session() {
                return session;
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }
}
