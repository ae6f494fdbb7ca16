package io.archtest.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.engine.ContainerFacts.Health;
import io.archtest.engine.ImageFacts;
import io.archtest.host.Ownership;
import io.archtest.host.PortLeases;
import io.archtest.model.Architecture;
import io.archtest.model.HealthCheck;
import io.archtest.model.RunId;
import io.archtest.scenario.Scenario;
import io.archtest.scenario.ScenarioReader;
import io.archtest.testing.FakeContainer;
import io.archtest.testing.FakeImageSource;
import io.archtest.testing.FakeSessions;
import io.archtest.testing.RecordingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a start-up waits for a health check; with a clock that goes on at each look at the container. */
class HealthWaitsTest {
    private static final String QUICK = "{ test: [CMD, ask], interval: 1s, timeout: 1s, retries: 3 }";

    @TempDir
    Path folder;

    private final AtomicLong clock = new AtomicLong();
    private FakeSessions sessions;

    @BeforeEach
    void anEngineInMemory() {
        sessions = new FakeSessions(folder);
    }

    /** 40 s each: less than the silence that is granted, and together far more. */
    @Test
    void eachOtherAnswerOfAHealthCheckExtendsTheWait() throws IOException {
        starting(40, "", "connection refused", "the database system is starting up", "migrating", "warming up");

        assertThat(start("healthcheck: " + QUICK, "native").components())
                .singleElement()
                .satisfies(web -> assertThat(web.ready()).isPresent());
        assertThat(clock.get()).isGreaterThan(Duration.ofSeconds(200).toNanos());
    }

    @ParameterizedTest
    @ValueSource(strings = {"connection refused", "attempt %d: connection refused"})
    void theSameAnswerIsNoProgress(String answer) {
        starting(40, answer.formatted(1), answer.formatted(2), answer.formatted(3), answer.formatted(4));

        assertThatThrownBy(() -> start("healthcheck: " + QUICK, "native"))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll("'web'", "without a sign of progress", "connection refused");
    }

    /** Since what changes for ever is not getting ready either. */
    @Test
    void progressExtendsNoWaitBeyondItsTotal() {
        starting(250, "a", "b", "c", "d", "e");

        assertThatThrownBy(() ->
                        start("healthcheck: { test: [CMD, ask], interval: 5m, timeout: 1s, retries: 1 }", "native"))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("did not get ready");
    }

    /** It looks first after two minutes, so that it has nothing to say before. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "healthcheck: { test: [CMD, ask], interval: 2m }",
                "healthcheck: { test: [CMD, ask], interval: 1s, start_period: 3m }"
            })
    void theFilesHealthCheckMayBeSilentForAsLongAsItsIntervalsSay(String service) throws IOException {
        starting(45, "", "", "");

        assertThat(start(service, "native").components()).hasSize(1);
    }

    @Test
    void aHealthCheckThatHadToAnswerSoonerMayNot() {
        starting(45, "", "", "");

        assertThatThrownBy(() -> start("healthcheck: " + QUICK, "native"))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("without a sign of progress");
    }

    @Test
    void theImagesOwnHealthCheckMayBeSilentForAsLongAsItSays() throws IOException {
        imageWith(new HealthCheck(List.of("CMD", "ask"), Duration.ofMinutes(2), Duration.ZERO, Duration.ZERO, 0));
        starting(45, "", "", "");

        assertThat(start("labels: {}", "native").components()).hasSize(1);
    }

    /** The file changes how often it is carried out only. */
    @Test
    void soMayOneThatIsPartlyTheFilesAndPartlyTheImages() throws IOException {
        imageWith(new HealthCheck(List.of("CMD", "ask"), Duration.ofMinutes(2), Duration.ZERO, Duration.ZERO, 0));
        starting(45, "", "", "");

        assertThat(start("healthcheck: { retries: 5 }", "native").components()).hasSize(1);
    }

    /** Each look is a process, which the engine in memory starts ten times as slowly under emulation. */
    @Test
    void theImagesOwnLimitsAreForNativeHardwareAndAreStretched() throws IOException {
        imageWith(new HealthCheck(
                List.of("CMD", "ask"), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(5), 4));

        start("labels: {}", "emulated");

        assertThat(sessions.engine().container("component web").spec().healthCheck())
                .contains(new HealthCheck(
                        List.of("CMD", "ask"),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(50),
                        4));
    }

    @Test
    void oneThatTheFileSwitchesOffIsNotWaitedFor() throws IOException {
        imageWith(new HealthCheck(List.of("CMD", "ask"), Duration.ofMinutes(2), Duration.ZERO, Duration.ZERO, 0));

        start("healthcheck: { disable: true }", "native");

        assertThat(sessions.engine().container("component web").spec().healthCheck())
                .hasValueSatisfying(check -> assertThat(check.disabled()).isTrue());
    }

    /** Says that at the looks that follow, and is healthy afterwards. */
    private void starting(int secondsEach, String... answers) {
        Iterator<String> next = List.of(answers).iterator();
        whenStarted(web -> web.whenLookedAt(() -> {
            clock.addAndGet(Duration.ofSeconds(secondsEach).toNanos());
            if (next.hasNext()) {
                web.becomes(Health.STARTING, next.next());
            } else {
                web.becomes(Health.HEALTHY, "");
            }
        }));
    }

    private void whenStarted(Consumer<FakeContainer> script) {
        sessions.engine().whenStarted("component web", script);
    }

    private void imageWith(HealthCheck check) {
        ownCheck = Optional.of(check);
    }

    private Optional<HealthCheck> ownCheck = Optional.empty();

    private Environment start(String service, String placement) throws IOException {
        Path file = Files.writeString(
                folder.resolve("compose.yaml"),
                "services: { web: { image: 'example/web:1', %s } }\n".formatted(service));
        Scenario scenario = new ScenarioReader().read(file, Map.of(), Map.of());
        var run = sessions.plan(scenario, placement);
        ownCheck.ifPresent(this::giveImages);
        RunScope scope = new RunScope(
                new RunId("test"),
                Ownership.ofThisProcess(),
                new PortLeases(folder.resolve("leases"), Ownership.ofThisProcess()),
                profile -> sessions.engine());
        return new EnvironmentStarter(new FakeImageSource(), new RecordingListener(), SpeedCache.none(), clock::get)
                .start(run, scope, new Timeline());
    }

    private void giveImages(HealthCheck check) {
        for (Architecture architecture : Architecture.values()) {
            String name = FakeImageSource.name("example/web:1", architecture);
            sessions.engine()
                    .withImage(
                            name,
                            new ImageFacts(
                                    "sha256:checked-" + architecture.word(),
                                    Optional.empty(),
                                    "linux",
                                    architecture.dockerName(),
                                    List.of(name),
                                    Map.of(),
                                    List.of(),
                                    Optional.of(check)));
        }
    }
}
