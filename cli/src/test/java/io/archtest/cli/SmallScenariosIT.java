package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import io.archtest.scenarios.BuiltInScenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scenarios beside Mastodon's, each under its default placement and the mirror, and with faults planted in their files. */
class SmallScenariosIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"default", "flip"})
    void crossArchNginxPasses(String placement) throws Exception {
        Report.Run run = passed("cross-arch-nginx", placement);

        boolean flipped = placement.equals("flip");
        assertThat(run.placement().components())
                .containsEntry("nginx", flipped ? "arm64" : "x86_64")
                .containsEntry("client", flipped ? "x86_64" : "arm64");
        assertThat(checks(run, "passed")).hasSize(4);
        assertThat(run.checks())
                .filteredOn(check -> check.name().equals("the client gets this run's page from nginx"))
                .singleElement()
                .satisfies(check -> assertThat(check.actual())
                        .contains("on %s curl got".formatted(flipped ? "x86_64" : "aarch64"))
                        .contains("served on %s".formatted(flipped ? "aarch64" : "x86_64")));
        assertThat(run.connectivity())
                .filteredOn(cell -> cell.verdict().equals("passed"))
                .singleElement()
                .satisfies(cell -> assertThat(cell.via()).isEqualTo("host.docker.internal"));
    }

    @Test
    void aPageOfAnotherRunIsCaught() throws Exception {
        Report.Run run = failed(changed("cross-arch-nginx", "content: \"page ${PAGE}", "content: \"page 00c0ffee"));

        assertThat(checks(run, "failed"))
                .containsExactly(
                        "the client gets this run's page from nginx", "the host gets this run's page from nginx");
    }

    @Test
    void aClientThatFindsNobodyIsCaught() throws Exception {
        Report.Run run = failed(changed("cross-arch-nginx", "http://nginx/", "http://ngnix/"));

        assertThat(checks(run, "failed")).containsExactly("the client gets this run's page from nginx");
        assertThat(evidence(run)).contains("Could not resolve host: ngnix");
    }

    @Test
    void aMissingPageIsCaught() throws Exception {
        Report.Run run = failed(changed("cross-arch-nginx", "http://nginx/", "http://nginx/missing"));

        assertThat(checks(run, "failed"))
                .containsExactly("the client gets this run's page from nginx", "nginx reports no error");
        assertThat(evidence(run)).contains("error: 404");
    }

    private Report.Run passed(String scenario, String placement) throws Exception {
        ArchtestProcess run =
                ArchtestProcess.start(folder, "run", scenario, "--images", "packaged", "--placement", placement);

        assertThat(run.exitCode()).as(run.output()).isZero();
        Report report = report();
        assertThat(report.verdict()).isEqualTo("passed");
        assertThat(report.runs()).hasSize(1);
        Report.Run only = report.runs().get(0);
        assertThat(only.placement().components().values()).contains("arm64", "x86_64");
        assertThat(only.checks())
                .allSatisfy(check -> assertThat(check.verdict()).isEqualTo("passed"));
        assertThat(only.connectivity())
                .extracting(Report.Cell::verdict)
                .contains("passed")
                .doesNotContain("failed", "errored");
        return only;
    }

    /** All on one architecture, which is quick; what is planted has nothing to do with the other. */
    private Report.Run failed(Path file) throws Exception {
        ArchtestProcess run =
                ArchtestProcess.start(folder, "run", file.toString(), "--images", "packaged", "--placement", "native");

        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.CHECK_FAILED);
        return report().runs().get(0);
    }

    private Path changed(String scenario, String what, String into) throws IOException {
        Path file = new BuiltInScenarios().extract(scenario, folder.resolve("changed"));
        String text = Files.readString(file);
        assertThat(text).contains(what);
        return Files.writeString(file, text.replace(what, into));
    }

    private Report report() {
        return new JsonReport(List.of()).read(folder.resolve("archtest-report/report.json"));
    }

    private static List<String> checks(Report.Run run, String verdict) {
        return run.checks().stream()
                .filter(check ->
                        check.group().equals("scenario") && check.verdict().equals(verdict))
                .map(Report.Check::name)
                .toList();
    }

    /** What was seen instead, and why, of all checks that failed. */
    private static String evidence(Report.Run run) {
        return run.checks().stream()
                .filter(check -> check.verdict().equals("failed"))
                .map(check -> check.actual() + " " + check.cause())
                .reduce("", (one, other) -> one + "\n" + other);
    }
}
