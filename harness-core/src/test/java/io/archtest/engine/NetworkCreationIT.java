package io.archtest.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Network;
import io.archtest.engine.ContainerSpec.Alone;
import io.archtest.engine.ContainerSpec.Attached;
import io.archtest.engine.ContainerSpec.Attachment;
import io.archtest.model.Architecture;
import io.archtest.model.Connections.Link;
import io.archtest.model.NetworkAttachment.Addresses;
import io.archtest.model.NetworkDefinition;
import io.archtest.model.NetworkDefinition.Pool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every setting of a network, and of a place on it, reaches the daemon. */
class NetworkCreationIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final NetworkDefinition EVERYTHING = new NetworkDefinition(
            true,
            true,
            true,
            List.of(
                    new Pool(
                            Optional.of("10.213.78.0/24"),
                            Optional.of("10.213.78.9"),
                            Optional.of("10.213.78.128/28"),
                            Map.of("printer", "10.213.78.129")),
                    new Pool(Optional.of("fd12:7078::/64"), Optional.empty(), Optional.empty(), Map.of())),
            Map.of("com.docker.network.driver.mtu", "1300"),
            Map.of());

    private final TinyContainers tiny = new TinyContainers();
    private final Engine engine = tiny.engine();

    @AfterEach
    void remove() {
        tiny.removeAll();
        tiny.close();
    }

    @Test
    void everySettingOfANetworkArrives() {
        Network network = engine.unwrap(DockerClient.class)
                .orElseThrow()
                .inspectNetworkCmd()
                .withNetworkId(engine.createNetwork(name("all"), EVERYTHING, tiny.labels()))
                .exec();

        assertThat(network.getInternal()).isTrue();
        assertThat(network.isAttachable()).isTrue();
        assertThat(network.getEnableIPv6()).isTrue();
        assertThat(network.getOptions()).containsEntry("com.docker.network.driver.mtu", "1300");
        assertThat(network.getIpam().getConfig())
                .extracting(
                        Network.Ipam.Config::getSubnet,
                        Network.Ipam.Config::getGateway,
                        Network.Ipam.Config::getIpRange)
                .contains(org.assertj.core.api.Assertions.tuple("10.213.78.0/24", "10.213.78.9", "10.213.78.128/28"));
    }

    @Test
    void aContainerHasItsAddressesOnEveryNetworkAndNobodyGetsAReservedOne() throws IOException {
        String first = engine.createNetwork(name("first"), EVERYTHING, tiny.labels());
        String second = engine.createNetwork(
                name("second"),
                NetworkDefinition.plain()
                        .pooled(List.of(
                                new Pool(Optional.of("10.213.79.0/24"), Optional.empty(), Optional.empty(), Map.of()))),
                tiny.labels());

        JsonNode networks = networks(started(
                "fixed",
                new Attachment(
                        first,
                        List.of("fixed"),
                        new Addresses(
                                Optional.of("10.213.78.5"),
                                Optional.of("fd12:7078::5"),
                                Optional.of("02:42:0a:d5:4e:05")),
                        List.of()),
                new Attachment(
                        second,
                        List.of(),
                        new Addresses(Optional.of("10.213.79.7"), Optional.empty(), Optional.empty()),
                        List.of())));
        JsonNode free = networks(started("free", new Attachment(first, List.of())));

        assertThat(networks.path(name("first")).path("IPAddress").asText()).isEqualTo("10.213.78.5");
        assertThat(networks.path(name("first")).path("GlobalIPv6Address").asText())
                .isEqualTo("fd12:7078::5");
        assertThat(networks.path(name("first")).path("MacAddress").asText()).isEqualTo("02:42:0a:d5:4e:05");
        assertThat(networks.path(name("second")).path("IPAddress").asText()).isEqualTo("10.213.79.7");
        assertThat(free.path(name("first")).path("IPAddress").asText())
                .startsWith("10.213.78.1")
                .isNotEqualTo("10.213.78.129");
    }

    @Test
    void aLinkIsANameForTheLinkingContainerOnlyOnEveryNetwork() {
        String first = engine.createNetwork(name("first"), tiny.labels());
        String second = engine.createNetwork(name("second"), tiny.labels());
        started("near", new Attachment(first, List.of("near")));
        started("far", new Attachment(second, List.of("far")));
        List<Link> links = List.of(new Link("near", "one"), new Link("far", "two"));
        String linking = started(
                "linking",
                new Attachment(first, List.of(), Addresses.ANY, links),
                new Attachment(second, List.of(), Addresses.ANY, links));
        String other = started("other", new Attachment(first, List.of()), new Attachment(second, List.of()));

        for (String alias : List.of("one", "two")) {
            assertThat(engine.exec(linking, List.of("ping", "-c", "1", alias), LIMIT))
                    .matches(ExecResult::succeeded);
            assertThat(engine.exec(other, List.of("ping", "-c", "1", alias), LIMIT))
                    .matches(result -> !result.succeeded());
        }
    }

    @Test
    void aContainerOnNoNetworkHasNothingButItself() {
        // some kernels put tunnels of their own into each network namespace, which are down
        String id = engine.createContainer(
                tiny.spec(Architecture.X86_64, tiny.image(Architecture.X86_64).id())
                        .networking(new Alone(Map.of("far", List.of("10.0.0.1"))))
                        .build());
        engine.startContainer(id);

        assertThat(engine.exec(id, List.of("ls", "/sys/class/net"), LIMIT).output())
                .contains("lo")
                .doesNotContain("eth");
    }

    @Test
    void addressesThatSomebodyHasAreNamedInTheFailure() {
        engine.createNetwork(name("all"), EVERYTHING, tiny.labels());

        assertThatThrownBy(() -> engine.createNetwork(name("again"), EVERYTHING, tiny.labels()))
                .hasMessageContaining("with the addresses [10.213.78.0/24, fd12:7078::/64]")
                .hasMessageContaining("overlaps");
    }

    private String name(String text) {
        return "archtest-it-%s-%s".formatted(text, tiny.run());
    }

    private String started(String name, Attachment... networks) {
        String id = engine.createContainer(
                tiny.spec(Architecture.X86_64, tiny.image(Architecture.X86_64).id())
                        .name(name(name))
                        .networking(new Attached(List.of(networks), List.of(), Map.of()))
                        .build());
        engine.startContainer(id);
        return id;
    }

    private JsonNode networks(String id) throws IOException {
        return new ObjectMapper()
                .readTree(engine.inspectJson(id))
                .path("NetworkSettings")
                .path("Networks");
    }
}
