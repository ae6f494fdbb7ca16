package io.archtest.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.ContainerSpec;
import io.archtest.engine.ContainerSpec.Attached;
import io.archtest.engine.ContainerSpec.Attachment;
import io.archtest.engine.ContainerSpec.PublishedPort;
import io.archtest.host.Ownership;
import io.archtest.host.PortLeases;
import io.archtest.image.ImageMode;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.Connections.Link;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.plan.Planner;
import io.archtest.plan.RunRequest;
import io.archtest.plan.TwoEngines;
import io.archtest.profile.DockerProfiles;
import io.archtest.scenario.Scenario;
import io.archtest.scenario.ScenarioReader;
import io.archtest.testing.FakeEngine;
import io.archtest.testing.FakeImageSource;
import io.archtest.testing.RecordingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which containers are started for what a file says of networks, and where they are. */
class NetworkStartTest {
    private static final String CHECK = "healthcheck: { test: [CMD, \"true\"] }";
    private static final String STACK = """
            services:
              db: { image: i, hostname: box, expose: ["80"], CHECK, networks: { back: { ipv4_address: 10.5.0.2, aliases: [store] } } }
              web: { image: i, expose: ["80"], CHECK, networks: [back, front], links: ["db:database"] }
              sidecar: { image: i, network_mode: "service:web" }
              alone: { image: i, network_mode: none }
            networks:
              back: { internal: true, ipam: { config: [{ subnet: 10.5.0.0/24 }] } }
              front: { enable_ipv6: true }
            x-archtest: { placements: { split: { emulated: [db] } } }
            """.replace("CHECK", CHECK);

    @TempDir
    Path folder;

    private final FakeEngine arm = engine();
    private final FakeEngine x86 = engine();

    private static FakeEngine engine() {
        return FakeEngine.of(Architecture.X86_64);
    }

    @BeforeEach
    void imagesAndForwarders() {
        for (FakeEngine engine : List.of(arm, x86)) {
            for (Architecture architecture : Architecture.values()) {
                engine.withImage(FakeImageSource.name("i", architecture), architecture)
                        .withImage(FakeImageSource.name(FakeImageSource.TOOLS, architecture), architecture);
            }
            for (String forwarder : List.of("relay-db", "relay-web", "gate-db")) {
                engine.whenStarted(
                        "archtest-test-" + forwarder, container -> container.logs("[NOTICE] (1) : Loading success."));
            }
        }
    }

    @Test
    void aComponentOnInternalNetworksIsPublishedByItsGateAndStaysInside() throws IOException {
        try (Environment environment = start(STACK)) {
            Attached db = attached(arm, "db");
            Attached gate = attached(arm, "gate-db");
            int leased =
                    environment.component(ComponentName.of("db")).hostPorts().get(80);

            assertThat(db.ports()).isEmpty();
            assertThat(db.networks()).hasSize(1);
            assertThat(gate.ports())
                    .extracting(PublishedPort::containerPort, PublishedPort::hostPort)
                    .containsOnly(org.assertj.core.api.Assertions.tuple(80, leased));
            assertThat(gate.networks())
                    .hasSize(2)
                    .extracting(Attachment::networkId)
                    .contains(id(db));
            assertThat(gate.networks())
                    .allSatisfy(network -> assertThat(network.aliases()).isEmpty());
            assertThat(arm.container("archtest-test-gate-db").spec().security().sysctls())
                    .containsEntry("net.ipv4.ip_forward", "0");
            assertThat(arm.container("archtest-test-gate-db").copied().get(0).content())
                    .contains("bind :80\n  server peer db:80");
        }
    }

    @Test
    void theRelayHasTheAddressOfTheOneItStandsForAndALegOutside() throws IOException {
        try (Environment environment = start(STACK)) {
            Attached relay = attached(x86, "relay-db");

            assertThat(environment.relays()).hasSize(2);
            assertThat(relay.networks()).hasSize(2);
            assertThat(relay.networks().get(0).addresses().ipv4()).contains("10.5.0.2");
            assertThat(relay.networks().get(0).aliases())
                    .as("a hostname is a name in the network since Docker 25")
                    .containsExactly("db", "store", "box");
            assertThat(relay.networks().get(1).aliases()).isEmpty();
            assertThat(attached(x86, "web").networks())
                    .as("no component is on the network by which relays leave")
                    .extracting(Attachment::networkId)
                    .doesNotContain(relay.networks().get(1).networkId());
        }
    }

    @Test
    void aNetworkWithIpv6HasRelaysThatListenThere() throws IOException {
        try (Environment environment = start(STACK)) {
            assertThat(environment.relays()).hasSize(2);
            assertThat(arm.container("archtest-test-relay-web").copied().get(0).content())
                    .contains("bind :::80 v4v6");
            assertThat(x86.container("archtest-test-relay-db").copied().get(0).content())
                    .contains("bind :80\n");
        }
    }

    @Test
    void linksAndSharedAndMissingNetworksReachTheEngine() throws IOException {
        try (Environment environment = start(STACK)) {
            String web = environment.component(ComponentName.of("web")).containerId();

            assertThat(attached(x86, "web").networks())
                    .allSatisfy(network -> assertThat(network.links()).containsExactly(new Link("db", "database")));
            assertThat(spec(x86, "sidecar").networking()).isEqualTo(new ContainerSpec.Within(web));
            assertThat(spec(x86, "alone").networking()).isEqualTo(new ContainerSpec.Alone(Map.of()));
        }
    }

    /** Its container comes back with another network, and would leave the sidecar in the old one. */
    @Test
    void whoeverSharesAStoppedOnesNetworkComesBackWithIt() throws Exception {
        try (Environment environment = start(STACK)) {
            String web = environment.component(ComponentName.of("web")).containerId();
            String sidecar = environment.component(ComponentName.of("sidecar")).containerId();

            environment.without(List.of(ComponentName.of("web")), () -> {
                assertThat(x86.inspectContainer(web).running()).isFalse();
                assertThat(x86.inspectContainer(sidecar).running()).isFalse();
                return true;
            });

            List<String> calls = x86.calls();
            assertThat(x86.inspectContainer(sidecar).running()).isTrue();
            assertThat(calls.lastIndexOf("startContainer archtest-test-web"))
                    .isLessThan(calls.lastIndexOf("startContainer archtest-test-sidecar"));
        }
    }

    private static String id(Attached attached) {
        return attached.networks().get(0).networkId();
    }

    private static ContainerSpec spec(FakeEngine engine, String name) {
        return engine.container("archtest-test-" + name).spec();
    }

    private static Attached attached(FakeEngine engine, String name) {
        return (Attached) spec(engine, name).networking();
    }

    private Environment start(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("compose.yaml"), text);
        Scenario scenario = new ScenarioReader().read(file, Map.of(), Map.of());
        PlannedRun run = TwoEngines.of(new Planner(DockerProfiles.oneEngine("unix:///fake", Architecture.X86_64))
                .plan(new RunRequest(() -> scenario, List.of("split"), Map.of(), ImageMode.AUTO, Set.of()))
                .runs()
                .get(0));
        Ownership owner = Ownership.ofThisProcess();
        RunScope scope = new RunScope(
                new RunId("test"),
                owner,
                new PortLeases(folder.resolve("ports"), owner),
                profile -> profile.architecture() == Architecture.ARM64 ? arm : x86);
        return new EnvironmentStarter(new FakeImageSource(), new RecordingListener()).start(run, scope, new Timeline());
    }
}
