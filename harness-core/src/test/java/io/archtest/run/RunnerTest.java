package io.archtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.engine.ContainerFacts.Health;
import io.archtest.model.InvalidRequestException;
import io.archtest.report.Report;
import io.archtest.scenario.Scenario;
import io.archtest.testing.FakeContainer;
import io.archtest.testing.FakeSessions;
import io.archtest.testing.RecordingListener;
import io.archtest.testing.ScenarioFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which start-ups are repeated, on an engine in memory: db is emulated, web is not. */
class RunnerTest {
    private static final String CONFESSION = "qemu: uncaught target signal 11 (Segmentation fault) - core dumped";

    @TempDir
    Path folder;

    private final RecordingListener listener = new RecordingListener();
    private final AtomicInteger starts = new AtomicInteger();
    private final Scenario scenario = new ScenarioFixture()
            .component("db", List.of())
            .component("web", List.of(), "db")
            .emulated("default", "db")
            .build();
    private FakeSessions sessions;

    @BeforeEach
    void onAnEngineInMemory() {
        sessions = new FakeSessions(folder);
    }

    @Test
    void aStartThatTheEmulatorEndedIsRepeatedAndCalledFlaky() {
        planted("db", (start, db) -> {
            db.logs("attempt " + start);
            if (start == 1) {
                db.exit(139);
            } else {
                db.becomes(Health.HEALTHY, "");
            }
        });

        Report.Run run = run(2);

        assertThat(run.failure()).isNull();
        assertThat(run.flaky()).isTrue();
        assertThat(run.attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.failure()).contains("'db'", "exit code 139");
            assertThat(attempt.id()).isNotEqualTo(run.id());
        });
        assertThat(starts).hasValue(2);
        assertThat(listener.lines()).anyMatch(line -> line.contains("retry 1 of 2"));
        assertThat(sessions.engine().containers()).as("of both attempts").isEmpty();
        assertThat(folder.resolve("logs/attempt-1/db.log")).content().contains("attempt 1");
        assertThat(folder.resolve("logs/db.log"))
                .as("of the run that the report is about")
                .content()
                .contains("attempt 2");
    }

    @Test
    void crashesThatMoveBetweenAttemptsAreTheEmulatorsFault() {
        Scenario both = new ScenarioFixture()
                .component("db", List.of())
                .component("web", List.of(), "db")
                .emulated("default", "db", "web")
                .build();
        sessions.engine().whenStarted("component db", db -> {
            if (starts.incrementAndGet() == 1) {
                db.exit(139);
            } else {
                db.becomes(Health.HEALTHY, "");
            }
        });
        sessions.engine().whenStarted("component web", web -> web.exit(132));

        Report.Run run = run(both, 1);

        assertThat(run.verdict()).as("attribution changes no verdict").isEqualTo("errored");
        assertThat(run.notices()).noneMatch(notice -> notice.contains("can't be told"));
        assertThat(run.causes())
                .extracting(Report.Cause::id)
                .containsExactly("emulator-fault", "emulated-illegal-instruction");
        assertThat(run.causes().get(0).evidence()).contains("'db' (signal 11", "'web' (signal 4");
    }

    @Test
    void crashesAtOnePlaceAreNotCalledTheEmulatorsFaultHoweverOften() {
        planted("db", (start, db) -> db.exit(139));

        assertThat(run(2).causes()).extracting(Report.Cause::id).containsExactly("segmentation-fault");
        assertThat(run(0).causes())
                .as("with the earlier run's crashes in the state folder")
                .extracting(Report.Cause::id)
                .containsExactly("segmentation-fault");
    }

    @Test
    void aFailureWithoutAKnownCauseSaysSoAndShowsTheLastLines() {
        planted("db", (start, db) -> {
            db.logs("something odd happened");
            db.exit(3);
        });

        assertThat(run(0).causes()).singleElement().satisfies(cause -> {
            assertThat(cause.id()).isEqualTo("unknown");
            assertThat(cause.evidence()).contains("something odd happened");
        });
    }

    /** The database that ran out of memory is why the other one is refused; that comes after it. */
    @Test
    void whoWasReadyAndDiedComesBeforeWhomThatKeptFromStarting() {
        planted("db", (start, db) -> db.becomes(Health.HEALTHY, ""));
        planted("web", (start, web) -> {
            sessions.engine().container("component db").runOutOfMemory();
            web.logs("db:5432: Connection refused");
            web.exit(1);
        });

        Report.Run run = run(0);

        assertThat(run.failure()).contains("'web'");
        assertThat(run.causes())
                .extracting(cause -> cause.about() + " " + cause.id())
                .containsExactly("db out-of-memory", "web connection-refused");
    }

    @Test
    void itIsNotRepeatedForEver() {
        planted("db", (start, db) -> {
            db.logs(CONFESSION);
            db.exit(1);
        });

        Report.Run run = run(2);

        assertThat(run.failure()).contains("segmentation fault under QEMU");
        assertThat(run.verdict()).isEqualTo("errored");
        assertThat(run.flaky()).isFalse();
        assertThat(run.attempts()).hasSize(2);
        assertThat(starts).hasValue(3);
    }

    @Test
    void nothingIsRepeatedUnlessAskedFor() {
        planted("db", (start, db) -> db.exit(139));

        assertThat(run(0).attempts()).isEmpty();
        assertThat(starts).hasValue(1);
    }

    @Test
    void aNativeCrashIsNeverRepeated() {
        planted("web", (start, web) -> {
            web.logs(CONFESSION);
            web.exit(139);
        });

        assertThat(run(3).attempts()).isEmpty();
        assertThat(starts).hasValue(1);
    }

    @Test
    void anEmulatedComponentThatFailsByItselfIsNeverRepeated() {
        planted("db", (start, db) -> {
            db.logs("FATAL: could not open configuration file");
            db.exit(1);
        });

        assertThat(run(3).attempts()).isEmpty();
        assertThat(starts).hasValue(1);
    }

    @Test
    void anEmulatedComponentThatRunsOutOfMemoryIsNeverRepeated() {
        planted("db", (start, db) -> db.runOutOfMemory());

        assertThat(run(3).attempts()).isEmpty();
        assertThat(starts).hasValue(1);
    }

    @Test
    void whatFailsAfterTheStartIsNeverRepeated() {
        planted("db", (start, db) -> db.becomes(Health.HEALTHY, ""));

        Report.Run run = run(3);

        assertThat(run.failure()).isNull();
        assertThat(run.verdict()).as("the fake's executables prove nothing").isNotEqualTo("passed");
        assertThat(run.attempts()).isEmpty();
        assertThat(starts).hasValue(1);
    }

    @Test
    void lessThanNoneMakesNoSense() {
        try (Session session = sessions.open(listener)) {
            assertThatThrownBy(() -> new Runner(session, listener, -1))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("--retries -1");
        }
    }

    private void planted(String component, BiConsumer<Integer, FakeContainer> fault) {
        sessions.engine()
                .whenStarted("component " + component, container -> fault.accept(starts.incrementAndGet(), container));
    }

    private Report.Run run(int retries) {
        return run(scenario, retries);
    }

    private Report.Run run(Scenario asked, int retries) {
        try (Session session = sessions.open(listener)) {
            return new Runner(session, listener, retries)
                    .run(sessions.plan(asked, "default"), "archtest run fixture", folder.resolve("logs"));
        }
    }
}
