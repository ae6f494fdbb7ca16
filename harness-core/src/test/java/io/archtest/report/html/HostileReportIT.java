package io.archtest.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.report.HtmlReport;
import io.archtest.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.NoAlertPresentException;
import org.openqa.selenium.WebElement;

/** Nothing that a log line, a service's name or any other text says is carried out by who reads report.html. */
@ExtendWith(InChromium.class)
class HostileReportIT {
    private static final String SCRIPT = "<script>window.injected = true; alert(1)</script>";
    private static final String IMAGE = "<img src=x onerror='window.injected = true; alert(1)'>";

    private final Chromium chromium;

    @TempDir
    Path folder;

    HostileReportIT(Chromium chromium) {
        this.chromium = chromium;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</script>" + SCRIPT,
                "\"'>" + IMAGE,
                "<!--<script>" + IMAGE,
                "]]></style></textarea></title>" + IMAGE,
                "' onfocus='window.injected=true' autofocus onmouseover='window.injected=true",
                "${window.injected=true} {{window.injected=true}} @if(true) !{x} javascript:window.injected=true",
                "\u0000 \u001b[31mred\u001b[0m \u001b]8;;http://127.0.0.1:9/\u0007 \u202eevil\u202c \u2028 \u2029 "
                        + IMAGE
            })
    void everyTextIsShownAsItIs(String hostile) throws IOException {
        Report report = SampleReport.with(ShopReport.several(), text -> text + hostile);
        new HtmlReport().write(report, folder);

        chromium.open(folder.resolve("report.html"));
        useAll();

        assertUntouched();
        String shown = Visible.of(hostile).strip().replaceAll("\\s+", " ");
        assertThat(chromium.driver().findElement(By.tagName("main")).getText().replaceAll("\\s+", " "))
                .contains("web" + shown, "status 502 Bad Gateway" + shown, "wrong peer: 'cache' answered" + shown);
    }

    @Test
    void whatLogsSayIsShownAsItIs() throws IOException {
        // such a name can be that of a file, unlike one with a slash
        String hostile = "\"'>" + IMAGE;
        Report report = SampleReport.with(ShopReport.failed(), text -> text + hostile);
        Path logs = Files.createDirectories(folder.resolve("logs").resolve("split" + hostile));
        Files.writeString(
                logs.resolve("web" + hostile + ".log"),
                "first\n</pre></script>%s%s\n\u001b[2J\u001b[31mred\u001b[0m \u202etxt.exe \u0000\nlast\n"
                        .formatted(SCRIPT, IMAGE));
        new HtmlReport().write(report, folder);

        chromium.open(folder.resolve("report.html"));
        useAll();
        WebElement search = chromium.driver().findElement(By.cssSelector("[data-testid=log-search]"));
        search.sendKeys("<img src=x");

        assertUntouched();
        assertThat(chromium.driver().findElement(By.cssSelector("mark")).getText())
                .isEqualTo("<img src=x");
        assertThat(chromium.driver()
                        .findElement(By.cssSelector("[data-testid=logs]"))
                        .getText())
                .contains("</pre></script>" + SCRIPT + IMAGE, "\u241b[2Jred", "\u27e8U+202E\u27e9txt.exe \u2400");
    }

    /** Unfolds all, has each matrix built, filtered and asked: what the script itself makes of the texts counts too. */
    private void useAll() {
        chromium.run("document.querySelectorAll('details').forEach(details => details.open = true)");
        for (WebElement matrix : chromium.driver().findElements(By.className("connectivity"))) {
            chromium.run("arguments[0].scrollIntoView()", matrix);
            Awaitility.await("the matrix to be ready")
                    .atMost(Chromium.PATIENCE)
                    .until(() -> !matrix.findElements(By.cssSelector("table[role=grid]"))
                            .isEmpty());
            WebElement failed = matrix.findElement(By.className("m-failed"));
            failed.click();
            failed.click();
            matrix.findElement(By.cssSelector("tbody td")).click();
        }
        chromium.driver().findElements(By.className("copy")).get(0).click();
    }

    private void assertUntouched() {
        assertThatThrownBy(() -> chromium.driver().switchTo().alert())
                .as("no dialog is open")
                .isInstanceOf(NoAlertPresentException.class);
        assertThat(chromium.run("return window.injected === undefined")).isEqualTo(true);
        assertThat(chromium.run(
                        "return document.querySelectorAll('img, iframe, [onerror], [onfocus], [style]').length"))
                .isEqualTo(0L);
        assertThat(chromium.requests()).isNotEmpty().allMatch(address -> address.startsWith("file:"));
        assertThat(chromium.consoleErrors()).isEmpty();
    }

    @Test
    void thePageAsksForNothingButItself() throws IOException {
        Path page = ShopReport.write(ShopReport.several(), folder);

        chromium.open(page);
        useAll();

        assertThat(chromium.requests()).containsExactly(page.toUri().toString());
        assertThat(chromium.consoleErrors()).isEmpty();
    }

    /** Were text not escaped, the page's own policy would still keep it from being carried out. */
    @Test
    void whatWasInjectedIsForbiddenByThePagesPolicy() throws IOException {
        chromium.open(injected(SCRIPT + IMAGE + "<img src='http://127.0.0.1:9/x'>", true));

        assertThat(chromium.run("return window.injected === undefined")).isEqualTo(true);
        assertThat(chromium.consoleErrors())
                .anySatisfy(error -> assertThat(error).contains("Content Security Policy"));
    }

    /** The tests above can fail: without escaping and policy a script runs, and is seen to run. */
    @ParameterizedTest
    @ValueSource(strings = {"<script>window.injected = true</script>", "<img src=x onerror='window.injected = true'>"})
    void whatIsInjectedIsSeen(String markup) throws IOException {
        chromium.open(injected(markup, false));

        Awaitility.await("the injected script")
                .atMost(Chromium.PATIENCE)
                .until(() -> chromium.run("return window.injected === true").equals(true));
    }

    @Test
    void aDialogIsSeen() throws IOException {
        chromium.open(injected("<script>addEventListener('load', () => setTimeout(() => alert(1)))</script>", false));

        Awaitility.await("the dialog")
                .atMost(Chromium.PATIENCE)
                .ignoreExceptions()
                .until(() -> {
                    chromium.driver().switchTo().alert().accept();
                    return true;
                });
    }

    @Test
    void aRequestIsSeen() throws IOException {
        chromium.open(injected("<img src='http://127.0.0.1:9/x'>", false));

        assertThat(chromium.requests()).contains("http://127.0.0.1:9/x");
    }

    /** The page of a report, with markup where its reason stands. */
    private Path injected(String markup, boolean policy) throws IOException {
        Path page = ShopReport.write(ShopReport.failed(), folder);
        String html = Files.readString(page).replaceFirst("<main id=\"content\">", "<main id=\"content\">" + markup);
        assertThat(html).contains(markup);
        Files.writeString(page, policy ? html : html.replaceFirst("<meta http-equiv=[^>]*>", ""));
        return page;
    }
}
