package io.archtest.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.archtest.engine.ContainerFacts.Health;
import io.archtest.engine.ContainerSpec;
import io.archtest.engine.ContainerSpec.PublishedPort;
import io.archtest.host.Ownership;
import io.archtest.host.PortLeases;
import io.archtest.image.ImageMode;
import io.archtest.model.Architecture;
import io.archtest.model.ArchtestException;
import io.archtest.model.ComponentName;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.plan.Planner;
import io.archtest.plan.RunRequest;
import io.archtest.profile.DockerProfiles;
import io.archtest.scenario.Scenario;
import io.archtest.testing.FakeEngine;
import io.archtest.testing.FakeImageSource;
import io.archtest.testing.Intruder;
import io.archtest.testing.RecordingListener;
import io.archtest.testing.ScenarioFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentStarterTest {
    @TempDir
    Path folder;

    private final FakeEngine engine = FakeEngine.of(Architecture.X86_64);
    private final Scenario scenario = new ScenarioFixture()
            .component("db", List.of(5432))
            .job("prepare", "db")
            .component("web", List.of(3000), "db", "prepare")
            .emulated("default", "db")
            .build();
    private RunScope scope;

    @BeforeEach
    void imagesForBothArchitectures() {
        for (Architecture architecture : Architecture.values()) {
            for (String image : List.of("example/db:1", "example/prepare:1", "example/web:1", FakeImageSource.TOOLS)) {
                engine.withImage(FakeImageSource.name(image, architecture), architecture);
            }
        }
        engine.whenStarted("archtest-test-relay-db", container -> container.logs("[NOTICE] (1) : Loading success."))
                .whenStarted("archtest-test-relay-web", container -> container.logs("[NOTICE] (1) : Loading success."));
        scope = new RunScope(
                new RunId("test"),
                Ownership.ofThisProcess(),
                new PortLeases(folder.resolve("ports"), Ownership.ofThisProcess()),
                profile -> engine);
    }

    @Test
    void componentsStartAfterWhatTheyDependOn() {
        try (Environment environment = start("default")) {
            List<String> starts = engine.calls().stream()
                    .filter(call -> call.startsWith("startContainer"))
                    .toList();
            assertThat(position(starts, "-db")).isLessThan(position(starts, "-prepare"));
            assertThat(position(starts, "-prepare")).isLessThan(position(starts, "-web"));
            assertThat(environment.component(ComponentName.of("prepare")).exitCode())
                    .contains(0);
            assertThat(environment.incidents()).isEmpty();
        }
    }

    @Test
    void closingLeavesNothingOnTheEngineAndNoLease() throws Exception {
        start("default").close();

        assertThat(engine.containers()).isEmpty();
        assertThat(engine.owned("io.archtest.run", "")).isEmpty();
        try (Stream<Path> leases = Files.list(folder.resolve("ports"))) {
            assertThat(leases.map(file -> file.getFileName().toString())).containsExactly("lock");
        }
    }

    @Test
    void portsArePublishedOnLoopbackAndTheBridgeOnly() {
        try (Environment environment = start("default")) {
            ContainerSpec.Attached db = (ContainerSpec.Attached)
                    engine.container("archtest-test-db").spec().networking();
            assertThat(db.ports())
                    .extracting(PublishedPort::hostAddress)
                    .containsExactlyInAnyOrder("127.0.0.1", engine.info().bridgeAddress());
            assertThat(environment.component(ComponentName.of("db")).hostPorts())
                    .containsKey(5432);
        }
    }

    @Test
    void theTwoSidesShareNoNetwork() {
        try (Environment environment = start("default")) {
            assertThat(networks("archtest-test-db")).doesNotContainAnyElementsOf(networks("archtest-test-web"));
            assertThat(networks("archtest-test-relay-db")).isEqualTo(networks("archtest-test-web"));
            assertThat(environment.relays()).hasSize(2);
        }
    }

    @Test
    void aRelayForwardsToTheLeasedPortByTheHostsName() {
        try (Environment environment = start("default")) {
            int leased =
                    environment.component(ComponentName.of("db")).hostPorts().get(5432);
            assertThat(engine.container("archtest-test-relay-db")
                            .copied()
                            .get(0)
                            .content())
                    .contains("bind :5432")
                    .contains("server peer host.docker.internal:" + leased);
        }
    }

    @Test
    void healthChecksOfAnEmulatedComponentGetMoreTime() {
        try (Environment environment = start("default")) {
            double slowness = environment.slownessOf(Architecture.ARM64).worst();
            assertThat(slowness).isCloseTo(10.0, within(0.01));
            assertThat(engine.container("archtest-test-db")
                            .spec()
                            .healthCheck()
                            .orElseThrow()
                            .timeout())
                    .hasSeconds(50);
            assertThat(engine.container("archtest-test-web")
                            .spec()
                            .healthCheck()
                            .orElseThrow()
                            .timeout())
                    .hasSeconds(5);
        }
    }

    @Test
    void aComponentThatEndsIsNamedWithItsCause() {
        engine.whenStarted("archtest-test-web", container -> {
            container.logs("booting", "could not translate host name \"pg\" to address: Name or service not known");
            container.exit(1);
        });

        assertThatThrownBy(() -> start("default"))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("'web' (example/web:1) ended with exit code 1 before it was ready")
                .hasMessageContaining("name not resolved")
                .hasMessageContaining("host name \"pg\"");
        scope.close();
        assertThat(engine.containers()).isEmpty();
    }

    @Test
    void oneThatEndsWellAndIsNoJobIsToldHowToBecomeOne() {
        engine.whenStarted("archtest-test-web", container -> container.exit(0));

        assertThatThrownBy(() -> start("default"))
                .hasMessageContaining("'web' (example/web:1) ended with exit code 0 before it was ready")
                .hasMessageContaining("If it is a job, which is to end, say so: services.web.x-archtest.job: true");
    }

    @Test
    void aJobThatFailsStopsTheStart() {
        engine.whenStarted("archtest-test-prepare", container -> container.exit(3));

        assertThatThrownBy(() -> start("default"))
                .hasMessageContaining("'prepare'")
                .hasMessageContaining("is a job and ended with exit code 3 instead of 0");
        assertThat(engine.calls()).doesNotContain("createContainer archtest-test-web");
    }

    @Test
    void anUnhealthyComponentEndsTheWaitAtOnce() {
        engine.whenStarted("archtest-test-web", container -> container.becomes(Health.UNHEALTHY, "curl: (7) refused"));

        assertThatThrownBy(() -> start("default"))
                .hasMessageContaining("'web'")
                .hasMessageContaining("turned unhealthy")
                .hasMessageContaining("curl: (7) refused");
    }

    @Test
    void aComponentThatDiesLaterIsAnIncidentEvenIfItIsRestarted() {
        try (Environment environment = start("default")) {
            engine.container("archtest-test-web").restart();

            assertThat(environment.incidents())
                    .singleElement()
                    .satisfies(incident -> assertThat(incident.component()).hasToString("web"));
        }
    }

    @Test
    void whatDiedFirstIsToldFirst() {
        try (Environment environment = start("default")) {
            engine.container("archtest-test-web").exit(1);
            engine.container("archtest-test-db").exit(1);

            assertThat(environment.incidents())
                    .extracting(incident -> incident.component().value())
                    .containsExactly("web", "db");
        }
    }

    @Test
    void nothingIsCreatedAfterTheScopeWasClosed() {
        // closing waits for the start that is under way, so it comes from another thread, as a shutdown hook does
        engine.whenStarted("archtest-test-db", container -> Intruder.sent(scope::close));

        assertThatThrownBy(() -> start("default")).isInstanceOf(ArchtestException.class);
        scope.close();
        assertThat(engine.containers()).isEmpty();
    }

    @Test
    void anImageThatCannotBeHadIsNamed() {
        FakeEngine empty = FakeEngine.of(Architecture.X86_64);
        RunScope other = new RunScope(
                new RunId("other"),
                Ownership.ofThisProcess(),
                new PortLeases(folder.resolve("ports"), Ownership.ofThisProcess()),
                profile -> empty);

        assertThatThrownBy(() -> new EnvironmentStarter(new FakeImageSource(), new RecordingListener())
                        .start(run("native"), other, new Timeline()))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("No image 'example/");
        // what was still being prepared beside it must not write into a folder that is being removed
        other.close();
    }

    private Environment start(String placement) {
        return new EnvironmentStarter(new FakeImageSource(), new RecordingListener())
                .start(run(placement), scope, new Timeline());
    }

    private PlannedRun run(String placement) {
        return new Planner(DockerProfiles.oneEngine("unix:///fake", Architecture.X86_64))
                .plan(new RunRequest(() -> scenario, List.of(placement), Map.of(), ImageMode.AUTO, Set.of()))
                .runs()
                .get(0);
    }

    private List<String> networks(String container) {
        return ((ContainerSpec.Attached) engine.container(container).spec().networking())
                .networks().stream().map(ContainerSpec.Attachment::networkId).toList();
    }

    private static int position(List<String> calls, String end) {
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i).endsWith(end) && !calls.get(i).contains("relay")) {
                return i;
            }
        }
        throw new AssertionError("no call ending in " + end + " in " + calls);
    }
}
