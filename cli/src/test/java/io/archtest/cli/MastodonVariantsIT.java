package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other forms of mastodon-stack than the default one. */
class MastodonVariantsIT {
    @TempDir
    Path folder;

    @Test
    void allThatCanBeLeftOutIsLeftOut() throws Exception {
        ArchtestProcess run = ArchtestProcess.start(
                folder,
                "run",
                "mastodon-stack",
                "--images",
                "packaged",
                "--option",
                "sidekiq=combined,database=direct,storage=disk,edge=none");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(report().options())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("sidekiq", "combined", "database", "direct", "storage", "disk", "edge", "none"));
        assertThat(report().components())
                .extracting(Report.Component::name)
                .hasSize(10)
                .contains("sidekiq")
                .doesNotContain("sidekiq-default", "pgbouncer", "storage", "bucket-prepare", "edge");
        assertThat(passed())
                .contains(
                        "web serves the image from its folder", "media are in reach of web and every Sidekiq process");
        assertThat(report().reproduce()).contains("--option sidekiq=combined,database=direct,storage=disk,edge=none");
    }

    @Test
    void theMirrorPassesWithABucketButNoEdge() throws Exception {
        ArchtestProcess run = ArchtestProcess.start(
                folder,
                "run",
                "mastodon-stack",
                "--images",
                "packaged",
                "--placement",
                "flip",
                "--option",
                "edge=none");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(report().components()).extracting(Report.Component::name).doesNotContain("edge");
        assertThat(passed()).contains("the image and its preview lie in the bucket");
    }

    private List<String> passed() {
        return report().checks().stream()
                .filter(check -> check.verdict().equals("passed"))
                .map(Report.Check::name)
                .toList();
    }

    private Report.Run report() {
        return new JsonReport(List.of())
                .read(folder.resolve("archtest-report/report.json"))
                .runs()
                .get(0);
    }
}
