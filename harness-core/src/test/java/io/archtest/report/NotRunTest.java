package io.archtest.report;

import static io.archtest.testing.ReportFixture.notRun;
import static io.archtest.testing.ReportFixture.report;
import static io.archtest.testing.ReportFixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was planned and not begun is in every report, and is never taken for something that passed. */
class NotRunTest {
    private static final Report ENDED = report("shop", run("default").check("scenario", "x", "failed", "no"))
            .withNotRun(List.of(notRun("flip"), notRun("native")));
    private static final Report NOTHING = report("blog").withNotRun(List.of(notRun("default")));

    @TempDir
    Path folder;

    @Test
    void theVerdictIsThatOfWhatRanAndNeverPassed() {
        assertThat(ENDED.verdict()).isEqualTo("failed");
        assertThat(NOTHING.verdict()).isEqualTo("skipped");
        assertThat(report("shop", run("default"))
                        .withNotRun(List.of(notRun("flip")))
                        .verdict())
                .isEqualTo("errored");
        assertThat(report("shop", run("default")).withNotRun(List.of()).verdict())
                .isEqualTo("passed");
    }

    @Test
    void itIsInTheJsonAndOlderReportsHaveNone() throws IOException {
        JsonReport json = new JsonReport(List.of());
        Path file = folder.resolve("report.json");

        assertThat(json.write(ENDED, file)).isEqualTo(ENDED);
        assertThat(json.write(report("shop", run("default")), file).notRun()).isEmpty();
        assertThat(Files.readString(file)).doesNotContain("notRun");
    }

    @Test
    void theConsoleListsItWithItsReason() {
        assertThat(new ConsoleReport(ConsoleStyle.log(false)).render(ENDED, "out"))
                .contains("placement flip not run")
                .contains("  --fail-fast: shop failed on placement default")
                .contains("  run it: archtest run shop --placement native")
                .contains("shop: FAILED placement default: 1 check did not pass; not run: flip, native");
        assertThat(new ConsoleReport(ConsoleStyle.log(false)).render(NOTHING, "out"))
                .contains("blog: SKIPPED not run: default");
    }

    @Test
    void junitReadersSeeASkippedTestInASuiteOfItsOwn() throws IOException {
        new JUnitXml().write(ENDED, folder.resolve("junit.xml"));

        assertThat(folder.resolve("junit.xml"))
                .content()
                .contains("name=\"shop, placement flip\"", "name=\"shop, placement native\"")
                .contains("tests=\"5\" failures=\"1\" errors=\"0\" skipped=\"2\"")
                .contains("<skipped message=\"not run: --fail-fast: shop failed on placement default\">");
    }

    @Test
    void theSummaryHasARowForIt() {
        assertThat(new MarkdownSummary(List.of(ENDED)).render(100_000))
                .contains("| flip | not run |  |  |  |  |", "| native | not run |")
                .contains("Not run, by --fail-fast");
        assertThat(new MarkdownSummary(List.of(NOTHING)).render(100_000))
                .contains("blog: SKIPPED", "| default | not run |");
    }
}
