package io.archtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.testing.ReportFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
