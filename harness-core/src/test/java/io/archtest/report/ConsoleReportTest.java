package io.archtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.testing.ReportFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person reads at the end, on terminals of several widths. */
class ConsoleReportTest {
    private static final String LONG = "the page says 'on aarch64 curl got: page served on x86_64' "
            .repeat(4)
            .strip();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 120})
    void nothingIsWiderThanTheTerminal(int columns) {
        String text = rendered(wordy(), columns, false);

        assertThat(text.lines())
                .allSatisfy(line -> assertThat(TextColumns.width(line)).as(line).isLessThanOrEqualTo(columns));
        assertThat(flat(text)).contains(flat("STAND-IN for web:1: " + LONG), flat("cause: " + LONG), "STAND-IN");
    }

    @Test
    void onAWideTerminalTheImageStandsBesideItsComponent() {
        assertThat(rendered(wordy(), 100, false)).contains("qemu-user 1.5 s  web:1");
        assertThat(rendered(wordy(), 60, false))
                .contains("  images:\n    web:1: web\n".replace("\n", System.lineSeparator()));
    }

    /** In a log each text is one line, so that one can search for it. */
    @Test
    void inALogTextsAreNotBroken() {
        String text = new ConsoleReport(false).render(wordy(), folder.toString());

        assertThat(text.lines()).anyMatch(line -> line.strip().equals("! STAND-IN for web:1: " + LONG));
    }

    @Test
    void aCommandThatIsBrokenIsStillOneForAShell() throws IOException, InterruptedException {
        String text = rendered(wordy(), 40, false);
        String command = text.substring(text.indexOf("archtest run"), text.indexOf("\nreport:"))
                .strip();

        assertThat(command.lines().count()).isGreaterThan(1);
        Process shell = new ProcessBuilder("sh", "-c", command.replaceFirst("archtest", "echo")).start();
        assertThat(new String(shell.getInputStream().readAllBytes()))
                .isEqualTo("run shop --placement default-and-a-name-that-is-long\n");
        assertThat(shell.waitFor()).isZero();
    }

    @Test
    void whatNobodyHasSeenIsNotSaid() {
        Report unseen = ReportFixture.report(
                "shop", ReportFixture.run("default").notStarted("no such image").unseen());

        assertThat(rendered(unseen, 80, false)).contains("no such image").doesNotContain("docker-arm64:", "Docker ");
        assertThat(rendered(ReportFixture.report("shop", ReportFixture.run("default")), 80, false))
                .contains("  docker-arm64: qemu-user, Docker 20.10; slower than native: interpreter 9.5x");
    }

    @Test
    void quietIsTheVerdictAndWhatFailed() {
        assertThat(rendered(ReportFixture.report("shop", ReportFixture.run("default")), 80, true))
                .isEqualTo("shop: PASSED on default in 9.0 s%n".formatted());
        String failed = rendered(
                ReportFixture.report(
                        "shop",
                        ReportFixture.run("flip").notices("STAND-IN for web:1"),
                        ReportFixture.run("default")
                                .check("scenario", "it answers", "failed", "500")
                                .check("scenario", "it was asked", "skipped", "no user")
                                .cell("db", "passed", "")
                                .cell("db", "failed", "refused")),
                80,
                true);

        assertThat(failed)
                .contains(
                        "placement default",
                        "x it answers",
                        "actual:   500",
                        "x web -> db:5432",
                        "refused",
                        "repeat it:")
                .contains("report: ", "shop: FAILED")
                .doesNotContain("placement flip", "it works", "STAND-IN", "it was asked", "qemu-user", "critical path");
    }

    @Test
    void aNamedCauseComesWithItsEvidenceAndWhatToDo() {
        Report.Run run = ReportFixture.run("default").notStarted("'web' ended").build();
        Report.Run explained = new Report.Run(
                run.id(),
                run.placement(),
                run.provider(),
                run.images(),
                run.options(),
                run.verdict(),
                run.startedAt(),
                run.durationMs(),
                run.failure(),
                run.notices(),
                run.reproduce(),
                run.profiles(),
                run.components(),
                run.connectivity(),
                run.checks(),
                run.timeline(),
                run.criticalPath(),
                run.criticalPathMs(),
                run.attempts(),
                List.of(new Report.Cause(
                        "web",
                        "exec-format",
                        "the kernel can't execute it",
                        "exec /bin/sh: exec format error",
                        "Register a handler: archtest setup")));

        String text = rendered(
                Report.of(new Report.Tool("1"), new Report.Host("x", "arm64"), "shop", "t", 1, List.of(explained)),
                80,
                true);

        assertThat(text.lines().map(String::strip))
                .containsSubsequence(
                        "not started: 'web' ended",
                        "why web: the kernel can't execute it",
                        "evidence: exec /bin/sh: exec format error",
                        "do: Register a handler: archtest setup");
    }

    @Test
    void whatGotSlowerIsSaid() {
        Comparison comparison = new Comparison(
                "base.json",
                "slower",
                List.of(
                        new Comparison.Row(
                                "default",
                                "start-to-ready",
                                "web",
                                5,
                                1.0,
                                1,
                                9.0,
                                9.0,
                                1.5,
                                "slower",
                                "more than noise"),
                        new Comparison.Row(
                                "default", "check", "it works", 5, 1.0, 1, 1.0, 1.0, 1.5, "same", "within the noise"),
                        new Comparison.Row(
                                "default", "check", "later", 0, null, 1, 1.0, null, null, "unknown", "no sample")),
                List.of("the hosts differ"),
                List.of());

        String text = rendered(
                ReportFixture.report("shop", ReportFixture.run("default")).withComparison(comparison), 80, false);

        assertThat(text)
                .contains("compared with base.json: slower (of 1 durations it can't be told)")
                .contains("! the hosts differ", "slower web, start-to-ready on default: 9.00x: 9 ms (1), was 1 ms")
                .doesNotContain("within the noise");
    }

    @Test
    void filesAreNamedThatAreThere() throws IOException {
        Report report = ReportFixture.report("shop", ReportFixture.run("default"));
        assertThat(rendered(report, 400, false)).doesNotContain("report.html", "logs in");

        Files.createDirectory(folder.resolve("logs"));
        Files.createFile(folder.resolve("report.html"));

        assertThat(rendered(report, 400, false))
                .contains("report: %1$s/report.html, %1$s/report.json, %1$s/junit.xml, logs in %1$s/logs"
                        .formatted(folder));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void quotedTextIsHarmless(boolean colour) {
        String hostile = "\u001b[2J\u001b]0;owned\u0007\u001b[31mred\r\u009b1A\u202eback";
        String text = new ConsoleReport(new ConsoleStyle(colour, OptionalInt.of(80), false))
                .render(
                        ReportFixture.report(
                                "shop",
                                ReportFixture.run("default")
                                        .notices(hostile)
                                        .options(Map.of(hostile, hostile))
                                        .check("scenario", hostile, "failed", hostile)
                                        .cell(hostile, "failed", hostile)
                                        .attempt(hostile)),
                        folder.toString());

        assertThat(text.replaceAll("\u001b\\[(?:0|1|2|31|32)m", ""))
                .doesNotContain("\u001b", "\u0007", "\r", "\u009b", "\u202e");
        if (colour) {
            assertThat(text.lines().filter(line -> line.contains("\u001b")))
                    .as("nothing stays coloured")
                    .allMatch(line -> line.endsWith("\u001b[0m"));
        } else {
            assertThat(text).doesNotContain("\u001b");
        }
    }

    private String rendered(Report report, int columns, boolean onlyFailures) {
        return new ConsoleReport(new ConsoleStyle(false, OptionalInt.of(columns), onlyFailures))
                .render(report, folder.toString());
    }

    private static Report wordy() {
        return ReportFixture.report(
                "shop",
                ReportFixture.run("default-and-a-name-that-is-long")
                        .notices("STAND-IN for web:1: " + LONG)
                        .options(Map.of("database", "pgbouncer", "edge", "nginx", "storage", "bucket"))
                        .check("scenario", LONG, "errored", LONG)
                        .check("scenario", "日本語の長い名前".repeat(9), "failed", LONG)
                        .cell("db", "failed", LONG)
                        .attempt(LONG));
    }

    private static String flat(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
