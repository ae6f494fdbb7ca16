package io.archtest.report.html;

import static io.archtest.report.html.RenderedPage.shown;
import static io.archtest.testing.ReportFixture.report;
import static io.archtest.testing.ReportFixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fails in many places for one reason must not bury the reason. */
class SaidOnceTest {
    @TempDir
    Path folder;

    private Document page(Report report) throws IOException {
        return RenderedPage.of(report, folder);
    }

    @Test
    void aLongAnswerDoesNotFillTheReason() throws IOException {
        Document page = page(report(
                "shop",
                run("native")
                        .check("scenario", "front page", "failed", "body " + "x".repeat(500))
                        .cause("front page", "unknown", "the last lines of a log")));

        assertThat(shown(page, "reason"))
                .startsWith("On native: front page: expected: 200; actual: body xxx")
                .doesNotContain("not known", "the last lines of a log")
                .hasSizeLessThan(400);
    }

    @Test
    void whatIsKnownOfSeveralIsToldOnce() throws IOException {
        Document page = page(report(
                "shop",
                run("native")
                        .check("scenario", "one", "failed", "a")
                        .check("scenario", "two", "failed", "b")
                        .check("scenario", "three", "failed", "c")
                        .cause("one", "unknown", "the last lines")
                        .cause("two", "unknown", "the last lines")
                        .cause("three", "refused", "connect: refused")));

        assertThat(page.select("[data-testid=causes] article").eachText())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .contains("one and 1 other", "Also of: two", "last lines the last lines")
                                .doesNotContain("\u00b7 unknown"),
                        second -> assertThat(second).contains("three \u00b7 refused", "told by connect: refused"));
        assertThat(shown(page, "problems").split("the last lines", -1)).hasSize(2);
        assertThat(shown(page, "problems")).contains("why: the name of unknown, as above");
        assertThat(shown(page, "runs-table")).contains("1 of 4 none none").doesNotContain("0 of 0");
    }
}
