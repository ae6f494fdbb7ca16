package io.archtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.testing.ReportFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CausesInReportsTest {
    private final Report report = ReportFixture.report(
            "shop",
            ReportFixture.run("default")
                    .check("scenario", "the page", "failed", "status 403")
                    .cell("db", "failed", "refused")
                    .cause("the page", "host-authorisation", "blocked by hunter2hunter2")
                    .cause("web -> db:5432", "connection-refused", "nobody listens"));

    @TempDir
    private Path folder;

    @Test
    void everyReportTellsTheCauseWithItsEvidenceAndNextStepOnce() throws IOException {
        new ReportFolder(folder).write(report, List.of());

        for (String text : texts()) {
            assertThat(text)
                    .containsOnlyOnce("blocked by hunter2hunter2")
                    .containsOnlyOnce("do something about host-authorisation")
                    .containsOnlyOnce("nobody listens");
        }
    }

    /** The end of a log is read as lines, the last ones too. */
    @Test
    void theLastLinesOfALogAreLinesAndAllAreThere() {
        List<String> log = List.of("first of the last", "x".repeat(100), "FATAL: the very last");
        Report unknown = ReportFixture.report(
                "shop",
                ReportFixture.run("default")
                        .check("scenario", "the page", "failed", "status 200")
                        .cause("the page", "unknown", String.join("\n", log)));

        for (String text : List.of(
                new ConsoleReport(new ConsoleStyle(false, OptionalInt.of(80), false))
                        .render(unknown, folder.toString()),
                Problem.of(unknown, unknown.runs().get(0)).get(0).why())) {
            assertThat(text.lines().map(String::strip).map(line -> line.substring(0, Math.min(60, line.length()))))
                    .containsSubsequence("first of the last", "x".repeat(60), "FATAL: the very last");
        }
    }

    @Test
    void aSecretInTheEvidenceStandsInNone() throws IOException {
        new ReportFolder(folder).write(report, List.of("hunter2hunter2"));

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.toList())
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(file)
                            .content()
                            .contains("blocked by [secret]")
                            .doesNotContain("hunter2hunter2"));
        }
    }

    private List<String> texts() throws IOException {
        return List.of(
                new ConsoleReport(false).render(report, folder.toString()),
                new MarkdownSummary(List.of(report)).render(1_000_000),
                Files.readString(folder.resolve("junit.xml")));
    }
}
