package io.archtest.cli;

import static io.archtest.testing.BaselineFixture.HOST;
import static io.archtest.testing.BaselineFixture.baseline;
import static io.archtest.testing.BaselineFixture.report;
import static io.archtest.testing.BaselineFixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.report.Report;
import io.archtest.report.baseline.Baseline;
import io.archtest.report.baseline.BaselineFile;
import io.archtest.testing.BaselineFixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code run --baseline} reads before and keeps after, as far as it needs no engine. */
class RunBaselineTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** There is no engine at that address: what is said about the file is said before one is looked for. */
    @Test
    void aFileThatIsNoBaselineIsExitCode2BeforeAnythingIsStarted() throws IOException {
        refused("is empty, so no baseline", Files.createFile(folder.resolve("empty.json")));
        refused("is damaged", Files.writeString(folder.resolve("damaged.json"), "{\"schema\":"));
        refused("its schema is 'none'", Files.writeString(folder.resolve("other.json"), "{}"));
        refused("it is a folder", folder);
        refused("There is no folder", folder.resolve("none/base.json"));
        Path readOnly = folder.resolve("read-only.json");
        new BaselineFile(readOnly).add(baseline(1, 1000));
        Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("r--r--r--"));
        refused("is read-only", readOnly);
    }

    @Test
    void failOnSlowerWithoutABaselineIsWrongUse() {
        assertThat(archtest("run", "cross-arch-nginx", "--fail-on-slower")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("there is no --baseline FILE to hold them");
    }

    @Test
    void aSlowerRunIsReportedAndKeptAndChangesNoExitCode() {
        RunBaseline baseline = open(false);
        Report compared = baseline.compared(slow(), List.of());
        baseline.remember(compared);

        assertThat(compared.verdict()).isEqualTo("passed");
        assertThat(compared.comparison()).isNotNull();
        assertThat(compared.comparison().verdict()).isEqualTo("slower");
        assertThat(baseline.exitCode(ExitCode.PASSED, List.of(compared))).isEqualTo(ExitCode.PASSED);
        assertThat(samples(folder.resolve("base.json"))).isEqualTo(11);
    }

    @Test
    void withFailOnSlowerItIsExitCode1AndNotKept() {
        RunBaseline baseline = open(true);
        Report compared = baseline.compared(slow(), List.of());
        baseline.remember(compared);

        assertThat(baseline.exitCode(ExitCode.PASSED, List.of(compared))).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(err.toString()).contains("exit code 1 by --fail-on-slower");
        assertThat(baseline.exitCode(ExitCode.NOT_STARTED, List.of(compared))).isEqualTo(ExitCode.NOT_STARTED);
        assertThat(samples(folder.resolve("base.json"))).isEqualTo(10);
    }

    @Test
    void withFailOnSlowerWhatCantBeToldPassesAndIsKept() {
        Path file = folder.resolve("base.json");
        new BaselineFile(file).add(baseline(2, 1000));
        RunBaseline baseline = RunBaseline.open(Optional.of(file), true, surroundings());
        Report compared = baseline.compared(slow(), List.of());
        baseline.remember(compared);

        assertThat(baseline.exitCode(ExitCode.PASSED, List.of(compared))).isEqualTo(ExitCode.PASSED);
        assertThat(samples(file)).isEqualTo(3);
    }

    @Test
    void aFailedRunIsNotKept() {
        RunBaseline baseline = open(false);
        baseline.remember(baseline.compared(report(BaselineFixture.failed("bad", 1000)), List.of()));

        assertThat(samples(folder.resolve("base.json"))).isEqualTo(10);
        assertThat(folder.resolve("state/durations.json")).doesNotExist();
    }

    @Test
    void secretsDontGetIntoTheComparison() {
        Path file = folder.resolve("new.json");
        RunBaseline baseline = RunBaseline.open(Optional.of(file), false, surroundings());

        Report compared = baseline.compared(report(run("now", "default", 1000)), List.of("it works"));

        assertThat(compared.comparison()).isNotNull();
        assertThat(compared.comparison().rows())
                .anyMatch(row -> row.about().equals("scenario: [secret]"))
                .noneMatch(row -> row.about().contains("it works"));
    }

    @Test
    void withoutABaselineTimesAreExpectedByWhatIsKeptInTheStateFolder() {
        RunBaseline first = RunBaseline.open(Optional.empty(), false, surroundings());
        assertThat(first.expected("shop", "default", HOST).of("web")).isEmpty();
        Report report = slow();
        assertThat(first.compared(report, List.of())).isSameAs(report);
        first.remember(report);

        RunBaseline second = RunBaseline.open(Optional.empty(), false, surroundings());
        assertThat(second.expected("shop", "default", HOST).of("web")).contains(Duration.ofMillis(3000));
        assertThat(new BaselineFile(folder.resolve("state/durations.json"))
                        .read()
                        .series()
                        .get(0)
                        .samples()
                        .get(0)
                        .checks())
                .isEmpty();
    }

    @Test
    void theFileGoesBeforeTheStateFolder() {
        RunBaseline.open(Optional.empty(), false, surroundings()).remember(slow());

        assertThat(open(false).expected("shop", "default", HOST).of("web")).contains(Duration.ofMillis(1020));
    }

    /** It is a convenience: it must not keep anybody from running. */
    @Test
    void aDamagedStateFileIsSaidAndPutRightByTheNextRun() throws IOException {
        Files.createDirectories(folder.resolve("state"));
        Files.writeString(folder.resolve("state/durations.json"), "{");

        RunBaseline baseline = RunBaseline.open(Optional.empty(), false, surroundings());
        assertThat(err.toString()).contains("no expected times").contains("is damaged");
        baseline.remember(slow());

        assertThat(samples(folder.resolve("state/durations.json"))).isEqualTo(1);
    }

    private RunBaseline open(boolean failOnSlower) {
        Path file = folder.resolve("base.json");
        new BaselineFile(file).add(baseline(10, 1000));
        return RunBaseline.open(Optional.of(file), failOnSlower, surroundings());
    }

    private static Report slow() {
        return report(run("now", "default", 3000));
    }

    private static int samples(Path file) {
        Baseline baseline = new BaselineFile(file).read();
        return baseline.series().get(0).samples().size();
    }

    private void refused(String message, Path baseline) {
        assertThat(archtest(
                        "run",
                        "cross-arch-nginx",
                        "--engine",
                        "unix:///nonexistent.sock",
                        "--baseline",
                        baseline.toString()))
                .as(message)
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains(message);
        assertThat(out.toString()).isEmpty();
    }

    private int archtest(String... arguments) {
        return new Archtest(surroundings()).run(arguments);
    }

    private Surroundings surroundings() {
        return new Surroundings(
                new PrintWriter(out),
                new PrintWriter(err, true),
                Map.of("ARCHTEST_HOME", folder.resolve("state").toString()),
                false);
    }
}
