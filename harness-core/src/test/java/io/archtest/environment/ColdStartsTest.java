package io.archtest.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.ContainerFacts.Health;
import io.archtest.host.Ownership;
import io.archtest.host.PortLeases;
import io.archtest.model.ComponentName;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.scenario.Scenario;
import io.archtest.testing.FakeContainer;
import io.archtest.testing.FakeImageSource;
import io.archtest.testing.FakeSessions;
import io.archtest.testing.ScenarioFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many components get ready at once: nobody gets ready before one has to wait, or all have been started. */
class ColdStartsTest {
    /** One more than the engine in memory, with its four processors, starts at once. */
    private static final int ALL = 9;

    @TempDir
    Path folder;

    private final List<FakeContainer> starting = new ArrayList<>();
    private final List<String> waiting = new ArrayList<>();
    private FakeSessions sessions;

    @BeforeEach
    void thatDoNotGetReadyByThemselves() {
        sessions = new FakeSessions(folder);
        sessions.engine().whenStarted("component", this::began);
    }

    @Test
    void whereAnEmulatorExecutesThemTheyTakeTurns() {
        Environment environment = start("emulated");

        assertThat(waiting).hasSize(1);
        assertThat(starting).as("started in the end").hasSize(ALL);
        assertThat(environment.components())
                .hasSize(ALL)
                .allSatisfy(component -> assertThat(component.ready()).isPresent());
    }

    @Test
    void whereTheProcessorItselfDoesAllStartAtOnce() {
        start("native");

        assertThat(waiting).isEmpty();
        assertThat(starting).hasSize(ALL);
    }

    private synchronized void began(FakeContainer container) {
        starting.add(container);
        if (starting.size() == ALL || !waiting.isEmpty()) {
            letThemGetReady();
        }
    }

    private synchronized void queued(String component) {
        waiting.add(component);
        letThemGetReady();
    }

    private void letThemGetReady() {
        starting.forEach(container -> container.becomes(Health.HEALTHY, ""));
    }

    private Environment start(String placement) {
        ScenarioFixture fixture = new ScenarioFixture();
        IntStream.rangeClosed(1, ALL).forEach(number -> fixture.component("c" + number, List.of()));
        Scenario scenario = fixture.build();
        PlannedRun run = sessions.plan(scenario, placement);
        RunScope scope = new RunScope(
                new RunId("test"),
                Ownership.ofThisProcess(),
                new PortLeases(folder.resolve("leases"), Ownership.ofThisProcess()),
                profile -> sessions.engine());
        return new EnvironmentStarter(new FakeImageSource(), new Turns()).start(run, scope, new Timeline());
    }

    private final class Turns implements StartupListener {
        @Override
        public void entered(ComponentName component, Phase phase, String detail) {
            if (phase == Phase.WAIT && detail.startsWith("its turn")) {
                queued(component.value());
            }
        }

        @Override
        public void ready(ComponentName component) {}

        @Override
        public void notice(String line) {}
    }
}
