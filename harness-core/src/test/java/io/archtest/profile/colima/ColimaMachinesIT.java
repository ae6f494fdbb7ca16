package io.archtest.profile.colima;

import static io.archtest.profile.colima.ColimaFixture.arm;
import static io.archtest.profile.colima.ColimaFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.host.Ownership;
import io.archtest.model.Architecture;
import io.archtest.profile.ProfileException;
import io.archtest.profile.ProfileException.Reason;
import io.archtest.profile.ProfileState;
import io.archtest.profile.ProfileStatus;
import io.archtest.profile.colima.ColimaMachines.Acquired;
import io.archtest.testing.standin.ColimaStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The life of machines, on the stand-in; needs the docker program and no engine. */
class ColimaMachinesIT {
    private static final String ARM = "archtest-arm64";

    private final ColimaFixture fixture = new ColimaFixture();
    private final ColimaMachines machines = fixture.machines();

    @AfterEach
    void end() throws IOException {
        fixture.close();
    }

    @Test
    void aMachineThatIsNotThereIsCreatedWithAllThatMattersGiven() {
        assertThat(machines.acquire(arm(), false, fixture.listener)).isEqualTo(Acquired.CREATED);

        ProfileStatus status = machines.status(ARM);
        assertThat(status.state()).isEqualTo(ProfileState.RUNNING_READY);
        assertThat(status.architecture()).contains(Architecture.ARM64);
        assertThat(status.owner()).isEqualTo(ProfileStatus.OURS);
        assertThat(status.cpus()).hasValue(2);
        assertThat(status.memoryBytes()).hasValue(3L << 30);
        assertThat(call("start"))
                .contains(
                        "start -p archtest-arm64 --runtime docker --arch aarch64 --cpus 2 --memory 3 --disk 20 --activate=false --ssh-config=false --mount-inotify=false --binfmt=false --template=false --root-disk 20 --port-forwarder ssh --mount none |");
        assertThat(fixture.phases).contains("vm: creating and starting ...", "docker: provisioning ...");
    }

    @Test
    void commandsGetAnEnvironmentAndAFolderOfTheirOwn() {
        fixture.with("DOCKER_HOST", "tcp://elsewhere:2375")
                .with("COLIMA_PROFILE", "other")
                .with("LIMA_HOME", "/nowhere")
                .with("LIMA_INSTANCE", "other")
                .with("DOCKER_CONTEXT", "other")
                .with("COLIMA_SAVE_CONFIG", "false")
                .with("https_proxy", "http://proxy:3128");

        fixture.machines().acquire(arm(), false, fixture.listener);

        assertThat(call("start"))
                .contains("env=[COLIMA_HOME, HOME, ")
                .doesNotContain("DOCKER_")
                .doesNotContain("COLIMA_PROFILE")
                .doesNotContain("COLIMA_SAVE_CONFIG")
                .doesNotContain(" LIMA_")
                .doesNotContain("proxy")
                .contains("cwd=/tmp/archtest-colima-");
    }

    @Test
    void nothingOfTheUsersIsChanged() throws IOException {
        fixture.colima.userProfile("work", "x86_64", false);
        Path home = fixture.colima.userHome();
        Files.createDirectories(home.resolve(".ssh"));
        Files.writeString(home.resolve(".ssh/config"), "Host here\n");
        Files.createDirectories(home.resolve(".docker"));
        Files.writeString(home.resolve(".docker/config.json"), "{\"currentContext\":\"mine\"}");
        Files.createDirectories(fixture.colima.home().resolve("_templates"));
        Files.writeString(fixture.colima.home().resolve("_templates/default.yaml"), "cpu: 7\n");
        Map<String, String> before = usersFiles();

        machines.acquire(arm(), false, fixture.listener);
        machines.release(ARM, false, fixture.listener);
        machines.delete(ARM, fixture.listener);

        assertThat(usersFiles()).isEqualTo(before);
        assertThat(fixture.filesOf(ARM)).isEmpty();
    }

