package io.archtest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.image.ImageMode;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.NetworkDefinition;
import io.archtest.profile.DockerProfiles;
import io.archtest.scenario.Scenario;
import io.archtest.scenario.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Components that can't be parted, in placements that archtest computes and in those that an author writes. */
class GroupsTest {
    private static final String SIDECAR = """
            services:
              vpn: { image: x, expose: ["80"] }
              app: { image: x, network_mode: "service:vpn" }
              db: { image: x, expose: ["5432"], depends_on: [vpn] }
            x-archtest: { placements: { torn: { emulated: [app] } } }
            """;

    @TempDir
    Path folder;

    @Test
    void whatSharesANetworkStaysTogetherInEveryComputedPlacement() throws IOException {
        for (String placement : List.of("native", "emulated", "flip", "cover")) {
            for (PlannedRun run : plan(SIDECAR, Map.of(), placement).runs()) {
                assertThat(placed(run).get("app"))
                        .as(run.placement().name())
                        .isEqualTo(placed(run).get("vpn"));
            }
        }
    }

    @Test
    void theOthersFollowOneThatIsPlacedByHand() throws IOException {
        PlannedRun run = plan(SIDECAR, Map.of("app", Architecture.ARM64), "native")
                .runs()
                .get(0);

        assertThat(placed(run)).isEqualTo(Map.of("vpn", "arm64", "app", "arm64", "db", "x86_64"));
    }

    @Test
    void theOthersFollowOneThatIsPinned() throws IOException {
        String pinned = SIDECAR.replace(
                "network_mode: \"service:vpn\"", "network_mode: \"service:vpn\", platform: linux/arm64");

        assertThat(placed(plan(pinned, Map.of(), "native").runs().get(0))).containsEntry("vpn", "arm64");
    }

