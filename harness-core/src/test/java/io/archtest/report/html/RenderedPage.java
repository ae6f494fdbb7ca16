package io.archtest.report.html;

import io.archtest.report.HtmlReport;
import io.archtest.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** {@code report.html} as a parser reads it. */
final class RenderedPage {
    private RenderedPage() {}

    static Document of(Report report, Path folder) throws IOException {
        new HtmlReport().write(report, folder);
        return Jsoup.parse(folder.resolve("report.html").toFile());
    }

    static String shown(Document page, String id) {
        return page.select("[data-testid=%s]".formatted(id)).text();
    }
}