    private Map<String, String> usersFiles() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (Path root : List.of(fixture.colima.userHome(), fixture.colima.home())) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = root.relativize(file).toString();
                    if (!name.startsWith("_calls") && !name.startsWith("_archtest")) {
                        contents.put(name, Files.readString(file));
                    }
                }
            }
        }
        return contents;
    }

    @Test
    void whatWasStartedIsStoppedAgainAndItsContextGoes() {
        machines.acquire(arm(), false, fixture.listener);
        assertThat(fixture.contexts().find("colima-" + ARM)).isPresent();

        machines.release(ARM, false, fixture.listener);

        assertThat(fixture.colima.status(ARM)).contains("Stopped");
        assertThat(fixture.contexts().find("colima-" + ARM)).isEmpty();
        assertThat(machines.acquire(arm(), false, fixture.listener)).isEqualTo(Acquired.STARTED);
    }

    @Test
    void whatWasCreatedIsDeletedOnRequestWithItsDisk() throws IOException {
        machines.acquire(arm(), false, fixture.listener);

        machines.release(ARM, true, fixture.listener);

        assertThat(machines.status(ARM).state()).isEqualTo(ProfileState.ABSENT);
        assertThat(fixture.filesOf(ARM)).isEmpty();
    }

    @Test
    void aKeptMachineStaysUp() {
        machines.acquire(arm(), true, fixture.listener);

        machines.release(ARM, false, fixture.listener);

        assertThat(fixture.colima.status(ARM)).contains("Running");
        assertThat(fixture.machines().acquire(arm(), false, fixture.listener)).isEqualTo(Acquired.FOUND);
        machines.release(ARM, false, fixture.listener);
        assertThat(fixture.colima.status(ARM)).as("it was kept before").contains("Running");
    }

    @Test
    void aRunningProfileOfTheUserIsUsedAsItIs() throws IOException {
        fixture.colima.userProfile("default", "aarch64", true);
        String configuration = Files.readString(fixture.colima.home().resolve("default/colima.yaml"));

        assertThat(machines.acquire(request("default", Architecture.ARM64), false, fixture.listener))
                .isEqualTo(Acquired.FOUND);
        machines.release("default", true, fixture.listener);

        assertThat(fixture.colima.status("default")).contains("Running");
        assertThat(fixture.colima.home().resolve("default/colima.yaml")).hasContent(configuration);
        assertThat(machines.status("default").owner()).isEqualTo(ProfileStatus.OTHERS);
    }

    @Test
    void aProfileOfTheOtherArchitectureIsRefused() throws IOException {
        fixture.colima.userProfile("work", "x86_64", true);

        refused(request("work", Architecture.ARM64), Reason.ARCHITECTURE_MISMATCH)
                .hasMessageContaining("was to be arm64, and is x86_64");
    }

    @Test
    void aStoppedProfileOfTheUserIsNotStarted() throws IOException {
        fixture.colima.userProfile("work", "aarch64", false);

        refused(request("work", Architecture.ARM64), Reason.NOT_OURS)
                .hasMessageContaining("archtest did not create it")
                .hasMessageContaining("colima start|stop|delete -p work");
        assertThatThrownBy(() -> machines.delete("work", fixture.listener)).isInstanceOf(ProfileException.class);
        assertThatThrownBy(() -> machines.stop("work", fixture.listener)).isInstanceOf(ProfileException.class);
        assertThat(fixture.colima.status("work")).contains("Stopped");
    }

    @Test
    void anUnknownNameIsRefusedWithThoseThatThereAre() throws IOException {
        fixture.colima.userProfile("work", "aarch64", false);

        refused(request("wrok", Architecture.ARM64), Reason.NOT_OURS).hasMessageContaining("there are: [work]");
    }

    @Test
    void twoProcessesShareAMachineAndTheLastOneStopsIt() throws IOException {
        Process other = new ProcessBuilder("sleep", "600").start();
        try {
            ColimaMachines others = fixture.machines(ownershipOf(other.toHandle()), ColimaFixture.limits());
            CompletableFuture<Acquired> first =
                    CompletableFuture.supplyAsync(() -> machines.acquire(arm(), false, fixture.listener));
            CompletableFuture<Acquired> second =
                    CompletableFuture.supplyAsync(() -> others.acquire(arm(), false, fixture.listener));
            assertThat(List.of(first.join(), second.join()))
                    .containsExactlyInAnyOrder(Acquired.CREATED, Acquired.FOUND);

            machines.release(ARM, false, fixture.listener);
            assertThat(fixture.colima.status(ARM)).contains("Running");
            assertThatThrownBy(() -> machines.stop(ARM, fixture.listener))
                    .isInstanceOf(ProfileException.class)
                    .hasMessageContaining("used by another archtest");
            others.release(ARM, false, fixture.listener);
            assertThat(fixture.colima.status(ARM)).contains("Stopped");
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void whatAKilledProcessLeftRunningIsStopped() throws Exception {
        Process killed = new ProcessBuilder("sleep", "600").start();
        fixture.machines(ownershipOf(killed.toHandle()), ColimaFixture.limits())
                .acquire(arm(), false, fixture.listener);
        assertThat(machines.stopAbandoned(fixture.listener))
                .as("its user lives")
                .isEmpty();

        killed.destroyForcibly().waitFor();

        assertThat(machines.stopAbandoned(fixture.listener)).containsExactly(ARM);
        assertThat(fixture.colima.status(ARM)).contains("Stopped");
    }

    @Test
    void anInterruptInMidStartLeavesNothing() throws Exception {
        fixture.colima.misbehaving("start", "endless");
        Thread starting = new Thread(() -> {
            try {
                machines.acquire(arm(), false, fixture.listener);
            } catch (RuntimeException expected) {
                fixture.notices.add("ended: " + expected.getMessage());
            }
        });
        starting.start();
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofMinutes(1))
                .until(() -> fixture.colima.machine(ARM).isPresent());
        ProcessHandle machine = fixture.colima.machine(ARM).orElseThrow();

        starting.interrupt();
        starting.join();

        assertThat(fixture.notices).anyMatch(notice -> notice.contains("interrupted"));
        assertThat(ColimaStandIn.alive(machine)).isFalse();
        assertThat(fixture.filesOf(ARM)).isEmpty();
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
            StartRequest request, Reason reason) {
        return assertThatThrownBy(() -> machines.acquire(request, false, fixture.listener))
                .isInstanceOfSatisfying(
                        ProfileException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private String call(String command) {
        return fixture.colima.calls().stream()
                .filter(line -> line.startsWith("colima " + command))
                .findFirst()
                .orElseThrow();
    }

    private static Ownership ownershipOf(ProcessHandle process) {
        String host = Ownership.ofThisProcess().label().split("/")[0];
        long start = Optional.of(process)
                .flatMap(known -> known.info().startInstant())
                .orElseThrow()
                .toEpochMilli();
        return new Ownership("%s/%d/%d".formatted(host, process.pid(), start));
    }
}
