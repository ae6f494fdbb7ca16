package io.archtest.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.SearchContext;
import org.openqa.selenium.WebElement;

/** What a reader of report.html sees and can do. */
@ExtendWith(InChromium.class)
class ReportInBrowserIT {
    private final Chromium chromium;

    @TempDir
    Path folder;

    ReportInBrowserIT(Chromium chromium) {
        this.chromium = chromium;
    }

    private void open(Report report) throws IOException {
        chromium.open(ShopReport.write(report, folder));
    }

    private WebElement part(String id) {
        return part(chromium.driver(), id);
    }

    private WebElement part(SearchContext within, String id) {
        return within.findElement(By.cssSelector("[data-testid='%s']".formatted(id)));
    }

    private List<String> texts(SearchContext within, String selector) {
        return within.findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .toList();
    }

    private boolean onTheScreen(WebElement element) {
        return (Boolean) chromium.run("""
                const box = arguments[0].getBoundingClientRect();
                return box.height > 0 && box.top >= 0 && box.left >= 0
                  && box.bottom <= innerHeight && box.right <= document.documentElement.clientWidth;
                """, element);
    }

    @ParameterizedTest
    @CsvSource({"1280, 800", "360, 740"})
    void theVerdictAndItsReasonAreSeenFirst(int width, int height) throws IOException {
        chromium.screen(width, height);

        open(ShopReport.several());

        assertThat(part("verdict").getText()).isEqualToIgnoringCase("\u2717 failed");
        assertThat(part("reason").getText())
                .contains("On split", "web -> db:5432", "wrong peer: 'cache' answered", "another component answered")
                .contains("more problem");
        assertThat(onTheScreen(part("verdict"))).isTrue();
        assertThat(onTheScreen(part("reason"))).isTrue();
        assertThat(onTheScreen(part("environment"))).as("this test can fail").isFalse();
        assertThat(texts(chromium.driver(), "body > header, body > nav, body > main")
                        .get(0))
                .containsIgnoringCase("shop\n\u2717 failed");
    }

    @Test
    void aRunThatDidNotStartSaysSoAndWhy() throws IOException {
        open(ShopReport.notStarted());

        assertThat(part("reason").getText()).contains("'migrate' ended with exit code 139");
        assertThat(part("causes").getText()).contains("the emulator crashed", "uncaught target signal 11", "Next:");
    }

    @Test
    void eachComponentIsShownWithItsFacts() throws IOException {
        open(ShopReport.failed());

        assertThat(texts(part("components"), "tbody tr"))
                .anySatisfy(row -> assertThat(row)
                        .startsWith("web arm64 arm64 arm64 aarch64 qemu-user 2.90 s")
                        .contains("stand-in"))
                .anySatisfy(row -> assertThat(row).startsWith("db x86_64 x86_64 x86_64 x86_64 native 2.00 s"))
                .anySatisfy(row -> assertThat(row).startsWith("migrate job").contains("exit 0"));
    }

    @Test
    void aCellTellsItsCauseAndItsLatencyWhenClicked() throws IOException {
        open(ShopReport.failed());
        WebElement matrix = matrix("split");
        WebElement said = part(matrix, "connectivity-cell");

        // rows and columns: db, cache, api, web; the job asks nothing and is asked nothing
        cell(matrix, 4, 1).click();
        assertThat(said.getText())
                .contains("web \u2192 db:5432", "failed", "by host.docker.internal", "wrong peer: 'cache' answered");
        cell(matrix, 3, 1).click();
        assertThat(said.getText()).contains("api \u2192 db:5432", "passed, by direct, 532 \u00b5s");
    }

    @Test
    void aCellIsReachedByKeysAlone() throws IOException {
        open(ShopReport.failed());
        WebElement matrix = matrix("split");

        part(matrix, "connectivity-failed-only").sendKeys(Keys.SPACE);
        assertThat(texts(matrix, "tbody tr")).hasSize(1);
        part(matrix, "connectivity-failed-only").sendKeys(Keys.SPACE);
        cell(matrix, 1, 1).sendKeys(Keys.ARROW_DOWN, "");
        chromium.driver().switchTo().activeElement().sendKeys(Keys.ARROW_RIGHT);

        assertThat(chromium.driver().switchTo().activeElement()).isEqualTo(cell(matrix, 2, 2));
        assertThat(part(matrix, "connectivity-cell").getText()).startsWith("cache \u2192 cache:6379");
        assertThat(matrix.findElements(By.cssSelector("td[tabindex='0']")))
                .as("one stop for the tab key")
                .hasSize(1);
    }

    @Test
    void onlyFailedConnectionsAreShownOnDemand() throws IOException {
        open(ShopReport.failed());
        WebElement matrix = matrix("split");
        assertThat(matrix.findElement(By.className("m-count")).getText()).isEqualTo("1 of 16 failed; 4 \u00d7 4 shown");

        part(matrix, "connectivity-failed-only").click();

        assertThat(texts(matrix, "tbody th")).containsExactly("web");
        assertThat(texts(matrix, "thead th")).contains("db:5432").hasSize(2);
        assertThat(matrix.findElement(By.className("m-count")).getText()).isEqualTo("1 of 1 failed; 1 \u00d7 1 shown");
    }

