package io.archtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.environment.StartupException;
import io.archtest.host.Ownership;
import io.archtest.host.StateFolder;
import io.archtest.model.ArchtestException;
import io.archtest.model.ComponentName;
import io.archtest.model.InvalidRequestException;
import io.archtest.scenario.Scenario;
import io.archtest.scenario.ScenarioReader;
import io.archtest.testing.FakeSessions;
import io.archtest.testing.RecordingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A stack that one process keeps and another one takes part in; both are sessions on one engine in memory. */
class KeptStacksTest {
    private static final String COMPOSE = """
            services:
              db:
                image: postgres:15
                expose: ["5432"]
                environment: { PASSWORD: "${PASSWORD}" }
                healthcheck: { test: ["CMD", "true"] }
              web:
                image: shop:1
                expose: ["8080"]
                depends_on: [db]
                healthcheck: { test: ["CMD", "true"] }
            x-archtest:
              secrets: { PASSWORD: { hex: 16 } }
              placements: { default: { emulated: [db] } }
            """;
    private static final Ownership SOMEBODY_ELSE = new Ownership("another-host/1/1");

    @TempDir
    Path folder;

    private final RecordingListener listener = new RecordingListener();
    private FakeSessions sessions;
    private KeptStacks stacks;
    private Session keeper;

    @BeforeEach
    void keepOne() throws IOException {
        sessions = new FakeSessions(folder);
        stacks = new KeptStacks(new StateFolder(folder));
        Files.writeString(folder.resolve("compose.yaml"), COMPOSE);
        keeper = sessions.open(listener);
        ActiveRun run = keeper.prepare(sessions.plan(scenario(Optional.empty()), "default"));
        run.start();
        stacks.add(KeptStack.of("shop", "compose.yaml", "docker", run));
    }

    @AfterEach
    void end() {
        keeper.close();
    }

    @Test
    void anotherProcessTakesPartInItAndLeavesItAsItIs() {
        KeptStack stack = stacks.find("shop").orElseThrow();
        int before = sessions.engine().containers().size();
        try (Session guest = sessions.open(listener, SOMEBODY_ELSE)) {
            ActiveRun kept = guest.attach(sessions.plan(scenario(Optional.of(stack.secrets())), "default"), stack);

            assertThat(kept.runId().value()).isEqualTo(stack.runId());
            assertThat(kept.environment().components())
                    .hasSize(2)
                    .allMatch(each -> each.ready().isPresent());
            assertThat(kept.environment().component(ComponentName.of("web")).hostPorts())
                    .isEqualTo(stack.snapshot().members().get(1).hostPorts())
                    .containsKey(8080);
            assertThat(kept.environment().relayBetween(ComponentName.of("web"), ComponentName.of("db")))
                    .isPresent();
            assertThat(kept.environment().slowness(ComponentName.of("db"))).isPositive();
            assertThat(kept.health()).hasSize(2);
        }
        assertThat(sessions.engine().containers()).hasSize(before);
    }

    @Test
    void whatWasSaidOfItIsSaidAgain() throws IOException {
        Path file = folder.resolve("stacks/shop.json");
        Files.writeString(
                file,
                Files.readString(file).replaceFirst("\"notices\" : \\[.*?]", "\"notices\" : [ \"STAND-IN for db\" ]"));
        KeptStack stack = stacks.find("shop").orElseThrow();
        try (Session guest = sessions.open(listener, SOMEBODY_ELSE)) {
            ActiveRun kept = guest.attach(sessions.plan(scenario(Optional.of(stack.secrets())), "default"), stack);

            assertThat(kept.notices()).containsExactly("STAND-IN for db");
        }
    }

    @Test
    void onlyItsOwnUserCanReadItAndItKnowsTheSecrets() throws IOException {
        Path file = folder.resolve("stacks/shop.json");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(stacks.find("shop").orElseThrow().secrets()).containsOnlyKeys("PASSWORD");
    }

    @Test
    void anotherPlacementIsRefused() {
        KeptStack stack = stacks.find("shop").orElseThrow();
        try (Session guest = sessions.open(listener, SOMEBODY_ELSE)) {
            assertThatThrownBy(() -> guest.attach(sessions.plan(scenario(Optional.of(stack.secrets())), "flip"), stack))
                    .isInstanceOf(ArchtestException.class)
                    .hasMessageContaining("was started with placement 'default'")
                    .hasMessageContaining("asked for is 'flip'")
                    .hasMessageContaining("archtest down shop");
        }
    }

