package io.archtest.report;

import static io.archtest.testing.ReportFixture.notRun;
import static io.archtest.testing.ReportFixture.report;
import static io.archtest.testing.ReportFixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.report.Coverage.Link;
import io.archtest.report.Coverage.Use;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CoverageTextTest {
    private static final Link GOOD = link("web", "db", use("passed", ""), use("passed", ""));
    private static final Link BAD =
            link("web", "cache", use("failed", "cover-3: port 6379: refused"), use("passed", ""));
    private static final Link PINNED = link(
            "worker-with-a-name-of-its-own",
            "a-database-with-a-long-name",
            use("impossible", "'a-database-with-a-long-name' is pinned to arm64 by platform (compose.yaml:5:7)"),
            use("not-asked", "'worker' is a job, and has ended when connections are asked for"));

    @Test
    void theConsoleHasATableAndReasonsWithinEightyColumns() {
        Report report = report("shop").withCoverage(new Coverage(4, "2^20", List.of(GOOD, BAD, PINNED)));
        ConsoleStyle narrow = new ConsoleStyle(false, OptionalInt.of(80), false);
        List<String> lines = new ConsoleReport(narrow)
                .render(report, "out")
                .lines()
                .filter(line -> !line.isEmpty())
                .takeWhile(line -> !line.startsWith("report:"))
                .toList();

        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(lines)
                .containsExactly(
                        "coverage: 6 of 10 combinations of 3 links passed (2 failed, 2 not asked, 2 more",
                        "  are impossible); 4 placements in place of 2^20 = 1,048,576",
                        "  from -> to, and what each ran on           arm>arm  arm>x86  x86>arm  x86>x86",
                        "  web -> db                                  ok       ok       ok       ok",
                        "  web -> cache                               FAILED   ok       FAILED   ok",
                        "  worker-with-a-name-of-its-own -> a-databa… -        unasked  -        unasked",
                        "  FAILED: cover-3: port 6379: refused (web -> cache on arm64 -> arm64, web ->",
                        "    cache on x86_64 -> arm64)",
                        "  -: 'a-database-with-a-long-name' is pinned to arm64 by platform",
                        "    (compose.yaml:5:7) (worker-with-a-name-of-its-own ->",
                        "    a-database-with-a-long-name)",
                        "  unasked: 'worker' is a job, and has ended when connections are asked for",
                        "    (worker-with-a-name-of-its-own -> a-database-with-a-long-name)");
    }

    @Test
    void ofManyLinksOnlyThoseThatAreNotCoveredAreShown() {
        List<Link> links = new ArrayList<>(Collections.nCopies(199, GOOD));
        links.add(BAD);

        List<String> lines = new CoverageText(new Coverage(6, "2^200", links)).lines();

        assertThat(lines).hasSizeLessThan(10).anyMatch(line -> line.startsWith("  web -> cache "));
        assertThat(lines).anyMatch(line -> line.equals("  199 more links are covered; all are in report.json"));
        assertThat(lines.get(0)).contains("2^200");
    }

    @Test
    void itIsSaidAfterSeveralPlacementsAndInTheSummary() {
        Report several = report("shop", run("cover-1"))
                .withNotRun(List.of(notRun("cover-2")))
                .withCoverage(new Coverage(2, "2^3", List.of(BAD)));

        assertThat(new ConsoleReport(ConsoleStyle.log(false)).render(several, "out"))
                .contains("coverage: 2 of 4 combinations of 1 link passed (2 failed)")
                .contains("web -> cache                               FAILED   ok       FAILED   ok");
        assertThat(new MarkdownSummary(List.of(several)).render(100_000))
                .contains("coverage&#58; 2 of 4 combinations", "| FAILED | ok | FAILED | ok |", "refused");
    }

    @Test
    void ofOnePlacementTheTableWouldSayNothingNew() {
        Report one = report("shop", run("default")).withCoverage(new Coverage(1, "2^3", List.of(BAD)));

        assertThat(new ConsoleReport(ConsoleStyle.log(false)).render(one, "out"))
                .doesNotContain("coverage");
    }

    /** The same for both architectures of the first end. */
    private static Link link(String from, String to, Use arm, Use x86) {
        return new Link(
                from,
                to,
                List.of(1),
                "",
                List.of(
                        placed(arm, "arm64", "arm64"),
                        placed(x86, "arm64", "x86_64"),
                        placed(arm, "x86_64", "arm64"),
                        placed(x86, "x86_64", "x86_64")));
    }

    private static Use placed(Use use, String from, String to) {
        return new Use(from, to, use.state(), List.of(), use.why());
    }

    private static Use use(String state, String why) {
        return new Use("", "", state, List.of(), why);
    }
}
