package io.archtest.cli;

import static io.archtest.cli.RemoteFixture.FOREIGN;
import static io.archtest.cli.RemoteFixture.NATIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.archtest.engine.Labels;
import io.archtest.report.Report;
import io.archtest.testing.standin.RemoteMachine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Docker context over ssh, to OpenSSH's own server on another machine. */
class SshEngineIT {
    private static RemoteMachine machine;

    @TempDir
    Path folder;

    private RemoteFixture fixture;

    @BeforeAll
    static void start() throws IOException {
        machine = RemoteMachine.start();
        machine.context("far", machine.sshEndpoint());
    }

    @AfterAll
    static void end() throws IOException {
        machine.close();
    }

    @BeforeEach
    void prepare() throws IOException {
        fixture = new RemoteFixture(machine, folder);
    }

    @Test
    void aKilledRunLeavesNoTunnelAndTheNextOneRemovesTheRestAndPasses() throws Exception {
        ArchtestProcess killed = runUntilSomethingRunsThere();

        killed.process().destroyForcibly();

        killed.exitCode();
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            assertThat(machine.tunnels()).isEmpty();
            assertThat(machine.sessions()).isEmpty();
            assertThat(machine.temporaryFiles())
                    .noneMatch(file -> file.toString().contains("archtest-ssh"));
        });
        assertThat(database()).as("nobody could remove it").isNotEmpty();

        ArchtestProcess next = run(machine.environment());

        assertThat(next.exitCode()).as(next.output()).isZero();
        assertThat(next.output())
                .contains("forwarding the engine's socket of " + machine.sshEndpoint())
                .contains("left behind by an archtest that was killed");
        assertNativePartRanThere(fixture.report());
        assertThat(machine.docker("ps", "-aq")).isEmpty();
        assertThat(machine.tunnels()).isEmpty();
        assertThat(machine.sessions()).isEmpty();
    }

    private static void assertNativePartRanThere(Report.Run report) {
        assertThat(report.connectivity())
                .extracting(Report.Cell::from, Report.Cell::to, Report.Cell::via, Report.Cell::verdict)
                .containsExactlyInAnyOrder(
                        tuple("db", "cache", machine.hostAddress(), "passed"),
                        tuple("cache", "db", machine.address(), "passed"));
        assertThat(report.profiles())
                .extracting(
                        Report.Profile::architecture,
                        Report.Profile::name,
                        Report.Profile::endpoint,
                        Report.Profile::execution)
                .containsExactlyInAnyOrder(
                        tuple(NATIVE.word(), "far", machine.sshEndpoint(), "native"),
                        tuple(FOREIGN.word(), "docker-" + FOREIGN, "unix:///var/run/docker.sock", "qemu-user"));
    }

    @Test
    void theEngineIsListedAsItIsFound() throws Exception {
        ArchtestProcess list = ArchtestProcess.start(
                folder,
                machine.environment(),
                "profiles",
                "list",
                "--provider",
                "docker",
                "--profile",
                FOREIGN + "=far",
                "--json");

        assertThat(list.exitCode()).as(list.output()).isZero();
        assertThat(list.output())
                .contains("\"endpoint\" : \"%s\"".formatted(machine.sshEndpoint()))
                .contains("the engine is %s; it runs %s if its kernel has a handler".formatted(NATIVE, FOREIGN));
        fixture.assertNothingIsLeft();
    }

    /** As by a time limit, by Ctrl-C in a terminal and by the terminal's closing, which all processes of the group get. */
    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
    void aSignalToTheWholeGroupRemovesEverythingThroughTheTunnel(String signal, int exitCode) throws Exception {
        ArchtestProcess run = runUntilSomethingRunsThere();

        run.signalGroup(signal);

        assertThat(run.exitCode()).as(run.output()).isEqualTo(exitCode);
        fixture.assertNothingIsLeft();
        RemoteFixture.assertNothingIsLeftHere(run);
    }

    @Test
    void aConnectionThatBreaksEndsTheRunAndIsNeverAPass() throws Exception {
        ArchtestProcess run = runUntilSomethingRunsThere();

        machine.cutSessions();

        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.NOT_STARTED);
        assertThat(run.output())
                .contains("the engine at '%s'".formatted(machine.sshEndpoint()))
                .contains("could not be cleaned up completely")
                .doesNotContain("\tat ");
        assertThat(machine.tunnels()).isEmpty();
        assertThat(machine.temporaryFiles()).isEmpty();
        RemoteFixture.assertNothingIsLeftHere(run);
        machine.removeContainers();
    }

    @Test
    void anUnknownKeyIsRefusedWithWhatSshSays() throws Exception {
        assertNotStarted(run(machine.strangersEnvironment()), "Permission denied", machine.sshEndpoint());
    }

    @ParameterizedTest
    @CsvSource({
        "closed-port, ssh://root@ADDRESS:9, Connection refused",
        "no-socket, ssh://root@ADDRESS:2222/nowhere/docker.sock, /nowhere/docker.sock"
    })
    void whatSshCannotReachIsSaidInItsWords(String context, String endpoint, String said) throws Exception {
        String actual = endpoint.replace("ADDRESS", machine.address());
        machine.context(context, actual);

        assertNotStarted(run(machine.environment(), context), "'%s'".formatted(actual), said);
    }

    @Test
    void aServerThatNeverAnswersDoesNotHoldUpTheEnd() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName(machine.hostAddress()))) {
            machine.context("silent", "ssh://root@%s:%d".formatted(machine.hostAddress(), silent.getLocalPort()));
            ArchtestProcess run = run(machine.environment(), "silent");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> !machine.tunnels().isEmpty());

            run.process().destroy();

            assertThat(run.exitCode()).as(run.output()).isEqualTo(143);
            assertThat(run.output()).doesNotContain("did not connect within 30 s");
            fixture.assertNothingIsLeft();
        }
    }

    private ArchtestProcess runUntilSomethingRunsThere() throws IOException {
        ArchtestProcess run = run(machine.environment());
        Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> !database().isEmpty());
        assertThat(machine.tunnels()).isNotEmpty();
        assertThat(machine.sessions()).hasSize(1);
        return run;
    }

    /** Not what archtest measures and unpacks with there: that ends by itself, at some time. */
    private static List<String> database() throws IOException {
        return machine.docker("ps", "-q", "--filter", "label=%s=db".formatted(Labels.COMPONENT));
    }

    private ArchtestProcess run(Map<String, String> environment) throws IOException {
        return fixture.run(environment, "--profile", NATIVE + "=far", fixture.reach(NATIVE));
    }

    private ArchtestProcess run(Map<String, String> environment, String context) throws IOException {
        return fixture.run(environment, "--profile", NATIVE + "=" + context, fixture.reach(NATIVE));
    }

    private void assertNotStarted(ArchtestProcess run, String... said) throws Exception {
        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.NOT_STARTED);
        assertThat(run.output()).contains(said).doesNotContain("\tat ");
        fixture.assertNothingIsLeft();
    }
}
