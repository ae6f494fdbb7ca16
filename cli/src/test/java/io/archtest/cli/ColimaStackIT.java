package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.archtest.host.StateFolder;
import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import io.archtest.scenarios.BuiltInScenarios;
import io.archtest.testing.standin.ColimaStandIn;
import io.archtest.testing.standin.ColimaStandIn.EngineKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program's main job over two engines: the stand-in for Colima has a Docker daemon of its own for each machine. */
class ColimaStackIT {
    @TempDir
    Path folder;

    private final ColimaStandIn colima = new ColimaStandIn(EngineKind.REAL);

    @AfterEach
    void end() throws IOException {
        colima.close();
    }

    @Test
    void theMastodonStackPassesOverTwoEngines() throws Exception {
        Path docker = Files.createDirectories(colima.userHome().resolve(".docker"));
        Files.writeString(docker.resolve("config.json"), "{\"currentContext\":\"mine\"}");

        ArchtestProcess run = archtest("run", "mastodon-stack", "--provider", "colima", "--images", "packaged");

        assertThat(run.exitCode()).as(run.output()).isZero();
        Report.Run report = report().runs().get(0);
        assertThat(report.provider()).isEqualTo("colima");
        assertThat(report.profiles())
                .extracting(Report.Profile::name)
                .containsExactlyInAnyOrder("archtest-arm64", "archtest-x86_64");
        assertThat(report.profiles())
                .extracting(Report.Profile::endpoint)
                .doesNotHaveDuplicates()
                .allMatch(endpoint -> endpoint.startsWith("unix://" + colima.home()));
        // the host's own architecture is native only where it can be accelerated
        assertThat(report.profiles())
                .extracting(Report.Profile::execution)
                .contains("system")
                .isSubsetOf("system", "native");
        assertThat(report.connectivity().stream()
                        .filter(cell -> cell.via().equals("host.docker.internal"))
                        .filter(cell -> cell.verdict().equals("passed")))
                .hasSize(101);
        assertThat(report.checks())
                .filteredOn(check -> !check.verdict().equals("passed"))
                .extracting(Report.Check::name, Report.Check::verdict)
                .as("asked only where there is no bucket")
                .containsExactly(tuple("web serves the image from its folder", "skipped"));
        assertThat(colima.status("archtest-arm64"))
                .as("what was started is stopped")
                .contains("Stopped");
        assertThat(colima.status("archtest-x86_64")).contains("Stopped");
        assertThat(docker.resolve("config.json")).content().contains("\"mine\"");
    }

    @Test
    void contextsServeAsProfilesOfTheDockerProvider() throws Exception {
        ArchtestProcess start = archtest("profiles", "start", "arm64", "x86_64");
        assertThat(start.exitCode()).as(start.output()).isZero();
        Path stack = Files.writeString(folder.resolve("compose.yaml"), """
                services:
                  db: { image: "postgres:15", environment: { POSTGRES_PASSWORD: secret }, expose: ["5432"] }
                  cache: { image: "redis:7", expose: ["6379"] }
                x-archtest:
                  packaged: %s
                """.formatted(new BuiltInScenarios()
                .extract("mastodon-stack", folder.resolve("mastodon"))
                .resolveSibling("packaged/images.yaml")));

        ArchtestProcess run = archtest(
                "run",
                stack.toString(),
                "--images",
                "packaged",
                "--place",
                "db=arm64,cache=x86_64",
                "--provider",
                "docker",
                "--profile",
                "arm64=colima-archtest-arm64,x86_64=colima-archtest-x86_64");

        assertThat(run.exitCode()).as(run.output()).isZero();
        Report.Run report = report().runs().get(0);
        assertThat(report.provider()).isEqualTo("docker");
        assertThat(report.profiles())
                .extracting(Report.Profile::name)
                .containsExactlyInAnyOrder("colima-archtest-arm64", "colima-archtest-x86_64");
        assertThat(report.profiles())
                .filteredOn(profile -> profile.architecture().equals("arm64"))
                .extracting(Report.Profile::execution)
                .containsExactly("system");
        assertThat(report.connectivity())
                .hasSize(2)
                .allMatch(cell -> cell.via().equals("host.docker.internal")
                        && cell.verdict().equals("passed"));
        assertThat(colima.status("archtest-arm64"))
                .as("found, and so left running")
                .contains("Running");
    }

    @Test
    void aMachineOfAKilledRunIsStoppedByClean() throws Exception {
        ArchtestProcess killed = archtest("run", "mastodon-stack", "--provider", "colima", "--images", "packaged");
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> killed.output().contains("archtest-tools:2"));
        killed.process().destroyForcibly();
        killed.exitCode();
        assertThat(colima.status("archtest-arm64")).contains("Running");

        ArchtestProcess clean = archtest("clean");

        assertThat(clean.exitCode()).as(clean.output()).isZero();
        assertThat(clean.output())
                .contains("stopped profile archtest-arm64")
                .contains("stopped profile archtest-x86_64");
        assertThat(colima.status("archtest-arm64")).contains("Stopped");
        assertThat(colima.status("archtest-x86_64")).contains("Stopped");
    }

    private ArchtestProcess archtest(String... arguments) throws IOException {
        Map<String, String> environment = new HashMap<>(colima.environment());
        // the package layers that other tests have built
        environment.put("ARCHTEST_HOME", StateFolder.of(System.getenv()).path().toString());
        return ArchtestProcess.start(folder, environment, arguments);
    }

    private Report report() {
        return new JsonReport(List.of()).read(folder.resolve("archtest-report/report.json"));
    }
}
