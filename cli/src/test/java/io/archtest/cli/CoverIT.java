package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.report.Coverage;
import io.archtest.report.JsonReport;
import io.archtest.report.NotRun;
import io.archtest.report.Report;
import io.archtest.scenarios.BuiltInScenarios;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cover carried out on a real engine, and one that ends after its first failure. */
class CoverIT {
    @TempDir
    Path folder;

    @Test
    void fourRunsUseTheLinkInAllCombinationsAndTheReportSaysSo() throws Exception {
        ArchtestProcess run = ArchtestProcess.start(
                folder, "run", "cross-arch-nginx", "--images", "packaged", "--placement", "cover");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output())
                .contains("coverage: 4 of 4 combinations of 1 link passed; 4 placements in place of 2^2 = 4")
                .containsPattern("client -> nginx +ok +ok +ok +ok");
        Coverage coverage = coverage();
        assertThat(coverage.links()).singleElement().satisfies(link -> {
            assertThat(link.ports()).containsExactly(80);
            assertThat(link.uses()).hasSize(4).allMatch(use -> use.state().equals(Coverage.PASSED));
            assertThat(link.uses().stream().flatMap(use -> use.placements().stream()))
                    .containsExactlyInAnyOrder("cover-1", "cover-2", "cover-3", "cover-4");
        });
    }

    /** What fails is a page; the link itself was used and answered, which is what is covered. */
    @Test
    void afterTheFirstFailureNothingMoreIsRunAndNothingMoreIsCovered() throws Exception {
        Path file = new BuiltInScenarios().extract("cross-arch-nginx", folder.resolve("changed"));
        Files.writeString(file, Files.readString(file).replace("content: \"page ${PAGE}", "content: \"page 00c0ffee"));

        ArchtestProcess run = ArchtestProcess.start(
                folder,
                "run",
                file.toString(),
                "--images",
                "packaged",
                "--placement",
                "native,default,flip",
                "--fail-fast");

        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(run.output()).contains("placement default not run", "placement flip not run");
        Report report = report();
        assertThat(report.verdict()).isEqualTo("failed");
        assertThat(report.runs()).hasSize(1);
        assertThat(report.notRun())
                .extracting(NotRun::reason)
                .hasSize(2)
                .containsOnly("--fail-fast: %s failed on placement native".formatted(report.scenario()));
        assertThat(coverage().links().get(0).uses())
                .extracting(Coverage.Use::state)
                .containsExactlyInAnyOrder(Coverage.NOT_RUN, Coverage.NOT_RUN, Coverage.NOT_RUN, Coverage.PASSED);
        assertThat(folder.resolve("archtest-report/junit.xml"))
                .content()
                .contains("name=\"cross-arch-nginx, placement flip\"", "not run: --fail-fast: cross-arch-nginx failed");
    }

    private Coverage coverage() {
        return Objects.requireNonNull(report().coverage());
    }

    private Report report() {
        return new JsonReport(List.of()).read(folder.resolve("archtest-report/report.json"));
    }
}
