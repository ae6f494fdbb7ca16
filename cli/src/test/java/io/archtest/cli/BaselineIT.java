package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.report.Comparison;
import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import io.archtest.report.baseline.Baseline.Series;
import io.archtest.report.baseline.BaselineFile;
import io.archtest.report.baseline.Sample;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real runs with the same baseline. */
class BaselineIT {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();

    @Test
    void eachRunIsComparedWithThoseBeforeAndAddedToThem() {
        Path file = folder.resolve("base.json");

        Comparison first = run(file, "first");
        assertThat(first.verdict()).isEqualTo("unknown");
        assertThat(first.notes()).containsExactly("cross-arch-nginx on default has no earlier run");
        assertThat(first.rows()).allMatch(row -> row.earlierSamples() == 0 && row.samples() == 1);

        Comparison second = run(file, "second");
        assertThat(second.notes()).isEmpty();
        assertThat(second.rows())
                .isNotEmpty()
                .allMatch(row -> row.earlierSamples() == 1 && row.verdict().equals("unknown"));

        Series series = new BaselineFile(file).read().series().get(0);
        assertThat(series.kind().executions())
                .containsEntry("arm64", "qemu-user")
                .containsEntry("x86_64", "native");
        assertThat(series.kind().processors()).isPositive();
        assertThat(series.kind().kernel()).matches("Linux \\d+\\.\\d+");
        assertThat(series.samples())
                .hasSize(2)
                .allMatch(sample -> sample.starts().keySet().containsAll(List.of("nginx", "client")))
                .extracting(Sample::run)
                .doesNotHaveDuplicates();

        String[] compare = {
            "compare",
            folder.resolve("first").toString(),
            folder.resolve("second").toString()
        };
        assertThat(archtest(compare)).isEqualTo(ExitCode.PASSED);
        assertThat(out.toString()).contains("placement default", "whole run, without images", "can't be told");
    }

    private Comparison run(Path baseline, String name) {
        Path report = folder.resolve(name);
        assertThat(archtest(
                        "run",
                        "cross-arch-nginx",
                        "--images",
                        "packaged",
                        "--baseline",
                        baseline.toString(),
                        "--fail-on-slower",
                        "--report-dir",
                        report.toString()))
                .as(out.toString())
                .isEqualTo(ExitCode.PASSED);
        Report read = new JsonReport(List.of()).read(report.resolve("report.json"));
        assertThat(read.comparison()).isNotNull();
        return read.comparison();
    }

    private int archtest(String... arguments) {
        PrintWriter writer = new PrintWriter(out);
        return new Archtest(new Surroundings(writer, writer, System.getenv(), false)).run(arguments);
    }
}
