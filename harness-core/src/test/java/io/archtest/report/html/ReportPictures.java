package io.archtest.report.html;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.report.HtmlReport;
import io.archtest.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** Makes the pictures of report.html that the documentation shows: {@code ci/screenshots}. */
final class ReportPictures {
    private final Chromium chromium;
    private final Path pictures;

    private ReportPictures(Chromium chromium, Path pictures) {
        this.chromium = chromium;
        this.pictures = pictures;
    }

    /** @param arguments where pictures go, the report folder of a run that passed, and of one that failed */
    public static void main(String[] arguments) throws IOException {
        Path pictures = Files.createDirectories(Path.of(arguments[0]));
        try (Chromium chromium = Chromium.start()) {
            ReportPictures camera = new ReportPictures(chromium, pictures);
            camera.passed(page(Path.of(arguments[1])));
            camera.failed(page(Path.of(arguments[2])));
        }
    }

    /** As this version shows it, whichever wrote it. */
    private static Path page(Path folder) throws IOException {
        Report report =
                new ObjectMapper().readValue(folder.resolve("report.json").toFile(), Report.class);
        new HtmlReport().write(report, folder);
        return folder.resolve("report.html");
    }

    private void passed(Path page) throws IOException {
        screen(page, 1120, 800, "light");
        take("passed-light.png");
        at("connectivity");
        take("connectivity-light.png");
        at("timeline");
        take("timeline-light.png");
        screen(page, 1120, 800, "dark");
        at("connectivity");
        take("connectivity-dark.png");
        at("factors");
        take("factors-dark.png");
    }

    private void failed(Path page) throws IOException {
        screen(page, 1120, 660, "light");
        take("failed-light.png");
        screen(page, 1120, 660, "dark");
        take("failed-dark.png");
        screen(page, 360, 740, "light");
        take("failed-phone.png");
        screen(page, 360, 740, "dark");
        at("checks");
        take("failed-phone-dark.png");
    }

    private void screen(Path page, int width, int height, String scheme) {
        chromium.screen(width, height);
        chromium.media("screen", scheme);
        chromium.open(page);
    }

    private void at(String part) {
        WebElement element = chromium.driver().findElement(By.cssSelector("[data-testid=%s]".formatted(part)));
        // of several runs those that passed are folded
        chromium.run("arguments[0].closest('details')?.setAttribute('open', '')", element);
        chromium.run("arguments[0].scrollIntoView()", element);
        if (part.equals("connectivity")) {
            Awaitility.await("the matrix to be ready")
                    .until(() -> !element.findElements(By.cssSelector("table[role=grid]"))
                            .isEmpty());
        }
    }

    private void take(String name) throws IOException {
        Files.write(pictures.resolve(name), chromium.picture(false));
    }
}
