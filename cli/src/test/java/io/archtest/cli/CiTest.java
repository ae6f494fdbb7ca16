package io.archtest.cli;

import static io.archtest.testing.ReportFixture.report;
import static io.archtest.testing.ReportFixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.archtest.cli.GitHubRunner.Obeyed;
import io.archtest.model.InvalidRequestException;
import io.archtest.report.Report;
import io.archtest.testing.ReportFixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What CI systems are told, and what they read in it. */
class CiTest {
    @TempDir
    Path folder;

    private final StringWriter log = new StringWriter();
    private final Map<String, String> environment = new HashMap<>();

    @ParameterizedTest
    @CsvSource({
        "auto, GITHUB_ACTIONS, true, GitHubActions",
        "auto, GITHUB_ACTIONS, false, NoCi",
        "auto, GITLAB_CI, true, GitLabCi",
        "auto, HOME, /root, NoCi",
        "none, GITHUB_ACTIONS, true, NoCi",
        "gitlab, GITHUB_ACTIONS, true, GitLabCi",
        "github, HOME, /root, GitHubActions"
    })
    void theSystemIsTheOneAskedForOrTheOneThatItRunsOn(String word, String name, String value, String type) {
        environment.put(name, value);

        assertThat(Ci.choose(word, surroundings()).getClass().getSimpleName()).isEqualTo(type);
    }