    /** The script begins with a matrix when that comes into view. */
    private WebElement matrix(String placement) {
        WebElement matrix = part(part("run-" + placement), "connectivity");
        chromium.run("arguments[0].scrollIntoView()", matrix);
        Awaitility.await("the matrix to be ready")
                .atMost(Chromium.PATIENCE)
                .until(() ->
                        !matrix.findElements(By.cssSelector("table[role=grid]")).isEmpty());
        return matrix;
    }

    private WebElement cell(WebElement matrix, int row, int column) {
        return matrix.findElement(By.cssSelector("tbody tr:nth-child(%d) td:nth-child(%d)".formatted(row, column + 1)));
    }

    @Test
    void theStartUpIsAlongOneAxisWithItsCriticalPath() throws IOException {
        open(ShopReport.failed());
        WebElement timeline = part("timeline");

        assertThat(texts(part(timeline, "critical-path"), "li b")).containsExactly("db", "migrate", "api", "web");
        assertThat(texts(timeline, "tr.critical th")).hasSize(4).allMatch(name -> name.contains("critical:"));
        assertThat(texts(timeline, "tbody tr:not(.critical) th")).containsExactly("cache");
        List<?> begins = (List<?>) chromium.run("""
                return [...arguments[0].querySelectorAll('tr.critical svg')].map(plot => {
                  const bars = [...plot.querySelectorAll('rect')].map(bar => bar.getBoundingClientRect());
                  return [Math.min(...bars.map(b => b.left)), Math.max(...bars.map(b => b.right))];
                });
                """, timeline);
        double before = 0;
        for (Object bar : begins) {
            double begin = ((Number) ((List<?>) bar).get(0)).doubleValue();
            assertThat(begin).as("each begins right of the one it waited for").isGreaterThan(before);
            before = begin;
            assertThat(((Number) ((List<?>) bar).get(1)).doubleValue()).isGreaterThan(begin);
        }
        assertThat(timeline.findElements(By.cssSelector("svg[role=img]")))
                .hasSize(5)
                .allSatisfy(plot -> assertThat(plot.getAccessibleName()).contains("ready"));
    }

    @Test
    void whatEmulationCostsIsTextAndNotOnlyBars() throws IOException {
        open(ShopReport.several());

        assertThat(texts(part("factors"), "tbody tr"))
                .anySatisfy(row -> assertThat(row).contains("process-start", "1.50 ms", "33.0 ms", "22\u00d7"))
                .anySatisfy(row -> assertThat(row).contains("web", "2.90 s of 2, qemu-user"));
        assertThat(chromium.run("""
                        const bars = [...document.querySelectorAll("[data-testid=factors] table:first-of-type tbody rect")];
                        return bars.filter(bar => bar.getBoundingClientRect().width > 2).length;
                        """)).isEqualTo(9L);
    }

    @Test
    void coverageComparisonAndReproductionAreReadable() throws IOException {
        open(ShopReport.several());

        assertThat(part("coverage").getText())
                .contains("4 placements of 2^5 = 32", "web \u2192 db")
                .contains("x86_64 \u2192 x86_64: passed", "arm64 \u2192 x86_64: failed")
                .contains("x86_64 \u2192 arm64: errored", "arm64 \u2192 arm64: not asked")
                .contains("x86_64 \u2192 arm64: not run", "arm64 \u2192 arm64: impossible", "'api' is pinned");
        assertThat(part("comparison").getText())
                .contains("slower", "2.90 s", "of 5", "2.0\u00d7", "the kernel is another one");
        assertThat(texts(part("runs-table"), "tbody tr")).hasSize(4);
        assertThat(part(part("run-split"), "reproduce").getText()).contains("archtest run shop --placement split");
        assertThat(part(part("run-native"), "components").isDisplayed())
                .as("what passed is folded")
                .isFalse();
        assertThat(part("environment").getText()).contains("Linux 6.1.0", "20.10.24", "24064 MiB");
    }

    @Test
    void theFailingLineOfALongLogIsFound() throws IOException {
        open(ShopReport.failed());
        WebElement logs = part("logs");
        assertThat(onTheScreen(logs)).isFalse();

        part(logs, "log-search").sendKeys("answered 502");
        assertThat(part(logs, "log-search-count").getText()).isEqualTo("1 match in 1 log");
        part(logs, "log-search").sendKeys(Keys.ENTER);

        WebElement found = logs.findElement(By.cssSelector("mark.now"));
        assertThat(found.getText()).isEqualTo("answered 502");
        assertThat(onTheScreen(found)).isTrue();
        assertThat(seenWithin(found)).as("not outside its own scrolled box").isTrue();
        part(logs, "log-search").clear();
        part(logs, "log-search").sendKeys("no such thing");
        assertThat(part(logs, "log-search-count").getText()).isEqualTo("0 matches in 0 logs");
    }

    private boolean seenWithin(WebElement element) {
        return (Boolean) chromium.run("""
                const [box, frame] = [arguments[0], arguments[0].closest('pre')].map(e => e.getBoundingClientRect());
                return box.top >= frame.top && box.bottom <= frame.bottom;
                """, element);
    }
}
