package io.archtest.cli;

import static io.archtest.cli.RemoteFixture.FOREIGN;
import static io.archtest.cli.RemoteFixture.NATIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.archtest.report.Report;
import io.archtest.testing.standin.RemoteMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Docker context over TLS, whose engine is on another machine: one with a network and an engine of its own. */
class RemoteEngineIT {
    private static RemoteMachine machine;

    @TempDir
    Path folder;

    private RemoteFixture fixture;

    @BeforeAll
    static void start() throws IOException {
        machine = RemoteMachine.start();
        Path client = machine.certificates().client("client");
        machine.context("far", machine.tlsEndpoint(), RemoteMachine.files(client));
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
    void aStackPassesOverTwoMachines() throws Exception {
        ArchtestProcess run = run("far", fixture.reach(FOREIGN));

        assertThat(run.exitCode()).as(run.output()).isZero();
        Report.Run report = fixture.report();
        assertThat(report.connectivity())
                .extracting(Report.Cell::from, Report.Cell::to, Report.Cell::via, Report.Cell::verdict)
                .containsExactlyInAnyOrder(
                        tuple("db", "cache", machine.address(), "passed"),
                        tuple("cache", "db", machine.hostAddress(), "passed"));
        assertThat(run.output())
                .contains(
                        "2 of 2 across architectures by %s and %s".formatted(machine.hostAddress(), machine.address()));
        // the other machine has this one's processor, and so emulates the foreign architecture as well
        assertThat(report.profiles())
                .extracting(
                        Report.Profile::architecture,
                        Report.Profile::name,
                        Report.Profile::endpoint,
                        Report.Profile::execution)
                .containsExactlyInAnyOrder(
                        tuple(FOREIGN.word(), "far", machine.tlsEndpoint(), "qemu-user"),
                        tuple(NATIVE.word(), "docker-" + NATIVE, "unix:///var/run/docker.sock", "native"));
        fixture.assertNothingIsLeft();
        RemoteFixture.assertNothingIsLeftHere(run);
    }

    @Test
    void thePlanNamesTheWayBetweenTheMachines() throws Exception {
        ArchtestProcess plan =
                fixture.archtest("plan", machine.environment(), "--profile", FOREIGN + "=far", fixture.reach(FOREIGN));

        assertThat(plan.exitCode()).as(plan.output()).isZero();
        assertThat(plan.output()).contains("db -> cache:6379  (%s)".formatted(machine.address()));
    }

    @Test
    void anAddressThatIsNotTheEnginesOwnIsRefusedByIt() throws Exception {
        String address = "192.0.2.77";
        ArchtestProcess run =
                run("far", "--reach", "%s=%s,%s=%s".formatted(FOREIGN, address, NATIVE, machine.hostAddress()));

        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.NOT_STARTED);
        assertThat(run.output())
                .contains("the engine at '%s'".formatted(machine.tlsEndpoint()))
                .contains(address)
                .contains("none of the engine's own machine")
                .contains("--reach");
        fixture.assertNothingIsLeft();
    }

