package io.archtest.cli;

import static io.archtest.testing.ReportFixture.report;
import static io.archtest.testing.ReportFixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import io.archtest.report.ReportFolder;
import io.archtest.report.Shard;
import io.archtest.report.Shard.Unit;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run --shard} and {@code report merge} as far as they need no engine. */
class ShardingTest {
    private static final Unit DEFAULT = new Unit("shop", "default");
    private static final Unit FLIP = new Unit("shop", "flip");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** On no engine at all: a shard without work must not need one. */
    @Test
    void aShardWithNothingToDoSaysSoAndPasses() {
        int exitCode = archtest(
                "run",
                "cross-arch-nginx",
                "--shard",
                "2/2",
                "--engine",
                "unix:///nonexistent.sock",
                "--report-dir",
                folder.toString());

        assertThat(exitCode).isEqualTo(ExitCode.PASSED);
        assertThat(out.toString())
                .contains("shard 2 of 2: nothing to do")
                .contains("cross-arch-nginx: SKIPPED nothing to do (shard 2 of 2)");
        Report report = new JsonReport(List.of()).read(folder.resolve("report.json"));
        assertThat(report.verdict()).isEqualTo("skipped");
        assertThat(report.runs()).isEmpty();
        assertThat(report.shard())
                .isEqualTo(new Shard(2, 2, List.of(), List.of(new Unit("cross-arch-nginx", "default"))));
        assertThat(folder.resolve("junit.xml")).content().contains("tests=\"0\"");
    }

    @Test
    void theShardThatHasTheWorkNeedsTheEngine() {
        assertThat(archtest("run", "cross-arch-nginx", "--shard", "1/2", "--engine", "unix:///nonexistent.sock"))
                .isEqualTo(ExitCode.UNSUPPORTED_HOST);
    }

    @Test
    void mergedShardsAreOneReportWithTheVerdictOfTheWhole() {
        String one = shard(1, List.of(DEFAULT), report("shop", run("default")));
        String two =
                shard(2, List.of(FLIP), report("shop", run("flip").check("scenario", "mail", "failed", "::error::x")));

        int exitCode = archtest(
                "report",
                "merge",
                two,
                one,
                "--report-dir",
                folder.resolve("whole").toString());

        assertThat(exitCode).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(out.toString())
                .contains("shop: FAILED placement flip: 1 check did not pass")
                .contains("placement default");
        Report whole = new JsonReport(List.of()).read(folder.resolve("whole/report.json"));
        assertThat(whole.verdict()).isEqualTo("failed");
        assertThat(whole.runs()).hasSize(2);
        assertThat(folder.resolve("whole/junit.xml")).content().contains("placement default", "placement flip");
        assertThat(folder.resolve("whole/report.html")).content().contains("run-default", "run-flip", "failed");
    }

    @Test
    void aShardThatVanishedIsExitCode2AndNoReport() {
        String one = shard(1, List.of(DEFAULT), report("shop", run("default")));

        int exitCode = archtest(
                "report", "merge", one, "--report-dir", folder.resolve("whole").toString());

        assertThat(exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("The report of shard 2 of 2 is missing");
        assertThat(folder.resolve("whole")).doesNotExist();
    }

    @Test
    void aFolderThatCantBeWrittenToIsExitCode2() {
        String one = shard(1, List.of(DEFAULT), report("shop", run("default")));
        String two = shard(2, List.of(FLIP), report("shop", run("flip")));

        assertThat(archtest("report", "merge", one, two, "--report-dir", "/proc/whole"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("No report can be written to /proc/whole");
    }

    @Test
    void theSameFileTwiceIsRefused() {
        String one = shard(1, List.of(DEFAULT), report("shop", run("default")));

        assertThat(archtest("report", "merge", one, one)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("is given twice");
    }

    /** A job on a host that can't run it must not hand on what an earlier one left there. */
    @Test
    void theReportOfAnEarlierRunIsGoneEvenWhenNothingCanBeStarted() throws IOException {
        Path stale = Files.writeString(folder.resolve("report.json"), "green");

        int exitCode = archtest(
                "run", "cross-arch-nginx", "--engine", "unix:///nonexistent.sock", "--report-dir", folder.toString());

        assertThat(exitCode).isEqualTo(ExitCode.UNSUPPORTED_HOST);
        assertThat(stale).doesNotExist();
    }

    @Test
    void onGitHubAWrongRequestIsAnAnnotationToo() {
        Path summary = folder.resolve("summary.md");
        assertThat(archtest(
                        Map.of("GITHUB_ACTIONS", "true", "GITHUB_STEP_SUMMARY", summary.toString()), "run", "nosuch"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(GitHubRunner.reads(out.toString()))
                .singleElement()
                .satisfies(error -> assertThat(error.data()).contains("No scenario 'nosuch'"));
    }

    @Test
    void secretsAreMaskedBeforeAnythingElseIsSaid() {
        archtest(
                Map.of("GITHUB_ACTIONS", "true"),
                "run",
                "mastodon-stack",
                "--shard",
                "1/1",
                "--engine",
                "unix:///nonexistent.sock");

        List<String> lines = out.toString().lines().toList();
        assertThat(lines.get(0)).startsWith("::add-mask::");
        assertThat(lines.stream().dropWhile(line -> line.startsWith("::add-mask::")))
                .isNotEmpty()
                .noneMatch(line -> line.startsWith("::add-mask::"));
    }

    private String shard(int number, List<Unit> units, Report report) {
        Path own = folder.resolve("shard-" + number);
        new ReportFolder(own).write(report.withShard(new Shard(number, 2, units, List.of(DEFAULT, FLIP))), List.of());
        assertThat(Files.exists(own.resolve("report.json"))).isTrue();
        return own.resolve("report.json").toString();
    }

    private int archtest(String... arguments) {
        return archtest(Map.of(), arguments);
    }

    private int archtest(Map<String, String> environment, String... arguments) {
        return new Archtest(
                        new Surroundings(new PrintWriter(out, true), new PrintWriter(err, true), environment, false))
                .run(arguments);
    }
}
