package io.archtest.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.host.Ownership;
import io.archtest.host.PortLeases;
import io.archtest.model.Architecture;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.testing.FakeImageSource;
import io.archtest.testing.FakeSessions;
import io.archtest.testing.RecordingListener;
import io.archtest.testing.ScenarioFixture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured for a run: what it runs on, and what that is compared with. */
class MeasuredSidesTest {
    @TempDir
    Path folder;

    @Test
    void whereNothingIsEmulatedTheEngineItselfIsEnough() {
        FakeSessions sessions = new FakeSessions(folder);

        Environment environment = start(sessions, "native");

        assertThat(measured(sessions)).containsExactly("archtest-test-calibration-x86_64");
        assertThat(environment.speedOf(Architecture.X86_64)).isPresent();
    }

    @Test
    void anEmulatorIsComparedWithTheEngineItself() {
        FakeSessions sessions = new FakeSessions(folder);

        start(sessions, "emulated");

        assertThat(measured(sessions))
                .containsExactly("archtest-test-calibration-arm64", "archtest-test-calibration-x86_64");
    }

    private Environment start(FakeSessions sessions, String placement) {
        PlannedRun run =
                sessions.plan(new ScenarioFixture().component("web", List.of()).build(), placement);
        RunScope scope = new RunScope(
                new RunId("test"),
                Ownership.ofThisProcess(),
                new PortLeases(folder.resolve("leases"), Ownership.ofThisProcess()),
                profile -> sessions.engine());
        return new EnvironmentStarter(new FakeImageSource(), new RecordingListener()).start(run, scope, new Timeline());
    }

    private static List<String> measured(FakeSessions sessions) {
        return sessions.engine().calls().stream()
                .filter(call -> call.startsWith("exec ") && call.contains("calibration"))
                .map(call -> call.split(" ")[1])
                .toList();
    }
}
