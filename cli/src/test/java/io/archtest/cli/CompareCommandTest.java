package io.archtest.cli;

import static io.archtest.testing.BaselineFixture.baseline;
import static io.archtest.testing.BaselineFixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import io.archtest.report.baseline.BaselineFile;
import io.archtest.testing.BaselineFixture;
import io.archtest.testing.ReportFixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code archtest compare}: outputs, exit codes and wrong uses. */
class CompareCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private String base = "";

    @BeforeEach
    void tenEarlierRuns() {
        Path file = folder.resolve("base.json");
        new BaselineFile(file).add(baseline(10, 1000));
        base = file.toString();
    }

    @Test
    void aReportAgainstABaseline() {
        assertThat(archtest("compare", base, report("now", 2400))).isEqualTo(ExitCode.PASSED);

        assertThat(out.toString().lines().map(String::stripTrailing))
                .contains(
                        "placement default",
                        "  what                       earlier (n)  now (n)     ratio  verdict",
                        "  and 1 that took less than 50 ms, then as now")
                .anyMatch(
                        line -> line.startsWith(
                                "  web                        1.02 s (10)  2.40 s (1)  2.35x  slower   more than noise, which"));
        assertThat(out.toString()).contains("against %s: 1 slower, 2 same".formatted(base));
    }

    @Test
    void slowerIsExitCode1OnlyWhenAskedFor() {
        String slow = report("now", 2400);
        assertThat(archtest("compare", base, slow, "--fail-on-slower")).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(archtest("compare", base, report("same", 1010), "--fail-on-slower"))
                .isEqualTo(ExitCode.PASSED);
    }

    /** One sample tells nothing, however long it took. */
    @Test
    void whatCantBeToldIsNeverExitCode1() {
        assertThat(archtest("compare", report("one", 1000), report("now", 9000), "--fail-on-slower"))
                .isEqualTo(ExitCode.PASSED);
        assertThat(out.toString())
                .contains("9.00x  unknown", "1 earlier sample, which is too few: it takes 3 at least");
    }

    @Test
    void aFolderStandsForItsReport() {
        report("now", 2400);
        assertThat(archtest("compare", base, folder.resolve("now").toString())).isEqualTo(ExitCode.PASSED);
        assertThat(out.toString()).contains("1 slower");
    }

    @Test
    void twoBaselinesAreCompared() {
        Path later = folder.resolve("later.json");
        new BaselineFile(later).add(baseline("later", 10, 2000));

        assertThat(archtest("compare", base, later.toString())).isEqualTo(ExitCode.PASSED);
        assertThat(out.toString()).contains("1.02 s (10)  2.02 s (10)  1.98x  slower");
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        Surroundings narrow =
                new Surroundings(new PrintWriter(out), new PrintWriter(err), Map.of("COLUMNS", "80"), false);
        new Archtest(narrow).run("compare", base, report("now", 2400));

        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
        assertThat(out.toString()).contains("2.35x  slower", "more than noise, which explains less than");
    }

    @Test
    void programsGetJson() throws IOException {
        archtest("compare", base, report("now", 2400), "--format", "json");

        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.path("verdict").asText()).isEqualTo("slower");
        assertThat(json.at("/rows/0/about").asText()).isEqualTo("web");
        assertThat(json.at("/rows/0/earlierSamples").asInt()).isEqualTo(10);
        assertThat(json.at("/rows/0/ratio").asDouble()).isEqualTo(2.35);
    }

    @Test
    void markdownIsATable() {
        archtest("compare", base, report("now", 2400), "--format", "markdown");

        assertThat(out.toString())
                .contains("| what | earlier (n) | now (n) | ratio | verdict | why |")
                .contains("| web | 1.02 s (10) | 2.40 s (1) | 2.35x | slower | more than noise");
    }

    @Test
    void wrongUseIsExitCode2AndSaysWhatIsWrong() throws IOException {
        String good = report("now", 1000);
        Path empty = Files.createFile(folder.resolve("empty.json"));
        Path text = Files.writeString(folder.resolve("text.json"), "hello");
        Path other = Files.writeString(folder.resolve("other.json"), "{\"schema\":\"archtest-report/9\"}");
        Path newer = Files.writeString(folder.resolve("newer.json"), "{\"schema\":\"archtest-baseline/9\"}");
        Path nothing = Files.createDirectory(folder.resolve("nothing"));

        refused(
                "There is no %s to compare".formatted(folder.resolve("none")),
                base,
                folder.resolve("none").toString());
        refused("There is no report.json in the folder %s".formatted(nothing), base, nothing.toString());
        refused("there is one in: %s".formatted(folder.resolve("now")), base, folder.toString());
        refused("is empty: neither a report nor a baseline", base, empty.toString());
        refused("is neither a report nor a baseline", text.toString(), good);
        refused("its schema is 'archtest-report/9'", other.toString(), good);
        refused("its schema is 'archtest-baseline/9', not 'archtest-baseline/1'", newer.toString(), good);
        refused("Missing required parameter: 'B'", base);
        refused("Scenario 'blog' isn't in both", base, good, "--scenario", "blog");
        refused("Invalid value for option '--format'", base, good, "--format", "html");
    }

    @Test
    void anotherScenarioIsRefused() {
        Path blog = folder.resolve("blog/report.json");
        new JsonReport(List.of()).write(ReportFixture.report("blog", ReportFixture.run("default")), blog);

        refused(
                "Both must be of the same scenario; runs that passed are there of: shop; here of: blog",
                base,
                blog.toString());
    }

    @Test
    void aReportOfRunsThatFailedHasNothingToCompare() {
        Path failed = folder.resolve("failed/report.json");
        new JsonReport(List.of())
                .write(ReportFixture.report("shop", ReportFixture.run("default").notStarted("no")), failed);

        refused("runs that passed are there of: shop; here of: none", base, failed.toString());
    }

    @Test
    void anotherKindOfHostIsRefusedByTheFactThatDiffersUnlessForced() {
        Path elsewhere = folder.resolve("elsewhere/report.json");
        Report.Host host = new Report.Host("Debian", "x86_64", 16, 4000L, "Linux 6.1.0-18-amd64");
        new JsonReport(List.of()).write(report(host, run("now", "default", 2400)), elsewhere);

        refused("processors: 2 there, 16 here", base, elsewhere.toString());
        assertThat(archtest("compare", base, elsewhere.toString(), "--force")).isEqualTo(ExitCode.PASSED);
        assertThat(out.toString()).contains("! shop on default: processors: 2 there, 16 here");
    }

    private void refused(String message, String... arguments) {
        err.getBuffer().setLength(0);
        String[] all = new String[arguments.length + 1];
        all[0] = "compare";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        assertThat(archtest(all)).as(message).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains(message);
    }

    private String report(String id, long readyMs) {
        Path file = folder.resolve(id).resolve("report.json");
        new JsonReport(List.of()).write(report(run(id, "default", readyMs)), file);
        return file.toString();
    }

    private static Report report(Report.Run... runs) {
        return BaselineFixture.report(runs);
    }

    private static Report report(Report.Host host, Report.Run... runs) {
        return BaselineFixture.report(host, runs);
    }

    private int archtest(String... arguments) {
        Surroundings surroundings = new Surroundings(new PrintWriter(out), new PrintWriter(err), Map.of(), false);
        return new Archtest(surroundings).run(arguments);
    }
}
