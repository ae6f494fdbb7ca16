package io.archtest.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.archtest.engine.ContainerFacts.Health;
import io.archtest.engine.ContainerFacts.State;
import io.archtest.engine.EngineException.Reason;
import io.archtest.model.Architecture;
import io.archtest.model.FileContent;
import io.archtest.model.HealthCheck;
import io.archtest.testing.TinyImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real engine that runs both architectures, arm64 by qemu-user where it must. */
class DockerEngineIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static TinyContainers tiny;
    private static Engine engine;

    @BeforeAll
    static void connect() {
        tiny = new TinyContainers();
        engine = tiny.engine();
    }

    @AfterAll
    static void disconnect() {
        tiny.close();
    }

    @AfterEach
    void removeEverything() {
        tiny.removeAll();
        assertThat(engine.owned(Labels.RUN, tiny.run())).isEmpty();
    }

    @Test
    void infoNamesTheEngine() {
        EngineInfo info = engine.info();
        assertThat(info.apiVersion()).matches("1\\.4[1-7]");
        assertThat(info.cpus()).isPositive();
        assertThat(info.memoryBytes()).isPositive();
        assertThat(info.bridgeAddress()).matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
        assertThat(info.identity()).contains(" on ");
        assertThat(engine.answers()).isTrue();
    }

    @Test
    void imageOfOneArchitectureIsNotFoundForTheOther() {
        assertThat(engine.findImage("archtest.local/tiny:arm64", Architecture.ARM64))
                .contains(tiny.image(Architecture.ARM64));
        assertThat(engine.findImage("archtest.local/tiny:arm64", Architecture.X86_64))
                .isEmpty();
        assertThat(engine.findImage(tiny.image(Architecture.ARM64).id(), Architecture.ARM64))
                .contains(tiny.image(Architecture.ARM64));
        assertThat(engine.findImage("archtest.local/no-such", Architecture.ARM64))
                .isEmpty();
        assertThat(TinyImage.loadMislabelled(engine, Architecture.X86_64).architecture())
                .isEqualTo("amd64");
    }

    @Test
    void taggedImageIsFoundByItsNewName() {
        // One name for all test runs, since nothing here takes a tag away again.
        String name = "archtest.local/tiny:further-name";
        engine.tagImage(tiny.image(Architecture.ARM64).id(), name);
        assertThat(engine.findImage(name, Architecture.ARM64))
                .map(ImageFacts::id)
                .contains(tiny.image(Architecture.ARM64).id());
    }

    @Test
    void pullFromNowhereIsUnavailable() {
        assertThatThrownBy(() -> engine.pullImage("localhost:1/nothing:1", Architecture.ARM64, line -> {}))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.IMAGE_UNAVAILABLE))
                .hasMessageContaining("pull image 'localhost:1/nothing:1' for linux/arm64")
                .hasMessageContaining("can't reach the registry 'localhost:1'");
    }

    @Test
    void bothArchitecturesRunAndSaySo() {
        assertThat(engine.exec(tiny.running(Architecture.ARM64), List.of("uname", "-m"), LIMIT))
                .isEqualTo(new ExecResult(0, "aarch64\n", ""));
        assertThat(engine.exec(tiny.running(Architecture.X86_64), List.of("uname", "-m"), LIMIT))
                .isEqualTo(new ExecResult(0, "x86_64\n", ""));
    }

    @Test
    void execGivesCodeBothStreamsUserAndInput() {
        String id = tiny.running(Architecture.X86_64);
        ExecResult result =
                engine.exec(id, List.of("sh", "-c", "id -u; cat; echo bad >&2; exit 7"), "daemon", "hello", LIMIT);
        assertThat(result).isEqualTo(new ExecResult(7, "1\nhello", "bad\n"));
        assertThat(engine.exec(id, List.of("no-such-command"), LIMIT).exitCode())
                .isIn(126, 127);
    }

    @Test
    void execThatDoesNotEndTimesOut() {
        String id = tiny.running(Architecture.X86_64);
        Duration limit = Duration.ofMillis(500);
        Throwable thrown;
        do { // on a busy host a second may pass before it says anything
            limit = limit.multipliedBy(2);
            Duration granted = limit;
            thrown = catchThrowable(() -> engine.exec(id, List.of("sh", "-c", "echo so far; sleep 1000"), granted));
        } while (!String.valueOf(thrown.getMessage()).contains("so far") && limit.compareTo(LIMIT) < 0);
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMED_OUT))
                .hasMessageContaining("within %d s".formatted(limit.toSeconds()))
                .hasMessageContaining("so far");
    }

    @Test
    void filesAreReadWithoutFollowingLinks() {
        String id = tiny.running(Architecture.ARM64);
        FileEntry busybox = engine.readFile(id, "/bin/busybox", 64).orElseThrow();
        assertThat(busybox.type()).isEqualTo(FileEntry.Type.FILE);
        assertThat(busybox.size()).isGreaterThan(100_000);
        assertThat(busybox.content()).hasSize(64).startsWith(0x7f, 'E', 'L', 'F');
        assertThat((int) busybox.content()[18] & 0xff).isEqualTo(Architecture.ARM64.elfMachine());
        FileEntry link = engine.readFile(id, "/bin/sh", 64).orElseThrow();
        assertThat(link.type()).isEqualTo(FileEntry.Type.LINK);
        assertThat(link.linkTarget()).isEqualTo("busybox");
        assertThat(engine.readFile(id, "/etc", 64).orElseThrow().type()).isEqualTo(FileEntry.Type.DIRECTORY);
        assertThat(engine.readFile(id, "/no/such", 64)).isEmpty();
        assertThatThrownBy(() -> engine.readFile("no-such-container", "/etc", 64))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND));
    }

    @Test
    void copiedFilesKeepModeAndOwner() {
        String id = engine.createContainer(
                tiny.spec(Architecture.X86_64, tiny.image(Architecture.X86_64).id())
                        .build());
        engine.copyInto(id, List.of(new FileContent("/new/folder/secret", "grün", 0440, 1, 2)));
        engine.startContainer(id);
        assertThat(engine.exec(id, List.of("stat", "-c", "%a %u %g", "/new/folder/secret"), LIMIT)
                        .output())
                .isEqualTo("440 1 2\n");
        assertThat(engine.exec(id, List.of("cat", "/new/folder/secret"), LIMIT).output())
                .isEqualTo("grün");
    }

    @Test
    void logsComeInOrderAndWhole(@TempDir Path folder) throws IOException {
        String id = engine.createContainer(
                tiny.spec(Architecture.X86_64, tiny.image(Architecture.X86_64).id())
                        .command("sh", "-c", "seq 1 5; echo last")
                        .build());
        engine.startContainer(id);
        await().atMost(LIMIT).until(() -> engine.inspectContainer(id).ended());
        assertThat(engine.logTail(id, 2)).containsExactly("5", "last");
        Path file = folder.resolve("log");
        engine.writeLog(id, file);
        assertThat(Files.readAllLines(file)).hasSize(6).allMatch(line -> line.matches("20\\d\\d-.*Z \\w+"));
    }

    @Test
    void factsAreThoseOfTheContainer() {
        String id = engine.createContainer(
                tiny.spec(Architecture.X86_64, tiny.image(Architecture.X86_64).id())
                        .command("sh", "-c", "exit 3")
                        .build());
        assertThat(engine.inspectContainer(id).state()).isEqualTo(State.CREATED);
        engine.startContainer(id);
        await().atMost(LIMIT).until(() -> engine.inspectContainer(id).ended());
        ContainerFacts facts = engine.inspectContainer(id);
        assertThat(facts.exitCode()).isEqualTo(3);
        assertThat(facts.name()).isEqualTo("archtest-it-" + tiny.run());
        assertThat(facts.commandLine()).containsExactly("sh", "-c", "exit 3");
        assertThat(facts.environment()).containsEntry("GREETING", "a=b");
        assertThat(facts.imageId()).isEqualTo(tiny.image(Architecture.X86_64).id());
        assertThat(facts.startedAt()).isPresent();
        assertThat(facts.finishedAt()).isPresent();
        assertThat(facts.health()).isEqualTo(Health.NONE);
        assertThat(engine.inspectJson(id)).contains("\"Id\"");
    }

    @Test
    void eventsOfTheLabelArrive() throws Exception {
        Queue<EngineEvent> events = new ConcurrentLinkedQueue<>();
        AutoCloseable following = engine.followEvents(Labels.RUN, tiny.run(), events::add);
        String id = engine.createContainer(
                tiny.spec(Architecture.X86_64, tiny.image(Architecture.X86_64).id())
                        .command("sh", "-c", "exit 3")
                        .build());
        engine.startContainer(id);
        await().atMost(LIMIT)
                .until(() -> events.stream().anyMatch(event -> event.action().equals("die")));
        following.close();
        assertThat(events).extracting(EngineEvent::action).startsWith("create", "start", "die");
        assertThat(events).allMatch(event -> event.containerId().equals(id));
        EngineEvent death = events.stream()
                .filter(event -> event.action().equals("die"))
                .findFirst()
                .orElseThrow();
        assertThat(death.attributes()).containsEntry("exitCode", "3").containsEntry(Labels.RUN, tiny.run());
    }

    @Test
    void healthFollowsTheCheck() {
        HealthCheck check = new HealthCheck(
                List.of("CMD-SHELL", "echo looking; test -e /tmp/well"),
                Duration.ofMillis(300),
                Duration.ofSeconds(5),
                Duration.ZERO,
                2);
        String id = engine.createContainer(
                tiny.spec(Architecture.X86_64, tiny.image(Architecture.X86_64).id())
                        .health(check)
                        .build());
        engine.startContainer(id);
        await().atMost(LIMIT).until(() -> engine.inspectContainer(id).health() == Health.UNHEALTHY);
        assertThat(engine.inspectContainer(id).lastHealthOutput()).isEqualTo("looking");
        engine.exec(id, List.of("touch", "/tmp/well"), LIMIT);
        await().atMost(LIMIT).until(() -> engine.inspectContainer(id).health() == Health.HEALTHY);
    }

    @Test
    void processesBeginWithTheContainersFirst() {
        String id = engine.createContainer(
                tiny.spec(Architecture.ARM64, tiny.image(Architecture.ARM64).id())
                        .command("sh", "-c", "sleep 1234 & wait")
                        .build());
        engine.startContainer(id);
        await().atMost(LIMIT).until(() -> engine.processes(id).size() == 2);
        List<String> processes = engine.processes(id);
        assertThat(processes.get(0)).contains("sleep 1234 & wait");
        assertThat(processes.get(1)).contains("sleep 1234");
    }

    @Test
    void processorTimeIsMeasured() {
        assertThat(engine.cpuNanos(tiny.running(Architecture.ARM64)))
                .hasValueSatisfying(nanos -> assertThat(nanos).isPositive());
    }

    @Test
    void stoppingTwiceOrNothingIsNoError() {
        String id = tiny.running(Architecture.X86_64);
        engine.stopContainer(id, Duration.ZERO);
        engine.stopContainer(id, Duration.ZERO);
        engine.stopContainer("archtest-it-no-such", Duration.ZERO);
        assertThat(engine.inspectContainer(id).ended()).isTrue();
    }
}
