package io.archtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ReportTest {
    private static final Report.Check PASSED = check("scenario", "it works", "passed", "", "seen", "");
    private static final Report.Check FAILED =
            check("scenario", "it \u001b[2Jworks ]]> \u0001", "failed", "200", "500 <script>", "hunter2hunter2");
    private static final Report.Check ERRORED = check("scenario", "asked", "errored", "", "", "no answer");
    private static final Report.Check SKIPPED = check("scenario", "later", "skipped", "", "", "no user");
    private static final Report.Cell REACHED = new Report.Cell("web", "db", 5432, "direct", "passed", "", 120);
    private static final Report.Cell WRONG_PEER = new Report.Cell(
            "web", "redis", 6379, "host.docker.internal", "failed", "wrong peer: it arrived at 'db'", 200);

    @TempDir
    Path folder;

    @Test
    void onlyARunThatAskedSomethingAndGotRightAnswersPassed() {
        assertThat(Report.Run.verdictOn(null, List.of(PASSED, SKIPPED), List.of(REACHED)))
                .isEqualTo(Verdict.PASSED);
        assertThat(Report.Run.verdictOn(null, List.of(PASSED, FAILED), List.of()))
                .isEqualTo(Verdict.FAILED);
        assertThat(Report.Run.verdictOn(null, List.of(PASSED), List.of(WRONG_PEER)))
                .isEqualTo(Verdict.FAILED);
        assertThat(Report.Run.verdictOn(null, List.of(PASSED, ERRORED), List.of()))
                .isEqualTo(Verdict.ERRORED);
        assertThat(Report.Run.verdictOn(null, List.of(SKIPPED), List.of())).isEqualTo(Verdict.ERRORED);
        assertThat(Report.Run.verdictOn(null, List.of(), List.of())).isEqualTo(Verdict.ERRORED);
        assertThat(Report.Run.verdictOn("no engine", List.of(PASSED), List.of()))
                .isEqualTo(Verdict.ERRORED);
        assertThat(report(run(null, PASSED)).verdict()).isEqualTo("passed");
        assertThat(Report.of(new Report.Tool("1"), new Report.Host("x", "arm64"), "s", "t", 1, List.of())
                        .verdict())
                .as("nothing ran")
                .isEqualTo("errored");
    }

    @Test
    void theJsonHasTheContractsNamesAndNoSecret() throws IOException {
        Path file = folder.resolve("report.json");
        Report written = new JsonReport(List.of("hunter2hunter2")).write(report(run(null, PASSED, FAILED)), file);

        assertThat(Files.readString(file))
                .contains("\"schema\" : \"archtest-report/1\"")
                .contains(
                        "\"tool\"",
                        "\"version\"",
                        "\"host\"",
                        "\"os\"",
                        "\"scenario\"",
                        "\"startedAt\"",
                        "\"durationMs\"")
                .contains(
                        "\"runs\"", "\"placement\"", "\"provider\"", "\"images\"", "\"profiles\"", "\"engineVersion\"")
                .contains("\"execution\"", "\"factors\"", "\"components\"", "\"imageDigest\"", "\"standIn\"")
                .contains("\"requested\"", "\"observed\"", "\"manifest\"", "\"elf\"", "\"uname\"", "\"startedMs\"")
                .contains("\"readyMs\"", "\"connectivity\"", "\"via\"", "\"latencyMicros\"", "\"checks\"")
                .contains(
                        "\"expected\"",
                        "\"actual\"",
                        "\"cause\"",
                        "\"timeline\"",
                        "\"phase\"",
                        "\"atMs\"",
                        "\"criticalPathMs\"")
                .contains("[secret]")
                .doesNotContain("hunter2");
        assertThat(new JsonReport(List.of()).read(file)).isEqualTo(written);
    }

    @Test
    void junitTellsFailuresErrorsAndSkippedApart() throws Exception {
        Path file = folder.resolve("junit.xml");
        new JUnitXml().write(report(run(null, PASSED, FAILED, ERRORED, SKIPPED)), file);

        Document xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("tests")).isEqualTo("7");
        assertThat(suite.getAttribute("failures")).isEqualTo("2");
        assertThat(suite.getAttribute("errors")).isEqualTo("1");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        assertThat(xml.getElementsByTagName("testcase").getLength()).isEqualTo(7);
        assertThat(xml.getElementsByTagName("failure").item(0).getTextContent()).contains("500 <script>");
    }

    @Test
    void theConsoleSaysTheVerdictTheEvidenceAndHowToRepeatIt() {
        String text = new ConsoleReport(false).render(report(run(null, PASSED, FAILED, SKIPPED)), "out");

        assertThat(text)
                .contains("! STAND-IN for web:1")
                .contains("web                arm64   arm64    arm64    aarch64  qemu-user    1.5 s  web:1 STAND-IN")
                .contains("connectivity: 1 of 2 reachable, each proven by a nonce; 0 of 1 across architectures")
                .contains("x web -> redis:6379 (host.docker.internal): wrong peer: it arrived at 'db'")
                .contains("ok it works%n         seen%n".formatted())
                .contains("expected: 200")
                .contains("skipped: no user")
                .contains("repeat it: archtest run shop --placement default")
                .contains("shop: FAILED placement default: 1 check and 1 connection did not pass")
                .doesNotContain("\u001b[2J")
                .doesNotContain("\u0001");
    }

    @Test
    void evidenceStaysOnOneLine() {
        Report.Check wordy = check("scenario", "it works", "passed", "", "first line\nsecond " + "x".repeat(200), "");

        String text = new ConsoleReport(false).render(report(run(null, wordy)), "out");

        assertThat(text.lines().filter(line -> line.contains("first line")).toList())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("         first line second xxx")
                        .hasSize(120)
                        .endsWith("…"));
    }

    @Test
    void aRunThatDidNotStartSaysWhy() {
        String text = new ConsoleReport(false).render(report(run("'web' ended with exit code 1")), "out");

        assertThat(text)
                .contains("not started: 'web' ended with exit code 1")
                .contains("shop: ERRORED placement default did not start");
    }

    private static Report report(Report.Run run) {
        return Report.of(
                new Report.Tool("0.1"),
                new Report.Host("Debian", "x86_64"),
                "shop",
                "2026-11-23T20:00:00Z",
                9000,
                List.of(run));
    }

    private static Report.Run run(@Nullable String failure, Report.Check... checks) {
        List<Report.Check> all = List.of(checks);
        List<Report.Cell> cells = all.contains(FAILED) ? List.of(REACHED, WRONG_PEER) : List.of(REACHED);
        return new Report.Run(
                "0a1b2c3d",
                new Report.Placement("default", Map.of("web", "arm64")),
                "docker",
                "packaged",
                Map.of("queues", "split"),
                Report.Run.verdictOn(failure, all, cells).word(),
                "2026-11-23T20:00:01Z",
                8000,
                failure,
                List.of("STAND-IN for web:1: something else"),
                "archtest run shop --placement default",
                List.of(new Report.Profile(
                        "docker-arm64", "arm64", "unix:///x", "20.10", "qemu-user", Map.of("interpreter", 9.5), null)),
                List.of(new Report.Component(
                        "web",
                        "component",
                        "web:1",
                        "sha256:0",
                        true,
                        "docker-arm64",
                        "arm64",
                        new Report.Observed("arm64", List.of("/bin/web: arm64"), "aarch64", "qemu-user"),
                        1000,
                        2500L,
                        null)),
                cells,
                all,
                List.of(new Report.Phase("web", "start", 1000, 10)),
                List.of("web"),
                1500,
                List.of(),
                List.of());
    }

    private static Report.Check check(
            String group, String name, String verdict, String expected, String actual, String cause) {
        return new Report.Check(group, name, "web", verdict, expected, actual, cause, 5);
    }
}
