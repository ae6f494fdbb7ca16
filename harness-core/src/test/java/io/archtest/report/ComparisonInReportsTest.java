package io.archtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.testing.ReportFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each kind of report says of durations; that they aren't failures above all. */
class ComparisonInReportsTest {
    private static final String HOSTILE = "we\u001b[31mb|<b>\nx";

    @TempDir
    Path folder;

    private final Comparison comparison = new Comparison(
            "base.json",
            "slower",
            List.of(
                    row("start-to-ready", "web", 1000.0, 3000.0, "slower", "more than noise"),
                    row("start-to-ready", "db", 3000.0, 1000.0, "faster", "more than noise"),
                    row("start-to-ready", HOSTILE, 1000.0, 1000.0, "same", "a slow-down would show"),
                    new Comparison.Row(
                            "default", "check", "scenario: quick", 9, 2.0, 1, 3.0, 1.5, null, "same", "below 50 ms"),
                    new Comparison.Row(
                            "default", "check", "scenario: new", 0, null, 1, 700.0, null, null, "unknown", "no sample"),
                    row("run", "default", 9000.0, 12_345.0, "unknown", "noise")),
            List.of("the host itself is 2.0x slower now"),
            List.of(new Comparison.Emulated("web", "qemu-user", 1, 1000, 2, 8500, 8.5)));

    private final Report report =
            ReportFixture.report("shop", ReportFixture.run("default")).withComparison(comparison);

    @Test
    void junitXmlHasPropertiesAndNoFailure() throws IOException {
        Path file = folder.resolve("junit.xml");
        new JUnitXml().write(report, file);

        assertThat(Files.readString(file))
                .contains("<property name=\"archtest.baseline\" value=\"base.json\"/>")
                .contains(
                        "<property name=\"archtest.slower.start-to-ready.web\" value=\"3.00x: 3.00 s (1), was 1.00 s (9);"
                                + " more than noise\"/>")
                .contains("archtest.faster.start-to-ready.db")
                .contains("failures=\"0\" errors=\"0\"")
                .doesNotContain("archtest.unknown", "archtest.same");
    }

    @Test
    void theSummaryNamesWhatIsSlowerAndFoldsTheRest() {
        String markdown = new MarkdownSummary(List.of(report)).render(100_000);

        assertThat(markdown)
                .contains("**Slower than in base.json** (no failure by itself)")
                .contains("| web | 1.00 s (9) | 3.00 s (1) | 3.00x | slower | more than noise |")
                .contains(
                        "<details><summary>durations against base.json&#58; 1 slower, 1 faster, 2 same, 2 can't be told")
                .contains("| web | 1.00 s (1) | qemu-user 8.50 s (2) | 8.50x |")
                .doesNotContain("<b>", "\u001b");
    }

    @Test
    void theTableShowsAllThatMatters() {
        String text = new ComparisonTable(comparison).text(OptionalInt.empty());

        assertThat(text.lines())
                .contains(
                        "placement default",
                        "  web                        1.00 s (9)   3.00 s (1)  3.00x  slower   more than noise",
                        "  scenario: new              -            700 ms (1)  -      unknown  no sample",
                        "  whole run, without images  9.00 s (9)   12.3 s (1)  1.37x  unknown  noise",
                        "  and 1 that took less than 50 ms, then as now",
                        "native against emulated, start to ready",
                        "  web        1.00 s (1)  qemu-user 8.50 s (2)  8.50x",
                        "! the host itself is 2.0x slower now",
                        "against base.json: 1 slower, 1 faster, 2 same, 2 can't be told");
        assertThat(text).doesNotContain("quick", "\u001b");
    }

    @Test
    void theTableFitsATerminal() {
        Comparison wide = new Comparison(
                "a/very/long/way/to/a/file/that/holds/the/earlier/runs/of/this/scenario/base.json",
                "same",
                IntStream.range(0, 3)
                        .mapToObj(i -> row(
                                "start-to-ready", "component-".repeat(12) + i, 1000.0, 1000.0, "same", "w".repeat(90)))
                        .toList(),
                List.of("n".repeat(200)),
                List.of());

        assertThat(new ComparisonTable(wide).text(OptionalInt.of(80)).lines())
                .allMatch(line -> TextColumns.width(line) <= 80)
                .anyMatch(line -> line.matches("  component-compon.*…ponent-component-0  .*"))
                .anyMatch(line -> line.matches("  component-compon.*…ponent-component-1  .*"));
    }

    @Test
    void oldReportsHaveNone() throws IOException {
        Path file = folder.resolve("report.json");
        new JsonReport(List.of()).write(report, file);
        Files.writeString(file, Files.readString(file).replaceFirst("(?s)\"emulation\" : \\[.*?\\]", "\"more\" : 1"));

        assertThat(new JsonReport(List.of()).read(file).comparison())
                .isNotNull()
                .satisfies(read -> assertThat(read.emulation()).isEmpty());
    }

    private static Comparison.Row row(
            String what, String about, double earlier, double now, String verdict, String why) {
        return new Comparison.Row(
                "default", what, about, 9, earlier, 1, now, Math.round(now / earlier * 100) / 100.0, 1.4, verdict, why);
    }
}
