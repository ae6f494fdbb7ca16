package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other forms of mastodon-stack than the default one, and its opt-in checks. */
class MastodonVariantsIT {
    @TempDir
    Path folder;

    @Test
    void oneSidekiqForAllQueuesAndNoPooler() throws Exception {
        ArchtestProcess run = ArchtestProcess.start(
                folder,
                "run",
                "mastodon-stack",
                "--images",
                "packaged",
                "--option",
                "sidekiq=combined,database=direct");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(report().options()).containsEntry("sidekiq", "combined");
        assertThat(report().components())
                .extracting(Report.Component::name)
                .contains("sidekiq")
                .doesNotContain("sidekiq-default", "pgbouncer");
        assertThat(report().reproduce()).contains("--option sidekiq=combined,database=direct");
    }

    @Test
    void theStackStandsEveryOutage() throws Exception {
        ArchtestProcess run = ArchtestProcess.start(
                folder, "run", "mastodon-stack", "--images", "packaged", "--checks", "degradation");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(report().checks().stream()
                        .filter(check -> check.name().startsWith("without "))
                        .toList())
                .hasSizeGreaterThanOrEqualTo(11)
                .allMatch(check -> check.verdict().equals("passed"));
        assertThat(report().checks().stream().filter(check -> check.group().equals("health")))
                .as("an outage on purpose is no incident")
                .allMatch(check -> check.verdict().equals("passed"));
    }

    private Report.Run report() {
        return new JsonReport(List.of())
                .read(folder.resolve("archtest-report/report.json"))
                .runs()
                .get(0);
    }
}
