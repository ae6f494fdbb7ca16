package io.archtest.report.html;

import io.archtest.report.HtmlReport;
import io.archtest.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;

/** What a report of 200 components costs its writer and its reader: {@code ci/benchmark-report}. */
final class ReportBenchmark {
    private ReportBenchmark() {}

    /** @param arguments a folder, and how many samples are taken */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int samples = Integer.parseInt(arguments[1]);
        try (Chromium chromium = Chromium.start()) {
            for (int runs : List.of(1, 4)) {
                measure(chromium, folder, runs, samples);
            }
        }
    }

    private static void measure(Chromium chromium, Path folder, int runs, int samples) throws IOException {
        Report report = ShopReport.large(runs);
        List<Double> written = new ArrayList<>();
        List<Double> loaded = new ArrayList<>();
        List<Double> usable = new ArrayList<>();
        List<Double> filtered = new ArrayList<>();
        Path page = folder.resolve("report.html");
        // one more than counts: the first also loads classes and fonts
        for (int sample = 0; sample <= samples; sample++) {
            long begin = System.nanoTime();
            new HtmlReport().write(report, folder);
            written.add((System.nanoTime() - begin) / 1e6);
            chromium.open(page);
            loaded.add(number(chromium.run("return performance.getEntriesByType('navigation')[0].loadEventEnd")));
            usable.add(untilMatrix(chromium));
            filtered.add(number(chromium.run("""
                    const begin = performance.now();
                    document.querySelector('.connectivity .m-failed').click();
                    document.body.getBoundingClientRect();
                    return performance.now() - begin;
                    """)));
        }
        print("%d runs of 200 components, 40,000 cells each: bytes of report.html", runs, Files.size(page));
        print("  written in ms", runs, median(written));
        print("  loaded in ms (from navigation to the end of load)", runs, median(loaded));
        print("  a matrix of 40,000 cells drawn and usable in ms, when scrolled to", runs, median(usable));
        print("  'only failed' in ms", runs, median(filtered));
    }

    /** From scrolling to it until it has been laid out. */
    private static double untilMatrix(Chromium chromium) {
        double begin = number(chromium.run("""
                const begin = performance.now();
                document.querySelector('.run details').open = true;
                const table = document.querySelector('.connectivity table');
                new MutationObserver(() => {
                  if (table.getAttribute('role') === 'grid' && !window.usableAt) {
                    table.getBoundingClientRect();
                    window.usableAt = performance.now();
                  }
                }).observe(table, {attributes: true});
                table.scrollIntoView();
                return begin;
                """));
        Awaitility.await("the matrix")
                .until(() ->
                        chromium.run("return window.usableAt !== undefined").equals(true));
        // what is drawn is counted as well: the script has then given way to the rest of the page
        chromium.driver().findElement(By.cssSelector(".connectivity tbody td"));
        return number(chromium.run("return window.usableAt")) - begin;
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    private static double median(List<Double> times) {
        List<Double> sorted = new ArrayList<>(times.subList(1, times.size()));
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private static void print(String what, int runs, double value) {
        System.out.printf(Locale.ROOT, "%-75s %,12.0f%n", what.formatted(runs), value);
    }
}
