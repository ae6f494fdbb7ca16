package io.archtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.check.CheckResult;
import io.archtest.engine.ContainerFacts.Health;
import io.archtest.engine.PullStatus;
import io.archtest.environment.Phase;
import io.archtest.model.ComponentName;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.report.Report;
import io.archtest.scenario.CheckDeclaration;
import io.archtest.scenario.Scenario;
import io.archtest.testing.FakeSessions;
import io.archtest.testing.ScenarioFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run says beside its phases, on an engine in memory. */
class RunListenerTest {
    @TempDir
    Path folder;

    private final Said said = new Said();
    private final Scenario scenario = new ScenarioFixture()
            .component("db", List.of())
            .check(absent("no panic"))
            .check(absent("no error"))
            .emulated("default", "db")
            .build();

    @Test
    void pullsHealthQuestionsAndTheEndAreSaid() {
        FakeSessions sessions = new FakeSessions(folder);
        sessions.engine().whenStarted("component db", db -> db.becomes(Health.HEALTHY, ""));

        Report.Run run;
        try (Session session = sessions.open(said)) {
            run = new Runner(session, said)
                    .run(sessions.plan(scenario, "default"), "archtest run fixture", folder.resolve("logs"));
        }

        assertThat(said.lines)
                .containsSubsequence(
                        "db pulls: already there",
                        "db is healthy",
                        "1 of 2: no panic",
                        "2 of 2: no error",
                        "cleaning up",
                        "ended " + run.id());
        assertThat(said.lines)
                .as("the relay's and the probes' are nobody's business")
                .hasSize(6);
    }

    private static CheckDeclaration absent(String name) {
        return CheckDeclaration.Log.without(name, ComponentName.of("db"), "panic");
    }

    private static final class Said implements RunListener {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void pulling(ComponentName component, PullStatus status) {
            lines.add("%s pulls: %s".formatted(component, status.line()));
        }

        @Override
        public void health(ComponentName component, String status) {
            lines.add("%s is %s".formatted(component, status));
        }

        @Override
        public void asking(String check, int number, int of) {
            lines.add("%d of %d: %s".formatted(number, of, check));
        }

        @Override
        public void cleaningUp() {
            lines.add("cleaning up");
        }

        @Override
        public void ended(Report.Run run) {
            lines.add("ended " + run.id());
        }

        @Override
        public void runBegins(RunId id, PlannedRun run) {}

        @Override
        public void entered(ComponentName component, Phase phase, String detail) {}

        @Override
        public void ready(ComponentName component) {}

        @Override
        public void notice(String line) {}

        @Override
        public void working(String profile, String phase, String lastLine, Duration elapsed) {}

        @Override
        public void checking(String what) {}

        @Override
        public void checked(CheckResult result) {}
    }
}