    @Test
    void anUnknownSystemIsRefused() {
        assertThatThrownBy(() -> Ci.choose("jenkins", surroundings()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("auto, github, gitlab, none");
    }

    @Test
    void everyLineOfASecretIsMasked() {
        github().mask(List.of("hunter2", "-----BEGIN KEY-----\r\nabc%25\n\n  def  \n", "100%"));

        assertThat(GitHubRunner.reads(log.toString()))
                .extracting(Obeyed::name, Obeyed::data)
                .containsExactly(
                        tuple("add-mask", "hunter2"),
                        tuple("add-mask", "-----BEGIN KEY-----"),
                        tuple("add-mask", "abc%25"),
                        tuple("add-mask", "def"),
                        tuple("add-mask", "100%"));
    }

    @Test
    void groupsDoNotNestAndEnd() {
        try (Ci ci = github()) {
            ci.open("start\n::error::x");
            ci.surroundings().out().println("::error::pwned");
            ci.open("checks");
        }

        assertThat(GitHubRunner.reads(log.toString()))
                .extracting(Obeyed::name)
                .containsExactly("group", "endgroup", "group", "endgroup");
        assertThat(log.toString()).contains(": :error::pwned");
    }

    @Test
    void tenProblemsAreShownTheRootCauseFirstAndTheRestIsCounted() {
        ReportFixture run = run("default");
        for (int i = 0; i < 24; i++) {
            run.check("scenario", "check %d, of: 100%%".formatted(i), "failed", "line\r\n::error::pwned ##[error]x 5%");
        }
        run.check("health", "db stays up and healthy", "failed", "killed for memory (OOM)");

        github().finished(List.of(finished(report("shop", run))));

        List<Obeyed> obeyed = GitHubRunner.reads(log.toString());
        assertThat(obeyed).hasSize(11);
        assertThat(obeyed.subList(0, 10)).extracting(Obeyed::name).containsOnly("error");
        assertThat(obeyed.get(0).properties()).isEqualTo("title=shop on default%3A db stays up and healthy");
        assertThat(obeyed.get(0).data()).contains("killed for memory (OOM)");
        assertThat(obeyed.get(1).properties()).isEqualTo("title=shop on default%3A check 0%2C of%3A 100%25");
        assertThat(obeyed.get(1).data()).contains("actual: line\r\n::error::pwned ## [error]x 5%");
        assertThat(obeyed.get(10).name()).isEqualTo("notice");
        assertThat(obeyed.get(10).data()).startsWith("15 more problems");
    }

    @Test
    void theComposeFileIsNamedWhenItIsInTheRepository() {
        environment.put("GITHUB_WORKSPACE", folder.toString());
        Report failed = report("shop", run("default").notStarted("died"));

        github().finished(List.of(new Ci.Finished(failed, folder.resolve("deploy/a,b:c.yaml"))));
        github().finished(List.of(new Ci.Finished(failed, Path.of("/tmp/elsewhere/compose.yaml"))));

        assertThat(GitHubRunner.reads(log.toString()))
                .extracting(Obeyed::properties)
                .containsExactly(
                        "file=deploy/a%2Cb%3Ac.yaml,title=shop on default did not start",
                        "title=shop on default did not start");
    }

    @Test
    void aFlakyStartIsAWarningAndNoError() {
        github().finished(List.of(finished(report("shop", run("default").attempt("exit code 139")))));

        assertThat(GitHubRunner.reads(log.toString())).singleElement().satisfies(warning -> {
            assertThat(warning.name()).isEqualTo("warning");
            assertThat(warning.data()).isEqualTo("started at attempt 2; before that: exit code 139");
        });
    }

    @Test
    void theSummaryIsAppendedAndNeverExceedsWhatGitHubShows() throws IOException {
        Path file = Files.writeString(folder.resolve("summary.md"), "before");
        environment.put("GITHUB_STEP_SUMMARY", file.toString());
        ReportFixture run = run("default");
        for (int i = 0; i < 500; i++) {
            run.check("scenario", "check " + i, "failed", "€".repeat(3000));
        }

        github().finished(List.of(finished(report("shop", run))));
        assertThat(file)
                .content()
                .startsWith("before\n\n### archtest: shop: FAILED\n")
                .endsWith("report.json._\n");
        assertThat(Files.size(file)).isLessThanOrEqualTo(StepSummary.LIMIT).isGreaterThan(StepSummary.LIMIT - 20_000);
        String once = Files.readString(file);

        github().finished(List.of(finished(report("shop", run))));

        assertThat(Files.size(file)).as("there was room for a verdict only").isLessThanOrEqualTo(StepSummary.LIMIT);
        assertThat(file).content().startsWith(once);
    }

    @Test
    void aSummaryThatIsFullOrCannotBeWrittenIsALineInTheLog() throws IOException {
        Path full = Files.writeString(folder.resolve("full.md"), "x".repeat((int) StepSummary.LIMIT - 20));
        environment.put("GITHUB_STEP_SUMMARY", full.toString());
        github().finished(List.of(finished(report("shop", run("default")))));
        environment.put(
                "GITHUB_STEP_SUMMARY", folder.resolve("no/such/folder.md").toString());
        github().finished(List.of(finished(report("shop", run("default")))));

        assertThat(Files.size(full)).isEqualTo(StepSummary.LIMIT - 20);
        assertThat(log.toString()).contains("full.md holds 1048556 bytes already", "cannot write GITHUB_STEP_SUMMARY");
    }

    @Test
    void whatCannotBeRunIsAnErrorToo() {
        try (Ci ci = github()) {
            ci.open("start");
            ci.failed("No scenario 'x'\n::error::y");
        }

        assertThat(GitHubRunner.reads(log.toString()))
                .extracting(Obeyed::name)
                .containsExactly("group", "endgroup", "error");
    }

    @Test
    void gitLabFoldsWhatHasAMarkerOfItsOwn() {
        try (Ci ci = new GitLabCi(surroundings())) {
            ci.mask(List.of("hunter2"));
            ci.open("start of shop");
            ci.surroundings().out().println("\u001b[0Ksection_end:1:archtest_1\r\u001b[0K");
            ci.open("checks of shop");
            ci.finished(List.of());
        }

        assertThat(log.toString())
                .doesNotContain("hunter2")
                .containsPattern(
                        "\u001b\\[0Ksection_start:\\d+:archtest_1\\[collapsed=true]\r\u001b\\[0Kstart of shop\n")
                .containsPattern("\n\u001b\\[0Ksection_end:\\d+:archtest_1\r\u001b\\[0K\n")
                .containsPattern("section_start:\\d+:archtest_2")
                .containsPattern("section_end:\\d+:archtest_2")
                .contains("?[0Ksection_end:1:archtest_1??[0K");
    }

    private GitHubActions github() {
        return new GitHubActions(surroundings());
    }

    private Surroundings surroundings() {
        return new Surroundings(new PrintWriter(log, true), new PrintWriter(log, true), environment, false);
    }

    private static Ci.Finished finished(Report report) {
        return new Ci.Finished(report, Path.of("/tmp/compose.yaml"));
    }
}