    @Test
    void anAuthorsPlacementThatPartsThemIsRefusedByName() {
        assertThatThrownBy(() -> plan(SIDECAR, Map.of(), "torn"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Placement 'torn' puts 'vpn' on x86_64 and 'app' on arm64, but they can't be parted: 'app' has network_mode: service:vpn, which only one engine can give. Place them on one architecture, for example with --place vpn=x86_64,app=x86_64 or under x-archtest.placements");
    }

    @Test
    void twoHandsThatPartThemAreRefused() {
        assertThatThrownBy(() -> plan(SIDECAR, Map.of("vpn", Architecture.X86_64, "app", Architecture.ARM64), "native"))
                .hasMessageContaining("Placement 'native+place' puts 'vpn' on x86_64 and 'app' on arm64");
    }

    @Test
    void aPinThatPartsThemIsNamed() {
        String pinned = SIDECAR.replace(
                "network_mode: \"service:vpn\"", "network_mode: \"service:vpn\", platform: linux/arm64");

        assertThatThrownBy(() -> plan(pinned, Map.of("vpn", Architecture.X86_64), "native"))
                .hasMessageContaining("'app' is pinned to arm64 by its 'platform' or x-archtest.architecture.")
                .hasMessageContaining("--place vpn=arm64,app=arm64");
    }

    @Test
    void aSharedVolumeIsNamedWithItsUsersAndTheRemedy() {
        assertThatThrownBy(() -> plan("""
                        services:
                          web: { image: x, volumes: ["media:/m"] }
                          worker: { image: x, volumes: ["media:/m"] }
                        volumes: { media: }
                        x-archtest: { placements: { torn: { emulated: [worker] } } }
                        """, Map.of(), "torn"))
                .hasMessageContaining("'web' on x86_64 and 'worker' on arm64")
                .hasMessageContaining("both use volume 'media'")
                .hasMessageContaining("or share the data over the network");
    }

    @Test
    void replicasWithAVolumeStayTogetherAndAllFollowTheirServicesName() throws IOException {
        PlannedRun run = plan(
                        "services: { web: { image: x, scale: 2, volumes: ['v:/v'] }, db: { image: x } }\nvolumes: { v: }",
                        Map.of("web", Architecture.ARM64),
                        "native")
                .runs()
                .get(0);

        assertThat(placed(run)).isEqualTo(Map.of("web-1", "arm64", "web-2", "arm64", "db", "x86_64"));
    }

    @Test
    void whoeverNeedsAServiceThatKnowsOnlyUdpStaysWithIt() throws IOException {
        String statsd = """
                services:
                  statsd: { image: x, expose: ["8125/udp"] }
                  web: { image: x, depends_on: [statsd] }
                x-archtest: { placements: { torn: { emulated: [web] } } }
                """;

        plan(statsd, Map.of(), "cover")
                .runs()
                .forEach(run ->
                        assertThat(placed(run).get("web")).isEqualTo(placed(run).get("statsd")));
        assertThatThrownBy(() -> plan(statsd, Map.of(), "torn"))
                .hasMessageContaining("'web' needs 'statsd', which listens on UDP only ([8125])");
    }

    @Test
    void aUdpPortBesideOthersIsNoted() throws IOException {
        PlannedRun run = plan("""
                        services:
                          edge: { image: x, ports: ["443:443", "443:443/udp"] }
                          web: { image: x, depends_on: [edge] }
                        x-archtest: { placements: { split: { emulated: [web] } } }
                        """, Map.of(), "split").runs().get(0);

        assertThat(run.notes())
                .containsExactly(
                        "UDP port 443 of 'edge' is open to components on x86_64, and not checked: a nonce needs TCP; these on arm64 can't reach it, since relays carry TCP only: web");
    }

    @Test
    void anEdgeToAUdpPortIsRefused() {
        assertThatThrownBy(() -> plan("""
                        services: { a: { image: x, expose: ["53/udp"] }, b: { image: x } }
                        x-archtest: { edges: [{ from: b, to: a, port: 53 }] }
                        """, Map.of(), "native"))
                .hasMessageContaining("b -> a:53")
                .hasMessageContaining("UDP port");
    }

    private static final String FIXED = """
            services:
              db: { image: x, expose: ["80"], networks: { n: { ipv4_address: 10.5.0.2 } } }
              web: { image: x, networks: [n] }
              %s
            networks: { n: { ipam: { config: [{ subnet: 10.5.0.0/24 }] } } }
            x-archtest: { placements: { split: { emulated: [web] } } }
            """;

    @Test
    void onOneEngineTheSideWithTheFixedAddressHasTheRangeAndKeepsTheAddressFree() throws IOException {
        PlannedRun run = plan(FIXED.formatted(""), Map.of(), "split").runs().get(0);
        NetworkDefinition.Pool pool =
                run.networks(Architecture.X86_64).get("n").pools().get(0);

        assertThat(pool.subnet()).contains("10.5.0.0/24");
        assertThat(pool.gateway()).contains("10.5.0.1");
        assertThat(pool.range()).contains("10.5.0.128/25");
        assertThat(run.networks(Architecture.ARM64).get("n").pools()).isEmpty();
        assertThat(run.notes())
                .singleElement()
                .asString()
                .contains("on the x86_64 side only, and free ones on the arm64 side");
    }

    @Test
    void onEnginesOfTheirOwnBothSidesHaveIt() throws IOException {
        PlannedRun one = plan(FIXED.formatted(""), Map.of(), "split").runs().get(0);
        PlannedRun two = TwoEngines.of(one);

        assertThat(two.networks(Architecture.ARM64)).isEqualTo(two.networks(Architecture.X86_64));
        assertThat(two.networks(Architecture.ARM64).get("n").addressed()).isTrue();
        assertThat(two.notes()).isEmpty();
    }

    @Test
    void oneEngineDoesNotPartThoseWithFixedAddressesNorThoseWhoNameOne() throws IOException {
        String both = FIXED.formatted("other: { image: x, networks: { n: { ipv4_address: 10.5.0.3 } } }")
                .replace("emulated: [web]", "emulated: [other]");
        assertThatThrownBy(() -> plan(both, Map.of(), "split"))
                .hasMessageContaining("'db' has 10.5.0.2 and 'other' has 10.5.0.3 on network 'n'")
                .hasMessageContaining("the one engine that serves both architectures")
                .hasMessageContaining("use names in place of addresses");
        plan(both, Map.of(), "cover")
                .runs()
                .forEach(run ->
                        assertThat(placed(run).get("db")).isEqualTo(placed(run).get("other")));

        String named = FIXED.formatted("")
                .replace("web: { image: x,", "web: { image: x, environment: { DB: \"tcp://10.5.0.2:80\" },");
        assertThatThrownBy(() -> plan(named, Map.of(), "split"))
                .hasMessageContaining("'web' names 10.5.0.2, the address of 'db'");
        assertThat(plan(named.replace("10.5.0.2:80", "10.5.0.20:80"), Map.of(), "split")
                        .runs())
                .hasSize(1);
    }

    private static Map<String, String> placed(PlannedRun run) {
        return run.placement().components().entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().value(),
                        entry -> entry.getValue().word()));
    }

    private Plan plan(String text, Map<String, Architecture> by, String... placements) throws IOException {
        Path file = Files.writeString(folder.resolve("compose.yaml"), text);
        Scenario scenario = new ScenarioReader().read(file, Map.of(), Map.of());
        return new Planner(DockerProfiles.oneEngine("unix:///nowhere", Architecture.X86_64))
                .plan(new RunRequest(
                        () -> scenario,
                        List.of(placements),
                        by.entrySet().stream()
                                .collect(Collectors.toMap(
                                        entry -> ComponentName.of(entry.getKey()), Map.Entry::getValue)),
                        ImageMode.AUTO,
                        Set.of()));
    }
}
