package io.archtest.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** Whether report.html can be read on every screen, in both colour schemes, on paper, without scripts and by everybody. */
@ExtendWith(InChromium.class)
class ReportAsDocumentIT {
    private static final Map<String, Supplier<Report>> REPORTS = Map.of(
            "passed", ShopReport::passed,
            "failed", ShopReport::failed,
            "not started", ShopReport::notStarted,
            "several", ShopReport::several);

    private final Chromium chromium;

    @TempDir
    Path folder;

    ReportAsDocumentIT(Chromium chromium) {
        this.chromium = chromium;
    }

    private void openUnfolded(String report) throws IOException {
        chromium.open(ShopReport.write(REPORTS.get(report).get(), folder));
        chromium.run("document.querySelectorAll('details').forEach(details => details.open = true)");
    }

    @ParameterizedTest
    @CsvSource({
        "several, light, 1280", "several, dark, 1280", "several, light, 360", "several, dark, 360",
        "passed, light, 1280", "failed, dark, 360", "not started, light, 1280", "not started, dark, 360"
    })
    void noRuleOfAccessibilityIsBroken(String report, String scheme, int width) throws IOException {
        chromium.screen(width, 740);
        chromium.media("screen", scheme);

        openUnfolded(report);

        assertThat(chromium.violations()).isEmpty();
    }

    /** Faults planted in the page itself. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "svg-img-alt | document.querySelector('svg[role=img]').removeAttribute('aria-label')",
                "color-contrast | document.querySelector('[data-testid=reason]').style.color = '#bbb'",
                "label | document.querySelector('[data-testid=log-search]').closest('label').replaceWith("
                        + "document.querySelector('[data-testid=log-search]'))",
                "html-has-lang | document.documentElement.removeAttribute('lang')",
                "button-name | document.querySelector('.l-next').textContent = ''"
            })
    void aBrokenRuleIsFound(String rule, String fault) throws IOException {
        openUnfolded("several");

        chromium.run(fault);

        assertThat(chromium.violations()).anySatisfy(found -> assertThat(found).startsWith(rule + ":"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"passed", "failed", "not started", "several"})
    void aPhoneScrollsDownOnly(String report) throws IOException {
        chromium.screen(360, 740);

        openUnfolded(report);

        assertThat(pageWidth()).isEqualTo(360);
        chromium.run("document.querySelector('[data-testid=reason]').style.width = '500px'");
        assertThat(pageWidth()).as("this test can fail").isGreaterThan(360);
    }

    private long pageWidth() {
        return (Long) chromium.run("return document.documentElement.scrollWidth");
    }

    @Test
    void darkAndLightAreTwo() throws IOException {
        openUnfolded("failed");
        String light = paper();

        chromium.media("screen", "dark");

        assertThat(light).isEqualTo("rgb(255, 255, 255)");
        assertThat(paper()).isEqualTo("rgb(22, 23, 26)");
    }

    private String paper() {
        return (String) chromium.run("return getComputedStyle(document.body).backgroundColor");
    }

    @Test
    void withoutScriptsEverythingThatDecidesIsReadable() throws IOException {
        chromium.scripts(false);

        chromium.open(ShopReport.write(ShopReport.failed(), folder));

        assertThat(seen("verdict")).containsIgnoringCase("failed");
        assertThat(seen("reason")).contains("wrong peer: 'cache' answered");
        assertThat(seen("connectivity")).contains("web \u2192 db:5432", "wrong peer: 'cache' answered", "532 \u00b5s");
        assertThat(seen("checks")).contains("status 200", "status 502 Bad Gateway");
        assertThat(seen("logs")).contains("INFO web request 1999");
        assertThat(chromium.driver()
                        .findElements(
                                By.cssSelector("[data-testid=log-search], [data-testid=connectivity-failed-only]")))
                .as("what would do nothing isn't offered")
                .isNotEmpty()
                .noneMatch(WebElement::isDisplayed);
    }

    @Test
    void aLargeMatrixIsNamedAndItsFailuresAreReadableWithoutScripts() throws IOException {
        chromium.scripts(false);

        chromium.open(ShopReport.write(ShopReport.large(1), folder));

        assertThat(seen("connectivity"))
                .contains(
                        "200 \u00d7 200 places are drawn by JavaScript",
                        "service-0 \u2192 service-7:8080",
                        "connection refused by service-7 on port 8080");
    }

    private String seen(String id) {
        WebElement part = chromium.driver().findElement(By.cssSelector("[data-testid='%s']".formatted(id)));
        assertThat(part.isDisplayed()).isTrue();
        return part.getText();
    }

    @Test
    void onPaperAllIsThereAndNothingThatOnlyAScreenCanDo() throws IOException {
        chromium.open(ShopReport.write(ShopReport.several(), folder));
        chromium.media("print", "light");

        assertThat(seen("verdict")).containsIgnoringCase("failed");
        assertThat(seen("coverage")).contains("impossible");
        assertThat(chromium.driver().findElements(By.cssSelector("nav, .tools, .copy")))
                .isNotEmpty()
                .noneMatch(WebElement::isDisplayed);
        Path pdf = folder.resolve("report.pdf");
        Files.write(pdf, chromium.paper());
        assertThat(Files.readAllBytes(pdf)).startsWith("%PDF-".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(chromium.driver().findElements(By.cssSelector("[data-testid='run-native'] > details[open]")))
                .as("what is folded on the screen is unfolded for the printer")
                .hasSize(1);
    }

    @Test
    void aLinkToAFoldedRunUnfoldsIt() throws IOException {
        chromium.open(ShopReport.write(ShopReport.several(), folder));
        List<WebElement> links = chromium.driver().findElements(By.linkText("native"));

        links.get(0).click();

        assertThat(seen("run-native")).contains("Components", "shop/db:1.4");
    }
}
