package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.testing.standin.ColimaStandIn;
import io.archtest.testing.standin.ColimaStandIn.EngineKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged program on the stand-in for Colima; needs the docker program and no engine. */
class ProfilesCommandIT {
    private static final String ARM = "archtest-arm64";

    @TempDir
    Path folder;

    private final ColimaStandIn colima = new ColimaStandIn(EngineKind.ANSWERING);

    @AfterEach
    void end() throws IOException {
        colima.close();
    }

    @Test
    void aMachineIsStartedListedStoppedAndDeleted() throws Exception {
        ArchtestProcess start = ended("profiles", "start", "arm64", "--cpus", "3", "--memory", "2.5", "--disk", "11");
        assertThat(start.exitCode()).as(start.output()).isZero();
        assertThat(colima.calls()).anyMatch(call -> call.contains("--cpus 3 --memory 2.5 --disk 11 "));

        JsonNode listed =
                json("profiles", "list", "--provider", "colima", "--json").get(0);
        assertThat(listed.path("name").asText()).isEqualTo(ARM);
        assertThat(listed.path("architecture").asText()).isEqualTo("arm64");
        assertThat(listed.path("state").asText()).isEqualTo("RUNNING_READY");
        assertThat(listed.path("execution").asText()).isEqualTo("system");
        assertThat(listed.path("owner").asText()).isEqualTo("archtest");
        assertThat(listed.path("cpus").asInt()).isEqualTo(3);
        assertThat(listed.path("memoryBytes").asLong()).isEqualTo(5L << 29);
        assertThat(listed.path("endpoint").asText())
                .isEqualTo("unix://" + colima.home().resolve(ARM + "/docker.sock"));

        assertThat(state("profiles", "stop", "arm64")).isEqualTo("STOPPED");
        assertThat(state("profiles", "delete", ARM)).isEqualTo("ABSENT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"profiles start arm64", "run mastodon-stack --provider colima --placement arm64"})
    void terminatedInMidStartItLeavesNoMachine(String line) throws Exception {
        colima.misbehaving("start", "endless");
        ArchtestProcess run = archtest(line.split(" "));
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> colima.machine(ARM).isPresent());
        ProcessHandle machine = colima.machine(ARM).orElseThrow();

        run.process().destroy();

        assertThat(run.exitCode()).as(run.output()).isEqualTo(143); // the JVM's own after SIGTERM
        assertThat(ColimaStandIn.alive(machine)).isFalse();
        assertThat(colima.status(ARM)).isEmpty();
        assertThat(colima.home().resolve(ARM)).doesNotExist();
    }

    @Test
    void whatTheHostLacksIsSaidBeforeAnythingStarts() throws Exception {
        Files.delete(colima.programs().resolve("qemu-system-aarch64"));

        ArchtestProcess run = ended("run", "mastodon-stack", "--provider", "colima", "--placement", "arm64");

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNSUPPORTED_HOST);
        assertThat(run.output()).contains("qemu-system-aarch64").contains("brew install qemu");
        assertThat(colima.calls()).noneMatch(call -> call.startsWith("colima start"));
        assertThat(folder.resolve("archtest-report")).doesNotExist();
    }

    @Test
    void aStartThatFailsIsARowOfTheReport() throws Exception {
        colima.misbehaving("start", "download always");

        ArchtestProcess run = ended("run", "mastodon-stack", "--provider", "colima", "--placement", "arm64");

        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.NOT_STARTED);
        assertThat(run.output())
                .contains("error during image download")
                .contains("--proxy")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("archtest-report/report.json")).content().contains("error during image download");
    }

    private String state(String... arguments) throws Exception {
        String[] asJson = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        asJson[arguments.length] = "--json";
        return json(asJson).get(0).path("state").asText();
    }

    /** The answer is on standard output, behind the progress on the error stream, which a test gets first. */
    private JsonNode json(String... arguments) throws Exception {
        String output = ended(arguments).output();
        assertThat(output).contains("[ {");
        return new ObjectMapper().readTree(output.substring(output.indexOf("[ {")));
    }

    private ArchtestProcess ended(String... arguments) throws Exception {
        ArchtestProcess process = archtest(arguments);
        process.exitCode();
        return process;
    }

    private ArchtestProcess archtest(String... arguments) throws IOException {
        return ArchtestProcess.start(folder, colima.environment(), arguments);
    }
}
