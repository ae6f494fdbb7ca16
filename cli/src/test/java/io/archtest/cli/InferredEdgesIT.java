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

/**
 * A Compose file that says nothing to archtest, except where its images come from here, on the real engine: what it names by
 * the way is really asked, across architectures.
 */
class InferredEdgesIT {
    private static final String COMPOSE = """
            services:
              web:
                image: nginx:1.30
                %s
              client:
                image: curlimages/curl:8.15.0
                entrypoint: ["sleep", "infinity"]
                depends_on: [web]
                %s
            x-archtest: { packaged: packaged/images.yaml }
            """;

    private static final String HEALTHY =
            "healthcheck: { test: [CMD, curl, -fs, 'http://127.0.0.1/'], interval: 1s, retries: 30 }";

    @TempDir
    Path folder;

    @Test
    void anAddressInTheEnvironmentIsAskedAcrossArchitectures() throws Exception {
        Report.Run run = run(HEALTHY, "environment: { UPSTREAM_URL: 'http://web:80/' }", ExitCode.PASSED);

        assertThat(run.placement().name()).isEqualTo("split");
        assertThat(run.placement().components().values()).containsExactlyInAnyOrder("arm64", "x86_64");
        assertThat(run.connectivity())
                .filteredOn(cell -> cell.verdict().equals("passed"))
                .singleElement()
                .satisfies(cell -> assertThat("%s %s %s %s".formatted(cell.from(), cell.to(), cell.port(), cell.via()))
                        .isEqualTo("client web 80 host.docker.internal"));
    }

    @Test
    void aPortWhereNobodyListensIsCaughtWithThePlaceThatNamesIt() throws Exception {
        Report.Run run = run("", "environment: { UPSTREAM_URL: 'http://web:81/' }", ExitCode.CHECK_FAILED);

        assertThat(run.connectivity())
                .filteredOn(cell -> cell.verdict().equals("failed"))
                .singleElement()
                .satisfies(cell -> assertThat(cell.cause())
                        .contains("nothing arrived")
                        .contains("environment UPSTREAM_URL of client names web:81, compose.yaml:9")
                        .contains("ignore: true"));
        assertThat(run.causes()).singleElement().satisfies(cause -> {
            assertThat(cause.id()).isEqualTo("nothing-behind-relay");
            assertThat(cause.about()).isEqualTo("client -> web:81");
            assertThat(cause.evidence()).contains("nothing arrived: the relay accepted");
        });
    }

    @Test
    void aHostWithoutPortReachesWhatItsImageExposesAndNothingIsAsked() throws Exception {
        String client = """
                environment: { UPSTREAM_HOST: web }
                    healthcheck: { test: [CMD-SHELL, 'curl -fs "http://$$UPSTREAM_HOST/"'], interval: 2s, retries: 60 }
                """;

        Report.Run run = run(HEALTHY, client, ExitCode.PASSED);

        assertThat(run.connectivity())
                .filteredOn(cell -> cell.to().equals("web"))
                .singleElement()
                .satisfies(cell -> assertThat(cell.verdict()).isEqualTo("skipped"));
    }

    private Report.Run run(String web, String client, int exitCode) throws Exception {
        Path file = folder.resolve("stack/compose.yaml");
        packagedImages(file.getParent());
        Files.writeString(file, COMPOSE.formatted(web, client.strip()));

        ArchtestProcess run = ArchtestProcess.start(folder, "run", file.toString(), "--images", "packaged");

        assertThat(run.exitCode()).as(run.output()).isEqualTo(exitCode);
        return new JsonReport(List.of())
                .read(folder.resolve("archtest-report/report.json"))
                .runs()
                .get(0);
    }

    /** Those of the built-in scenario, without its file. */
    private static void packagedImages(Path target) throws IOException {
        Path extracted = new BuiltInScenarios().extract("cross-arch-nginx", target.resolveSibling("built-in"));
        Files.createDirectories(target);
        Files.move(extracted.resolveSibling("packaged"), target.resolve("packaged"));
    }
}
