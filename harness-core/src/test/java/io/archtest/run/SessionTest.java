package io.archtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.environment.StartupException;
import io.archtest.model.ArchtestException;
import io.archtest.model.ComponentName;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.Outcome;
import io.archtest.scenario.CheckDeclaration;
import io.archtest.scenario.Scenario;
import io.archtest.testing.FakeSessions;
import io.archtest.testing.Intruder;
import io.archtest.testing.RecordingListener;
import io.archtest.testing.ScenarioFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
    @TempDir
    Path folder;

    private final RecordingListener listener = new RecordingListener();
    private final Scenario scenario = new ScenarioFixture()
            .component("db", List.of(5432))
            .component("web", List.of(3000), "db")
            .emulated("default", "db")
            .check(CheckDeclaration.Log.without("web is quiet", ComponentName.of("web"), "ERROR"))
            .build();
    private FakeSessions sessions;

    @BeforeEach
    void onAnEngineInMemory() {
        sessions = new FakeSessions(folder);
    }

    @Test
    void severalRunsLiveSideBySideAndCloseByThemselves() {
        try (Session session = sessions.open(listener)) {
            ActiveRun one = started(session, "default");
            ActiveRun other = started(session, "flip");
            assertThat(one.runId()).isNotEqualTo(other.runId());
            one.close();
            assertThat(sessions.engine().containers())
                    .isNotEmpty()
                    .allMatch(container ->
                            container.spec().name().contains(other.runId().value()));
        }
        assertThat(sessions.engine().containers()).isEmpty();
    }

    @Test
    void closingRemovesContainersBeforeTheMachinesThatTheyRunOn() {
        Session session = sessions.open(listener);
        started(session, "default");

        session.close();

        assertThat(sessions.closed()).containsExactly("images", "profiles, with 0 containers left");
    }

    @Test
    void nothingIsStartedThroughAClosedSession() {
        Session session = sessions.open(listener);
        ActiveRun prepared = session.prepare(sessions.plan(scenario, "default"));
        session.close();

        assertThatThrownBy(prepared::start).isInstanceOf(ArchtestException.class);
        assertThatThrownBy(() -> session.prepare(sessions.plan(scenario, "default")))
                .isInstanceOf(ArchtestException.class)
                .hasMessageContaining("closed");
        assertThat(sessions.engine().containers()).isEmpty();
    }

    @Test
    void closingFromAnotherThreadEndsAStart() throws Exception {
        Session session = sessions.open(listener);
        ActiveRun run = session.prepare(sessions.plan(scenario, "default"));
        List<Thread> closers = new CopyOnWriteArrayList<>();
        sessions.engine().whenStarted("component db", container -> closers.add(Intruder.sent(session::close)));

        assertThatThrownBy(run::start).isInstanceOf(ArchtestException.class);
        closers.get(0).join();
        assertThat(sessions.engine().containers()).isEmpty();
    }

    @Test
    void checksAreAskedWhenTheyAreWanted() {
        try (Session session = sessions.open(listener)) {
            ActiveRun run = started(session, "default");
            assertThat(listener.lines()).noneMatch(line -> line.startsWith("checked"));

            assertThat(run.ask(run.checks().get(0)).outcome()).isInstanceOf(Outcome.Passed.class);
            sessions.engine().container("component web").logs("ERROR: no more");
            assertThat(run.ask(run.checks().get(0)).outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.actual()).contains("no more"));
            sessions.engine().container("component web").exit(3);
            assertThat(run.health())
                    .filteredOn(result -> result.outcome() instanceof Outcome.Failed)
                    .singleElement()
                    .asString()
                    .contains("web", "exit code 3");
        }
    }

    @Test
    void afterAStartThatFailedItsLogsCanStillBeHad() {
        try (Session session = sessions.open(listener)) {
            sessions.engine().whenStarted("component web", container -> {
                container.logs("no database");
                container.exit(1);
            });
            ActiveRun run = session.prepare(sessions.plan(scenario, "default"));
            assertThatThrownBy(run::start).isInstanceOf(StartupException.class).hasMessageContaining("'web'");

            assertThat(run.evidence(folder.resolve("logs"))).isEmpty();
            assertThat(folder.resolve("logs/web.log")).content().contains("no database");
        }
    }

    @Test
    void javaChecksThatAreNotThereAreFoundBeforeAnythingIsStarted() {
        Scenario wrong = new ScenarioFixture()
                .component("web", List.of())
                .check(new CheckDeclaration.JavaChecks("nosuch"))
                .build();
        try (Session session = sessions.open(listener)) {
            assertThatThrownBy(() -> session.prepare(sessions.plan(wrong, "native")))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("'nosuch'");
        }
        assertThat(sessions.engine().calls()).noneMatch(call -> call.startsWith("create"));
    }

    private ActiveRun started(Session session, String placement) {
        ActiveRun run = session.prepare(sessions.plan(scenario, placement));
        run.start();
        return run;
    }
}
