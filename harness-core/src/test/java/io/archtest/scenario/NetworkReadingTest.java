package io.archtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.Connections.Link;
import io.archtest.model.Dependency;
import io.archtest.model.NetworkAttachment;
import io.archtest.model.NetworkAttachment.Addresses;
import io.archtest.model.NetworkDefinition;
import io.archtest.model.NetworkDefinition.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file says of networks, and what of it is refused. */
class NetworkReadingTest {
    @TempDir
    Path folder;

    @Test
    void aNetworksSettingsAreReadAndTheDefaultIsAlwaysThere() throws IOException {
        Scenario scenario = read("""
                services: { a: { image: x } }
                networks:
                  back:
                    name: shop-back
                    driver: bridge
                    internal: true
                    attachable: true
                    enable_ipv6: true
                    enable_ipv4: true
                    external: false
                    driver_opts: { com.docker.network.driver.mtu: 1400 }
                    labels: { tier: back }
                    ipam:
                      driver: default
                      config:
                        - subnet: 10.5.0.0/16
                          gateway: 10.5.0.254
                          ip_range: 10.5.8.0/24
                          aux_addresses: { printer: 10.5.0.9 }
                        - { subnet: "fd00:5::/64" }
                """);

        assertThat(scenario.networks()).containsOnlyKeys("default", "back");
        assertThat(scenario.network("back"))
                .isEqualTo(new NetworkDefinition(
                        true,
                        true,
                        true,
                        List.of(
                                new Pool(
                                        Optional.of("10.5.0.0/16"),
                                        Optional.of("10.5.0.254"),
                                        Optional.of("10.5.8.0/24"),
                                        Map.of("printer", "10.5.0.9")),
                                new Pool(
                                        Optional.of("fd00:5:0:0:0:0:0:0/64"),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Map.of())),
                        Map.of("com.docker.network.driver.mtu", "1400"),
                        Map.of("tier", "back")));
        assertThat(component(scenario, "a").networks()).containsExactly(new NetworkAttachment("default", List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "external: true | touches nothing that it didn't start",
                "external: { name: theirs } | touches nothing that it didn't start",
                "driver: overlay | network driver 'overlay' is not carried out",
                "enable_ipv4: false | leased ports and probes use IPv4",
                "driver_opts: { com.docker.network.bridge.name: br0 } | one interface of a name",
                "ipam: { driver: dhcp } | ipam driver 'dhcp' is not carried out",
                "ipam: { options: { a: b } } | key 'options' in compose.yaml.networks.n.ipam is not carried out",
                "ipam: { config: [{ subnet: 10.5.0.0 }] } | '10.5.0.0' is no range of addresses",
                "ipam: { config: [{ subnet: 10.5.0.0/16, gateway: 10.6.0.1 }] } | 10.6.0.1 is not in the subnet 10.5.0.0/16",
                "ipam: { config: [{ subnet: 10.5.0.0/16, ip_range: 10.6.0.0/24 }] } | no part of the subnet",
                "ipam: { config: [{ gateway: 10.6.0.1 }] } | need a 'subnet'",
                "scope: local | unknown key in compose.yaml.networks.n: 'scope'",
            })
    void whatANetworkCannotHaveIsRefusedWithTheReason(String network, String reason) {
        refused(
                "services: { a: { image: x } }\nnetworks: { n: { %s } }\n".formatted(network),
                "compose.yaml:2:",
                reason);
    }

    @Test
    void aServicesNetworksAreInComposesOrderWithTheirSettings() throws IOException {
        Component web = component(read("""
                        services:
                          web:
                            image: x
                            container_name: shop-web
                            networks:
                              zeta: { priority: 1000, mac_address: "02:42:ac:11:00:03" }
                              beta:
                              alpha: { aliases: [www], ipv4_address: 10.5.0.7 }
                        networks:
                          alpha: { ipam: { config: [{ subnet: 10.5.0.0/24 }] } }
                          beta:
                          zeta:
                        """), "web");

        assertThat(web.networks())
                .containsExactly(
                        new NetworkAttachment(
                                "zeta",
                                List.of("shop-web"),
                                new Addresses(Optional.empty(), Optional.empty(), Optional.of("02:42:ac:11:00:03"))),
                        new NetworkAttachment(
                                "alpha",
                                List.of("www", "shop-web"),
                                new Addresses(Optional.of("10.5.0.7"), Optional.empty(), Optional.empty())),
                        new NetworkAttachment("beta", List.of("shop-web")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "networks: { n: { ipv4_address: 10.6.0.7 } } | in no subnet of network 'n', which has: [10.5.0.0/24]",
                "networks: { default: { ipv4_address: 10.6.0.7 } } | which has: none. Give the network one",
                "networks: { n: { ipv6_address: 10.5.0.7 } } | is no IPv6 address",
                "networks: { n: { link_local_ips: [169.254.8.8] } } | 'link_local_ips'",
                "networks: { n: { driver_opts: { a: b } } } | 'driver_opts'",
                "networks: { n: { interface_name: eth9 } } | Engine 28.1",
                "networks: { n: { gw_priority: 1 } } | Engine 28",
                "networks: { n: { mac_address: nonsense } } | is no MAC address",
                "networks: { n: , default: { mac_address: '02:42:ac:11:00:03' }, a: } | which is 'a' (by 'priority', then by name)",
                "{ mac_address: '02:42:ac:11:00:03', networks: { n: { mac_address: '02:42:ac:11:00:04' } } } | write one of them",
                "networks: [m] | unknown network 'm'",
                "network_mode: host | archtest leases host ports for each run",
                "network_mode: bridge | knows no service names",
                "network_mode: container:abc | use service:NAME",
                "network_mode: nome | unknown network_mode 'nome'; did you mean 'none'?",
                "network_mode: service:bb | network_mode names an unknown service 'bb'; did you mean 'b'?",
                "network_mode: service:w | goes round in a circle",
                "{ network_mode: none, networks: [n] } | exclude each other",
                "{ network_mode: none, ports: ['80'] } | leaves no way to the service's ports",
                "{ network_mode: 'service:b', ports: ['80'] } | 'ports' can't be with 'network_mode: service:b'",
                "{ network_mode: 'service:b', hostname: h } | 'hostname' can't be with",
                "links: [c] | links names an unknown service 'c'",
                "{ links: [b], networks: [n] } | shares no network with 'w'",
                "external_links: [theirs] | touches nothing that it didn't start",
                "scale: 51 | from 0 to 50",
                "{ scale: 2, deploy: { replicas: 3 } } | scale says 2 and deploy.replicas says 3",
                "{ scale: 2, container_name: one } | 'container_name' is one name, and 'w' has 2 containers",
                "{ scale: 2, networks: { n: { ipv4_address: 10.5.0.7 } } } | a fixed address is one container's",
            })
    void whatAServiceCannotHaveIsRefusedWithTheReason(String service, String reason) {
        String keys = service.startsWith("{") ? service.substring(1, service.length() - 1) : service;
        refused("""
                services:
                  b: { image: x, depends_on: [] }
                  w: { image: x, %s }
                networks: { a: , n: { ipam: { config: [{ subnet: 10.5.0.0/24 }] } } }
                """.formatted(keys), "compose.yaml:3:", reason);
    }

    @Test
    void aServiceInAnothersNetworkIsWhereThatOneIsAndStartsAfterIt() throws IOException {
        Scenario scenario = read("""
                services:
                  vpn: { image: x, networks: { n: { aliases: [gate] } } }
                  app: { image: x, network_mode: "service:vpn" }
                  spy: { image: x, network_mode: "service:app", depends_on: { app: { condition: service_healthy } } }
                  alone: { image: x, network_mode: none }
                  other: { image: x, networks: [n] }
                networks: { n: }
                """);
        Component app = component(scenario, "app");
        Component spy = component(scenario, "spy");

        assertThat(app.networks()).containsExactly(new NetworkAttachment("n", List.of()));
        assertThat(app.namespace()).isEqualTo(ComponentName.of("vpn"));
        assertThat(app.dependencies())
                .containsExactly(new Dependency(ComponentName.of("vpn"), Dependency.Condition.STARTED, true));
        assertThat(spy.namespace()).isEqualTo(ComponentName.of("vpn"));
        assertThat(spy.dependencies())
                .containsExactly(new Dependency(ComponentName.of("app"), Dependency.Condition.HEALTHY, true));
        assertThat(spy.sharesNetworkWith(component(scenario, "other"))).isTrue();
        assertThat(spy.connections().colocations()).singleElement().satisfies(tie -> {
            assertThat(tie.with()).isEqualTo(ComponentName.of("app"));
            assertThat(tie.why()).isEqualTo("network_mode: service:app");
        });
        assertThat(component(scenario, "alone").networks()).isEmpty();
        assertThat(component(scenario, "alone").sharesNetworkWith(app)).isFalse();
    }

    @Test
    void aLinkIsANameForOneAndADependency() throws IOException {
        Component web = component(
                read("services:\n  db: { image: x }\n  web: { image: x, links: ['db:database', db] }\n"), "web");

        assertThat(web.connections().links()).containsExactly(new Link("db", "database"), new Link("db", "db"));
        assertThat(web.dependencies())
                .containsExactly(new Dependency(ComponentName.of("db"), Dependency.Condition.STARTED, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'80' | 80 | ",
                "'8080:80' | 80 | ",
                "'3000-3002:4000-4002' | 4000 4001 4002 | ",
                "'9000-9010:80' | 80 | ",
                "'127.0.0.1:8080:80' | 80 | ",
                "'127.0.0.1::80' | 80 | ",
                "\"[::1]:8080:80/tcp\" | 80 | ",
                "'6060:60/udp' | | 60",
                "'53:53', '53:53/udp' | 53 | 53",
                "{ target: 80, published: '8080-8090', host_ip: 127.0.0.1, mode: host, app_protocol: http, name: web } | 80 | ",
                "{ target: 53, protocol: udp } | | 53",
            })
    void portsAreReadInEverySyntax(String ports, String tcp, String udp) throws IOException {
        Component web = component(read("services: { w: { image: x, ports: [%s] } }".formatted(ports)), "w");

        assertThat(web.ports()).isEqualTo(numbers(tcp));
        assertThat(web.connections().udpPorts()).isEqualTo(numbers(udp));
    }

    @Test
    void exposedPortsMayBeRangesAndUdp() throws IOException {
        Component web = component(read("services: { w: { image: x, expose: ['80', '90-92', '53/udp', 81] } }"), "w");

        assertThat(web.ports()).containsExactly(80, 90, 91, 92, 81);
        assertThat(web.connections().udpPorts()).containsExactly(53);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'3000-3002:4000-4001'",
                "'90-80'",
                "'80/sctp'",
                "'80/tpc'",
                "'nonsense:8080:80'",
                "'[zz]:8080:80'",
                "{ published: 80 }",
                "{ target: 80, mode: sideways }",
                "{ target: 4000-4001, published: 3000-3002 }",
                "{ target: 80, hostip: 1.2.3.4 }",
            })
    void portsThatMakeNoSenseAreRefused(String port) {
        refused("services:\n  w: { image: x, ports: [%s] }\n".formatted(port), "compose.yaml:2:", "");
    }

    private static List<Integer> numbers(String text) {
        return text == null
                ? List.of()
                : List.of(text.split(" ")).stream().map(Integer::valueOf).toList();
    }

    private Component component(Scenario scenario, String name) {
        return scenario.component(ComponentName.of(name));
    }

    private void refused(String file, String place, String reason) {
        assertThatThrownBy(() -> read(file)).hasMessageContaining(place).hasMessageContaining(reason);
    }

    private Scenario read(String text) throws IOException {
        return new ScenarioReader().read(Files.writeString(folder.resolve("compose.yaml"), text), Map.of(), Map.of());
    }
}
