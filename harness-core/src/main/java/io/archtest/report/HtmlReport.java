package io.archtest.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.archtest.model.ArchtestException;
import io.archtest.model.WholeFile;
import io.archtest.report.html.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * {@code report.html}: one page for people that needs nothing beside it. All text that comes from outside is escaped by the
 * templates, for the place where it stands.
 */
public final class HtmlReport {
    private final TemplateEngine templates = TemplateEngine.createPrecompiled(
            null, ContentType.Html, HtmlReport.class.getClassLoader(), "io.archtest.report.html.templates");

    /**
     * Writes {@code report.html}.
     *
     * @param report without secrets
     * @param folder where the report's files are; what lies in its {@code logs}, without secrets, is shown
     */
    public void write(Report report, Path folder) {
        Path file = folder.resolve("report.html");
        // all of it or nothing: half a page might show a verdict without what speaks against it
        StringOutput page = new StringOutput();
        templates.render("page.jte", Page.of(report, folder), page);
        try {
            WholeFile.write(file, page.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ArchtestException(
                    "Cannot write the report %s: %s; name another folder with --report-dir"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }
}
