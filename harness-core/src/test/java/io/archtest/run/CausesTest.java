package io.archtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.cause.Catalogue;
import io.archtest.cause.Cause;
import io.archtest.cause.Diagnosis;
import io.archtest.check.CheckResult;
import io.archtest.check.ConnectivityResult;
import io.archtest.environment.Environment;
import io.archtest.image.ImageException;
import io.archtest.model.ComponentName;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.Outcome;
import io.archtest.model.Verdict;
import io.archtest.report.Report;
import io.archtest.scenario.Scenario;
import io.archtest.testing.FakeSessions;
import io.archtest.testing.RecordingListener;
import io.archtest.testing.ScenarioFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CausesTest {
    @TempDir
    private Path folder;

    private final Scenario scenario =
            new ScenarioFixture().component("web", List.of()).build();
    private final Causes causes = new Causes();
    private FakeSessions sessions;
    private Session session;
    private ActiveRun run;

    @BeforeEach
    void aStackOfOneComponent() {
        sessions = new FakeSessions(folder);
        session = sessions.open(new RecordingListener());
        run = session.prepare(sessions.plan(scenario, "default"));
        run.start();
    }

    @AfterEach
    void removeIt() {
        session.close();
    }

    @Test
    void aMistakeInAFileOrAnImageNeedsNoCauseBesideItsMessage() {
        causes.notStarted(new InvalidRequestException("names the folder 'web', which doesn't exist"));
        causes.notStarted(new ImageException("No packaged image for 'web:1'"));

        assertThat(causes.all()).isEmpty();
    }

    @Test
    void anImageThatCanNotBePulledHasACauseAsEver() {
        causes.notStarted(new ImageException("docker-arm64 can't reach the registry docker.io"));

        assertThat(causes.all())
                .singleElement()
                .satisfies(cause -> assertThat(cause.id()).isNotEqualTo("unknown"));
    }

    @Test
    void aConnectionThatFailedHasTheCauseOfItsOutcome() {
        causes.cells(List.of(
                cell("db", Verdict.FAILED, "refused (nobody listens on 5432)"),
                cell("redis", Verdict.PASSED, ""),
                cell("mail", Verdict.SKIPPED, "refused (not asked)")));

        assertThat(causes.all()).singleElement().satisfies(cause -> {
            assertThat(cause.about()).isEqualTo("web -> db:5432");
            assertThat(cause.id()).isEqualTo("connection-refused");
            assertThat(cause.evidence()).contains("nobody listens on 5432");
        });
    }

    @Test
    void aCheckThatFailedHasTheCauseOfWhatItSaw() {
        ask(Outcome.failed("status 200", "status 403"));

        assertThat(causes.all()).extracting(Report.Cause::id).containsExactly("host-authorisation");
        assertThat(causes.all()).extracting(Report.Cause::about).containsExactly("the page");
    }

    @Test
    void oneThatCouldNotBeAskedHasItsCauseToo() {
        ask(Outcome.errored("connection refused"));

        assertThat(causes.all()).extracting(Report.Cause::id).containsExactly("connection-refused");
    }

    @Test
    void whatAPageQuotesIsNoCause() {
        ask(Outcome.failed("body with 'welcome'", "body 'how to read: connection refused, no space left on device'"));

        assertThat(causes.all()).extracting(Report.Cause::id).containsExactly("unknown");
    }

    /** An apostrophe of the page's own must not pass for the end of the quotation. */
    @Test
    void norWhatAPageWithApostrophesSays() {
        ask(Outcome.failed(
                "body with 'welcome'", "body 'it's a list: connection refused; no space left on device, don't panic'"));

        assertThat(causes.all()).extracting(Report.Cause::id).containsExactly("unknown");
    }

    @Test
    void aComponentThatDiedComesBeforeWhatFollowsFromIt() {
        causes.cells(List.of(cell("db", Verdict.FAILED, "refused (nobody listens on 5432)")));
        ask(Outcome.failed("status 200", "status 502"));
        causes.incidents(List.of(
                incident("db", Catalogue.outOfMemory("the engine's event 'oom'")),
                incident("web", new Cause("aborted", "aborted (signal 6)", "exit code 134", "read its log"))));

        assertThat(causes.all())
                .extracting(Report.Cause::about)
                .containsExactly("db", "web", "web -> db:5432", "the page");
        assertThat(causes.all().get(0).id()).isEqualTo("out-of-memory");
    }

    @Test
    void whatACheckSaysOfItsCauseIsNotCalledUnknown() {
        ask(Outcome.failed("no way past pgbouncer", "1 goes past it", "DB_HOST of web is postgres"));

        assertThat(causes.all()).isEmpty();
    }

    @Test
    void aNamedCauseIsToldBesideWhatTheCheckSays() {
        ask(Outcome.failed("room for 50", "exit code 1: 'FATAL:  sorry, too many clients already'", "no room"));

        assertThat(causes.all()).extracting(Report.Cause::id).containsExactly("out-of-connections");
    }

    @Test
    void whereExpectedAndActualTellAllNobodyIsSentToTheCatalogue() {
        ask(Outcome.failed("status 502", "status 200"));

        assertThat(causes.all()).singleElement().satisfies(cause -> {
            assertThat(cause.id()).isEqualTo("unknown");
            assertThat(cause.nextStep())
                    .contains("expected and actual", "'web'")
                    .doesNotContain("catalogue");
        });
    }

    @Test
    void whatALivingComponentLoggedIsNoCauseButIsShown() {
        sessions.engine()
                .containers()
                .forEach(container -> container.logs("no space left on device, trying elsewhere"));
        ask(Outcome.failed("body with 'welcome'", "body 'goodbye'"));

        assertThat(causes.all()).singleElement().satisfies(cause -> {
            assertThat(cause.id()).isEqualTo("unknown");
            assertThat(cause.evidence()).contains("trying elsewhere");
        });
    }

    @Test
    void whatWentWellOrWasLeftOutHasNone() {
        ask(Outcome.passed("200"));
        ask(Outcome.skipped("connection refused"));

        assertThat(causes.all()).isEmpty();
    }

    private void ask(Outcome outcome) {
        causes.checks(
                List.of(new CheckResult(
                        "scenario", "the page", Optional.of(ComponentName.of("web")), outcome, Duration.ZERO)),
                run.environment());
    }

    private static Environment.Incident incident(String component, Cause cause) {
        return new Environment.Incident(
                ComponentName.of(component),
                "died",
                Optional.of(new Diagnosis(component, Optional.of(cause), Optional.empty(), List.of())));
    }

    private static ConnectivityResult cell(String to, Verdict verdict, String cause) {
        return new ConnectivityResult(
                ComponentName.of("web"), ComponentName.of(to), Optional.of(5432), "direct", verdict, cause, 0);
    }
}
