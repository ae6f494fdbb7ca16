package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.Engine;
import io.archtest.engine.Engines;
import io.archtest.engine.Labels;
import io.archtest.host.Ownership;
import io.archtest.host.StateFolder;
import io.archtest.profile.DockerProfiles;
import io.archtest.run.KeptStack;
import io.archtest.run.KeptStacks;
import io.archtest.scenarios.BuiltInScenarios;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stacks that are left running, with the packaged program. */
class UpDownIT {
    private static final String NAME = "up-down-it";

    @TempDir
    Path folder;

    private final KeptStacks stacks = new KeptStacks(StateFolder.of(System.getenv()));

    @AfterEach
    void down() throws Exception {
        if (stacks.find(NAME).isPresent()) {
            run("down", NAME);
        }
    }

    @Test
    void aStackStaysUpUntilItIsTakenDown() throws Exception {
        ArchtestProcess up = run("up", "cross-arch-nginx", "--images", "packaged", "--name", NAME);

        assertThat(up.exitCode()).as(up.output()).isZero();
        KeptStack stack = stacks.find(NAME).orElseThrow();
        assertThat(up.output())
                .contains("nginx                ready after")
                .contains("stack '%s' is up: placement default, run %s".formatted(NAME, stack.runId()))
                .contains("archtest down %s removes it".formatted(NAME));
        int port = stack.snapshot().members().get(0).hostPorts().get(80);
        assertThat(get(port)).contains("served on " + stack.architectures().get("nginx"));

        assertThat(run("up", "cross-arch-nginx", "--name", NAME))
                .satisfies(again -> assertThat(again.exitCode()).isEqualTo(ExitCode.USAGE))
                .satisfies(again -> assertThat(again.output()).contains("is up already, with placement default"));
        assertThat(run("clean").output()).contains("stack '%s' is up and stays".formatted(NAME));
        assertThat(get(port)).contains("served on");

        ArchtestProcess down = run("down", NAME);
        assertThat(down.output()).contains("removed stack '%s'".formatted(NAME));
        assertThat(leftOf(stack)).isZero();
        assertThat(stacks.find(NAME)).isEmpty();
    }

    @Test
    void oneWhoseKeeperWasKilledIsRemovedByClean() throws Exception {
        ArchtestProcess up =
                run("up", "cross-arch-nginx", "--images", "packaged", "--placement", "flip", "--name", NAME);
        assertThat(up.exitCode()).as(up.output()).isZero();
        KeptStack stack = stacks.find(NAME).orElseThrow();
        ProcessHandle keeper = new Ownership(stack.owner()).process().orElseThrow();

        keeper.destroyForcibly();
        keeper.onExit().join();

        assertThat(stacks.find(NAME)).as("it isn't up any more").isEmpty();
        assertThat(leftOf(stack)).isPositive();
        assertThat(run("clean").exitCode()).isZero();
        assertThat(leftOf(stack)).isZero();
    }

    @Test
    void whatThisHostCannotRunIsSaidBeforeAProcessIsStarted() throws Exception {
        ArchtestProcess up = run(
                "up",
                "cross-arch-nginx",
                "--images",
                "registry",
                "--engine",
                "unix://" + folder.resolve("nobody.sock"),
                "--name",
                NAME);

        assertThat(up.exitCode()).as(up.output()).isEqualTo(ExitCode.UNSUPPORTED_HOST);
        assertThat(up.output()).contains("This host can't run it");
        assertThat(stacks.find(NAME)).isEmpty();
    }

    @Test
    void interruptedWhileItStartsItLeavesNothing() throws Exception {
        ArchtestProcess up = ArchtestProcess.start(
                folder, "up", neverUp(), "--images", "packaged", "--placement", "native", "--name", NAME);
        Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> up.output().contains("ready after"));
        ArchtestProcess second = run("up", "cross-arch-nginx", "--name", NAME);
        assertThat(second.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(second.output()).contains("Another archtest is starting or removing a stack called");

        up.process().destroy();

        assertThat(up.exitCode()).isEqualTo(143);
        assertThat(stacks.find(NAME)).isEmpty();
        Optional<String> runId = up.output()
                .lines()
                .filter(line -> line.contains("] run "))
                .map(line -> line.replaceAll(".*] run ([0-9a-f]+):.*", "$1"))
                .findFirst();
        assertThat(left(runId.orElseThrow())).isZero();
    }

    /** With a job that goes on: what a test does meanwhile, however slowly, it does while the stack starts. */
    private String neverUp() throws IOException {
        Path file = new BuiltInScenarios().extract("cross-arch-nginx", folder.resolve("changed"));
        String job = """
                services:
                  endless:
                    image: nginx:1.30
                    command: ["sh", "-c", "while sleep 1; do date; done"] # each line is a sign of progress
                    x-archtest: { job: true }
                """;
        return Files.writeString(file, Files.readString(file).replace("services:\n", job))
                .toString();
    }

    private ArchtestProcess run(String... arguments) throws IOException, InterruptedException {
        ArchtestProcess process = ArchtestProcess.start(folder, arguments);
        process.exitCode();
        return process;
    }

    private static String get(int port) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/".formatted(port)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static long leftOf(KeptStack stack) {
        return left(stack.runId());
    }

    private static long left(String runId) {
        try (Engine engine = Engines.connect(DockerProfiles.DEFAULT_ENDPOINT)) {
            return engine.owned(Labels.RUN, runId).size();
        }
    }
}
