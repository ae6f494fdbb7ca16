package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.host.HostSystem;
import io.archtest.report.Report;
import io.archtest.report.ReportFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code archtest report render} and {@code open}, with a stand-in for the program that opens files. */
class ReportCommandTest {
    private static final HostSystem LINUX = new HostSystem(Path.of("/"), "Linux", "6", "amd64", "somebody");

    @TempDir
    private Path folder;

    private final StringWriter said = new StringWriter();
    private Path report;

    @BeforeEach
    void report() {
        report = folder.resolve("archtest-report");
        new ReportFolder(report)
                .write(
                        Report.of(
                                new Report.Tool("1"),
                                new Report.Host("Debian", "x86_64"),
                                "shop",
                                "2026-01-01T00:00:00Z",
                                1,
                                List.of()),
                        List.of());
    }

    @Test
    void renderWritesAnewWhatIsMadeOfTheReport() throws IOException {
        Files.delete(report.resolve("report.html"));
        Files.writeString(report.resolve("junit.xml"), "stale");

        assertThat(archtest(Map.of(), "report", "render", report.toString())).isZero();

        assertThat(report.resolve("report.html")).content().contains("shop");
        assertThat(report.resolve("junit.xml")).content().contains("<testsuite").doesNotContain("stale");
        assertThat(said.toString()).contains("wrote " + report.resolve("report.html") + " and junit.xml");
        Files.delete(report.resolve("report.html"));
        assertThat(archtest(
                        Map.of(),
                        "report",
                        "render",
                        report.resolve("report.json").toString()))
                .isZero();
        assertThat(report.resolve("report.html")).exists();
    }

    @Test
    void renderSaysWhatIsNoReport() throws IOException {
        Files.writeString(report.resolve("report.json"), "{\"schema\": \"other\"}");

        assertThat(archtest(Map.of(), "report", "render", report.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(archtest(
                        Map.of(), "report", "render", folder.resolve("nowhere").toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(archtest(
                        Map.of(),
                        "report",
                        "render",
                        report.resolve("junit.xml").toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(said.toString())
                .contains("is no report that this archtest reads")
                .contains("There is no report to read")
                .contains("is neither a report's folder nor its report.json");
    }

    @Test
    void openHandsTheAddressToTheDesktopsProgramAndDoesNotWaitForIt() throws IOException {
        Path opened = standIn("xdg-open");

        assertThat(archtest(Map.of("PATH", folder.toString(), "DISPLAY", ":0"), "report", "open", report.toString()))
                .isZero();

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(opened));
        assertThat(opened).content().isEqualToIgnoringNewLines(address());
        assertThat(said.toString()).isEqualToIgnoringNewLines(address());
    }

    @Test
    void theUsersBrowserComesFirst() throws IOException {
        Path opened = standIn("my-browser");
        standIn("xdg-open");

        Map<String, String> environment =
                Map.of("PATH", folder.toString(), "DISPLAY", ":0", "BROWSER", "not-there:my-browser");
        assertThat(archtest(environment, "report", "open", report.toString())).isZero();

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(opened));
        assertThat(folder.resolve("xdg-open.opened")).doesNotExist();
    }

    @Test
    void whereNobodyLooksAtAScreenItSaysSo() throws IOException {
        Path opened = standIn("xdg-open");

        assertThat(archtest(Map.of("PATH", folder.toString()), "report", "open", report.toString()))
                .isZero();
        assertThat(archtest(
                        Map.of("PATH", folder.toString(), "DISPLAY", ":0", "CI", "true"),
                        "report",
                        "open",
                        report.toString()))
                .isZero();
        assertThat(archtest(Map.of("PATH", "", "DISPLAY", ":0"), "report", "open", report.toString()))
                .isZero();

        assertThat(said.toString())
                .contains(address())
                .contains("nobody looks at a screen here")
                .contains("there is no xdg-open on the PATH");
        assertThat(opened).doesNotExist();
    }

    @Test
    void openSaysHowToMakeAReportThatIsNotThere() throws IOException {
        Files.delete(report.resolve("report.html"));

        assertThat(archtest(Map.of(), "report", "open", report.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(said.toString()).contains("'archtest report render %s' makes it".formatted(report));
    }

    @Test
    void logsOfAFinishedRunAreShownWithoutWhatCommandsATerminal() throws IOException {
        Path logs = Files.createDirectories(report.resolve("logs/default"));
        Files.writeString(
                logs.resolve("web.log"),
                "2026-01-01T00:00:00.000000001Z first\n2026-01-01T00:00:01.000000001Z \u001b[2Jlast\n");
        Files.writeString(logs.resolve("db.log"), "2026-01-01T00:00:00.000000001Z of db\n");

        assertThat(archtest(Map.of(), "logs", "--report-dir", report.toString(), "web", "--tail", "1"))
                .isZero();
        assertThat(said.toString()).isEqualTo("default/web | ?[2Jlast\n");
        assertThat(archtest(Map.of(), "logs", "--report-dir", report.toString(), "--timestamps"))
                .isZero();
        assertThat(said.toString())
                .contains("default/db | 2026-01-01T00:00:00.000000001Z of db\n", "default/web | 2026-01-01T00:00:00");
        assertThat(archtest(Map.of(), "logs", "--report-dir", report.toString(), "wbe"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(said.toString()).contains("No log of 'wbe'").contains("there are: db, web");
        assertThat(archtest(Map.of(), "logs", "--report-dir", folder.toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(said.toString()).contains("There are no logs in");
    }

    @Test
    void withoutAStackLogsAndShellSayWhatToDo() {
        Map<String, String> nothingKept = Map.of("ARCHTEST_HOME", folder.toString(), "HOME", folder.toString());

        assertThat(archtest(nothingKept, "logs")).isEqualTo(ExitCode.USAGE);
        assertThat(archtest(nothingKept, "shell", "web")).isEqualTo(ExitCode.USAGE);
        assertThat(archtest(nothingKept, "logs", "--tail", "-1")).isEqualTo(ExitCode.USAGE);
        assertThat(said.toString())
                .contains("No stack is up. Start one with 'archtest up'")
                .contains("--tail -1");
    }

    @Test
    void completionKnowsEveryCommand() {
        assertThat(archtest(Map.of(), "completion")).isZero();
        assertThat(said.toString())
                .contains("complete -F _complete_archtest", "logs", "shell", "--show-secrets", "render")
                .doesNotContain("'keep'");
    }

    private String address() {
        return report.resolve("report.html").toUri().toString();
    }

    /** Writes what it is called with to a file, which is there as a whole or not at all. */
    private Path standIn(String name) throws IOException {
        Path opened = folder.resolve(name + ".opened");
        Path script = Files.writeString(
                folder.resolve(name),
                "#!/bin/sh\nprintf '%%s\\n' \"$*\" >%s.new\n/bin/mv %s.new %s\n".formatted(opened, opened, opened));
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return opened;
    }

    private int archtest(Map<String, String> environment, String... arguments) {
        PrintWriter out = new PrintWriter(said, true);
        return new Archtest(new Surroundings(out, out, environment, false, LINUX)).run(arguments);
    }
}