    @Test
    void swappedAddressesNeverPass() throws Exception {
        ArchtestProcess run = run("far", fixture.reach(NATIVE));

        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.NOT_STARTED);
        assertThat(run.output()).contains("none of the engine's own machine");
        fixture.assertNothingIsLeft();
    }

    @Test
    void anAddressOfThisHostThatTheOtherMachineCannotReachFailsTheConnections() throws Exception {
        String unknown = machine.unreachableHostAddress();
        ArchtestProcess run =
                run("far", "--reach", "%s=%s,%s=%s".formatted(FOREIGN, machine.address(), NATIVE, unknown));

        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(fixture.report().connectivity())
                .filteredOn(cell -> cell.from().equals("cache"))
                .singleElement()
                .satisfies(cell -> {
                    assertThat(cell.verdict()).isEqualTo("failed");
                    assertThat(cell.via()).isEqualTo(unknown);
                    assertThat(cell.cause()).contains(unknown).doesNotContain("host.docker.internal");
                });
        fixture.assertNothingIsLeft();
    }

    @Test
    void anAddressThatMeansTheAskerItselfIsRefused() throws Exception {
        assertWrongUse(run("far", "--reach", FOREIGN + "=127.0.0.1"), "'127.0.0.1' is no address");
    }

    @Test
    void eitherMissingAddressIsAskedFor() throws Exception {
        assertWrongUse(run("far"), "--reach %s=ADDRESS".formatted(FOREIGN));
        assertWrongUse(
                run("far", "--reach", FOREIGN + "=" + machine.address()), "--reach %s=ADDRESS".formatted(NATIVE));
    }

    @Test
    void anUnknownContextIsAnsweredWithTheKnownOnes() throws Exception {
        assertWrongUse(run("fra", fixture.reach(FOREIGN)), "No Docker context 'fra'", "known: default,", "far");
    }

    @Test
    void certificatesOfAnotherAuthorityAreRefused() throws Exception {
        machine.context(
                "strange",
                machine.tlsEndpoint(),
                RemoteMachine.files(machine.strangersCertificates().client("strange")));

        assertNotStarted("strange", machine.tlsEndpoint(), "not signed by the authority in ca.pem");
    }

    @Test
    void anEngineIsNotSpokenToInTheClearWhenFilesAreMissing() throws Exception {
        Path client = machine.certificates().client("partial");
        machine.context("nameless", machine.tlsEndpoint(), "ca=" + client.resolve("ca.pem"));
        machine.context("unknown-authority", machine.tlsEndpoint(), "skip-tls-verify=true");

        assertNotStarted("nameless", machine.tlsEndpoint(), "client certificate");
        assertNotStarted("unknown-authority", machine.tlsEndpoint(), "not signed by the authority");
    }

    @Test
    void expiredCertificatesAreCalledSo() throws Exception {
        Path client = machine.certificates().client("valid");
        Path expired = machine.certificates().expiredClient("expired");
        machine.context("expired", machine.tlsEndpoint(), RemoteMachine.files(expired));
        assertNotStarted("expired", machine.tlsEndpoint(), "client certificate", "has not expired");

        Path server = machine.certificates().expiredServer("old", machine.address());
        try (RemoteMachine.Listener listener = machine.listener(server)) {
            machine.context("old", listener.endpoint(), RemoteMachine.files(client));
            assertNotStarted("old", listener.endpoint(), "The engine's certificate has expired");
        }
    }

    @Test
    void aCertificateForAnotherAddressIsRefused() throws Exception {
        Path server = machine.certificates().server("other", "192.0.2.9");
        try (RemoteMachine.Listener listener = machine.listener(server)) {
            machine.context(
                    "other",
                    listener.endpoint(),
                    RemoteMachine.files(machine.certificates().client("mine")));
            assertNotStarted("other", listener.endpoint(), "certificate is for other names");
        }
    }

    @Test
    void aDamagedKeyIsNamed() throws Exception {
        Path client = machine.certificates().client("damaged");
        machine.context("damaged", machine.tlsEndpoint(), RemoteMachine.files(client));
        Path key = key(machine.environment().get("DOCKER_CONFIG"), client);
        Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n");

        assertNotStarted(
                "damaged", machine.tlsEndpoint(), key.getParent() + "/cert.pem with key.pem", "docker context update");
    }

    @Test
    void whereNothingListensOrSomethingElseDoesIsSaid() throws Exception {
        String[] files = RemoteMachine.files(machine.certificates().client("good"));
        machine.context("closed", "tcp://%s:9".formatted(machine.address()), files);
        machine.context("ssh-port", "tcp://%s:2222".formatted(machine.address()), files);
        machine.context("clear", machine.tlsEndpoint());

        assertNotStarted("closed", "tcp://%s:9".formatted(machine.address()), "refused", "docker --context closed");
        assertNotStarted("ssh-port", "tcp://%s:2222".formatted(machine.address()), "does not speak TLS");
        assertNotStarted("clear", machine.tlsEndpoint(), "wants TLS", "docker context create");
    }

    private ArchtestProcess run(String context, String... options) throws IOException {
        String[] all = new String[options.length + 2];
        all[0] = "--profile";
        all[1] = FOREIGN + "=" + context;
        System.arraycopy(options, 0, all, 2, options.length);
        return fixture.run(machine.environment(), all);
    }

    private void assertNotStarted(String context, String... said) throws Exception {
        ArchtestProcess run = run(context, fixture.reach(FOREIGN));
        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.NOT_STARTED);
        assertThat(run.output()).contains(said).doesNotContain("\tat ");
        fixture.assertNothingIsLeft();
    }

    private static void assertWrongUse(ArchtestProcess run, String... said) throws Exception {
        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.USAGE);
        assertThat(run.output()).contains(said).doesNotContain("\tat ");
    }

    /** The store's copy of a key, told by its content. */
    private static Path key(String configuration, Path client) throws IOException {
        String content = Files.readString(client.resolve("key.pem"));
        try (var files = Files.walk(Path.of(configuration, "contexts/tls"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file).equals(content)) {
                    return file;
                }
            }
        }
        throw new AssertionError("docker has not stored the key of " + client);
    }
}
