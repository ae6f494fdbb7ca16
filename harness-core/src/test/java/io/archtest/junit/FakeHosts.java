package io.archtest.junit;

import io.archtest.engine.ContainerFacts.Health;
import io.archtest.engine.ExecResult;
import io.archtest.host.Ownership;
import io.archtest.model.Architecture;
import io.archtest.model.UnsupportedHostException;
import io.archtest.profile.ProfileProvider;
import io.archtest.run.ActiveRun;
import io.archtest.run.KeptStack;
import io.archtest.run.Session;
import io.archtest.scenario.Scenario;
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
    private static List<KeptStack> kept = List.of();

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
        kept = List.of();
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

    /** Another process starts the stack of {@link #FILE} and keeps it running. */
    static KeptStack keep() {
        Scenario scenario = new ScenarioReader().read(Path.of(FILE), Map.of(), Map.of());
        ActiveRun run = sessions.open(new RecordingListener(), new Ownership("another-host/1/1"))
                .prepare(sessions.plan(scenario, "default"));
        run.start();
        KeptStack stack = KeptStack.of("shop", Path.of(FILE).toAbsolutePath().toString(), "docker", run);
        kept = List.of(stack);
        return stack;
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
            public List<KeptStack> kept() {
                return kept;
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