    @Test
    void filesThatHaveChangedSinceAreRefused() throws IOException {
        KeptStack stack = stacks.find("shop").orElseThrow();
        Files.writeString(folder.resolve("compose.yaml"), COMPOSE.replace("shop:1", "shop:2"));
        try (Session guest = sessions.open(listener, SOMEBODY_ELSE)) {
            assertThatThrownBy(() ->
                            guest.attach(sessions.plan(scenario(Optional.of(stack.secrets())), "default"), stack))
                    .hasMessageContaining("its files have changed since it was started");
        }
    }

    @Test
    void aComponentThatHasEndedMeanwhileIsNamed() {
        KeptStack stack = stacks.find("shop").orElseThrow();
        sessions.engine().container("component web").exit(3);
        try (Session guest = sessions.open(listener, SOMEBODY_ELSE)) {
            assertThatThrownBy(() ->
                            guest.attach(sessions.plan(scenario(Optional.of(stack.secrets())), "default"), stack))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("'web' of the stack that was left running has ended")
                    .hasMessageContaining("exit code 3");
        }
    }

    @Test
    void oneWhoseKeeperIsDeadIsNoneAndItsFileGoes() throws IOException {
        Path file = folder.resolve("stacks/shop.json");
        String own = Ownership.ofThisProcess().label();
        Files.writeString(file, Files.readString(file).replace(own, own.replaceAll("/\\d+$", "/1")));

        assertThat(stacks.isRecorded("shop")).isTrue();
        assertThat(stacks.list()).isEmpty();
        assertThat(stacks.isRecorded("shop")).isFalse();
    }

    @Test
    void onlyOneProcessKeepsAStackOfOneName() throws Exception {
        try (AutoCloseable reservation = stacks.reserve("shop").orElseThrow()) {
            assertThat(reservation).isNotNull();
            assertThatThrownBy(() -> stacks.reserve("shop"))
                    .as("within one process it is a mistake")
                    .isInstanceOf(java.nio.channels.OverlappingFileLockException.class);
        }
        stacks.reserve("shop").orElseThrow().close();
    }

    /** The kernel's own word for it: opening and closing the file once more would have given the lock up. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aReservationIsHeld() throws Exception {
        try (AutoCloseable reservation = stacks.reserve("shop").orElseThrow()) {
            assertThat(reservation).isNotNull();
            Object inode = Files.getAttribute(folder.resolve("stacks/shop.lock"), "unix:ino");
            assertThat(Path.of("/proc/locks"))
                    .content()
                    .containsPattern("POSIX .* WRITE %d .*:%s "
                            .formatted(ProcessHandle.current().pid(), inode));
        }
    }

    @Test
    void aReservationThatIsOverLeavesNoFile() throws Exception {
        stacks.reserve("other").orElseThrow().close();
        stacks.isReserved("third");

        assertThat(folder.resolve("stacks")).isDirectoryNotContaining("glob:**.lock");
    }

    /** A killed keeper closes nothing. */
    @Test
    void whatAKilledKeeperLeftGoesAndWhatALivingOneHasStays() throws IOException {
        for (String name : List.of("killed", "shop")) {
            Files.createFile(folder.resolve("stacks/%s.lock".formatted(name)));
            Files.writeString(stacks.log(name), "said");
        }

        stacks.removeDead();

        assertThat(folder.resolve("stacks"))
                .isDirectoryNotContaining("glob:**killed*")
                .isDirectoryContaining("glob:**shop.lock")
                .isDirectoryContaining("glob:**shop.log");
    }

    /** Between the making of its log and its keeper's lock. */
    @Test
    void aLogWithoutALockIsOfOneThatIsJustBeingStarted() throws IOException {
        Files.writeString(stacks.log("starting"), "said");

        stacks.removeDead();

        assertThat(stacks.log("starting")).exists();
    }

    @Test
    void ofAStackThatIsForgottenNothingStays() throws IOException {
        Files.createFile(folder.resolve("stacks/shop.lock"));
        Files.writeString(stacks.log("shop"), "said");

        stacks.forget("shop");

        assertThat(folder.resolve("stacks")).isEmptyDirectory();
    }

    @Test
    void namesThatAreNoFileNamesAreRefused() {
        assertThat(KeptStacks.name("mastodon-stack.2")).isEqualTo("mastodon-stack.2");
        assertThatThrownBy(() -> KeptStacks.name("../shop"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "A stack can't be called '../shop': lower-case letters, digits, '-', '_' and '.', 63 at the most");
    }

    private Scenario scenario(Optional<Map<String, String>> secrets) {
        return new ScenarioReader().read(folder.resolve("compose.yaml"), Map.of(), Map.of(), secrets);
    }
}
