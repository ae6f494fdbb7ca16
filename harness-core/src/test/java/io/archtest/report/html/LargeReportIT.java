package io.archtest.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** Two hundred components and 40,000 connections in each run. How long that takes is told by ci/benchmark-report. */
@ExtendWith(InChromium.class)
class LargeReportIT {
    private final Chromium chromium;

    @TempDir
    Path folder;

    LargeReportIT(Chromium chromium) {
        this.chromium = chromium;
    }

    @Test
    void eachCellIsThereAndTells() throws IOException {
        chromium.open(ShopReport.write(ShopReport.large(4), folder));
        WebElement matrix = built("split-3");

        assertThat(matrix.findElements(By.cssSelector("tbody tr"))).hasSize(200);
        assertThat(chromium.run("return arguments[0].querySelectorAll('tbody td:not(.void)').length", matrix))
                .isEqualTo(40_000L);
        Object told = chromium.run("""
                const said = arguments[0].querySelector('[data-testid=connectivity-cell]');
                const told = new Set();
                for (const cell of arguments[0].querySelectorAll('tbody td')) {
                  cell.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));
                  told.add(said.textContent);
                }
                return [told.size, [...told].filter(text => text.includes('connection refused')).length];
                """, matrix);
        assertThat(told).asString().isEqualTo("[40000, 8]");
    }

    @Test
    void filtersLeadToTheFewThatFailed() throws IOException {
        chromium.open(ShopReport.write(ShopReport.large(1), folder));
        WebElement matrix = built("split-0");
        WebElement count = matrix.findElement(By.className("m-count"));
        assertThat(count.getText()).isEqualTo("8 of 40000 failed; 200 \u00d7 200 shown");

        matrix.findElement(By.className("m-failed")).click();
        assertThat(count.getText()).startsWith("8 of ").contains("failed; ");
        assertThat(matrix.findElements(By.cssSelector("tbody td.fail"))).hasSize(8);

        matrix.findElement(By.className("m-failed")).click();
        matrix.findElement(By.className("m-from")).sendKeys("service-199");
        matrix.findElement(By.className("m-to")).sendKeys("service-19");
        Awaitility.await("the names to be looked for")
                .atMost(Chromium.PATIENCE)
                .untilAsserted(() -> assertThat(count.getText()).isEqualTo("0 of 11 failed; 1 \u00d7 11 shown"));
        matrix.findElement(By.cssSelector("tbody td")).click();
        assertThat(matrix.findElement(By.className("cell")).getText())
                .startsWith("service-199 \u2192 service-19:8080: \u2713 passed");
        assertThat(chromium.consoleErrors()).isEmpty();
    }

    private WebElement built(String placement) {
        WebElement matrix = chromium.driver()
                .findElement(By.cssSelector("[data-testid='run-%s'] .connectivity".formatted(placement)));
        chromium.run("arguments[0].scrollIntoView()", matrix);
        Awaitility.await("the matrix to be built")
                .atMost(Chromium.PATIENCE)
                .until(() ->
                        !matrix.findElements(By.cssSelector("table[role=grid]")).isEmpty());
        return matrix;
    }
}
