package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import io.archtest.scenarios.BuiltInScenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Compose files say of networks, on a real engine and across architectures. */
class NetworksIT {
    private static final String SERVER = """
                image: nginx:1.30
                command: ["sh", "-c", "echo %s >/usr/share/nginx/html/index.html && exec nginx -g 'daemon off;'"]
                expose: ["80"]
            """;
    private static final String CLIENT = """
                image: curlimages/curl:8.15.0
                entrypoint: ["sleep", "infinity"]
            """;

    /** A database that only an internal network knows, and everything around it that Compose can say of networks. */
    private static final String SHOP = """
            name: shop
            services:
              db:
            %s    container_name: shop-db
                networks: { back: { aliases: [store] } }
              far:
            %s    networks: [back]
              front:
            %s    networks: [back, default]
                links: ["db:database"]
              sidecar:
            %s    network_mode: "service:front"
              alone:
            %s    network_mode: none
              web:
            %s    deploy: { replicas: 2 }
              client:
            %s
            networks:
              back: { internal: true }
              default: { driver_opts: { com.docker.network.driver.mtu: "1400" }, labels: { tier: front } }
            x-archtest:
              packaged: packaged/images.yaml
              placements:
                default: { db: x86_64, far: arm64, front: x86_64, sidecar: x86_64, alone: arm64, web-1: x86_64, web-2: arm64, client: arm64 }
              checks:
                - { name: by name, exec: { component: far, command: "curl -sSf http://db/", output: "page of db" } }
                - { name: by container name, exec: { component: far, command: "curl -sSf http://shop-db/", output: "page of db" } }
                - { name: by alias, exec: { component: far, command: "curl -sSf http://store/", output: "page of db" } }
                - { name: by link, exec: { component: front, command: "curl -sSf http://database/", output: "page of db" } }
                - { name: a link is nobody else's, exec: { component: far, command: "curl -sS http://database/", exit: 6 } }
                - { name: the host by the gate, http: { component: db, port: 80, body: "page of db" } }
                - { name: a neighbour is localhost, exec: { component: sidecar, command: "curl -sSf http://localhost/", output: "page of front" } }
                - { name: a neighbour's names, exec: { component: sidecar, command: "curl -sSf http://db/", output: "page of db" } }
                - { name: alone, exec: { component: alone, command: "test ! -e /sys/class/net/eth0" } }
                - { name: both answer to one name, exec: { component: client, command: "sh -c 'getent ahostsv4 web | wc -l'", output: "6" } }
                - { name: each by its own, exec: { component: client, command: "sh -c 'curl -sSf http://web-1/ && curl -sSf http://web-2/'", output: "page of web" } }
                - { name: the host, http: { component: web, port: 80, body: "page of web" } }
                - { name: reached, tcp: { from: client, to: web, port: 80 } }
            """.formatted(
                    SERVER.formatted("page of db"),
                    CLIENT,
                    SERVER.formatted("page of front"),
                    CLIENT,
                    CLIENT,
                    SERVER.formatted("page of web"),
                    CLIENT);

    private static final String ADDRESSES = """
            name: addresses
            services:
              db:
            %s    networks: { fixed: { ipv4_address: 10.213.77.2 } }
              near:
            %s    networks: [fixed]
                environment: { DATABASE: "10.213.77.2" }
              far:
            %s    networks: [fixed]
            networks:
              fixed: { ipam: { config: [{ subnet: 10.213.77.0/24, gateway: 10.213.77.1, aux_addresses: { printer: 10.213.77.3 } }] } }
            x-archtest:
              packaged: packaged/images.yaml
              placements: { default: { db: arm64, near: arm64, far: x86_64 } }
              checks:
                - { name: by address, exec: { component: near, command: "sh -c 'curl -sSf http://$$DATABASE/'", output: "page of db" } }
                - { name: no relay has it, exec: { component: near, command: "sh -c 'case $$(getent hosts near) in 10.213.77.1[2-9][0-9]*) echo kept free; esac'", output: "kept free" } }
                - { name: across by name, exec: { component: far, command: "curl -sSf http://db/", output: "page of db" } }
            """.formatted(SERVER.formatted("page of db"), CLIENT, CLIENT);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"default", "flip"})
    void everyNameLeadsWhereComposeSaysAndNothingGetsOut(String placement) throws Exception {
        Report.Run run = passed(SHOP, placement);

        assertThat(checks(run, "scenario")).hasSize(15);
        assertThat(checks(run, "isolation"))
                .extracting(Report.Check::name)
                .containsExactlyInAnyOrder(
                        "db has no way out of its networks",
                        "far has no way out of its networks",
                        "alone has no way out of its networks");
        assertThat(run.connectivity())
                .filteredOn(cell -> cell.from().equals("far") && cell.to().equals("db"))
                .singleElement()
                .satisfies(cell -> assertThat(cell.via()).isEqualTo("host.docker.internal"));
        assertThat(run.connectivity())
                .filteredOn(cell -> cell.from().equals("client") && cell.to().startsWith("web-"))
                .hasSize(2);
        assertThat(run.connectivity())
                .as("who is on no network is asked nothing")
                .noneMatch(cell -> cell.from().equals("alone") || cell.to().equals("alone"));
    }

    /** The fault: what the file calls internal has a way out after all, by a second network. */
    @Test
    void aNetworkThatIsNotInternalIsNotTakenForOne() throws Exception {
        Report.Run run = passed(SHOP.replace("back: { internal: true }", "back: {}"), "native");

        assertThat(checks(run, "isolation"))
                .extracting(Report.Check::name)
                .containsExactly("alone has no way out of its networks");
    }

    @Test
    void aFixedAddressIsKeptForItsComponentAndTheOtherSideKnowsItByName() throws Exception {
        Report.Run run = passed(ADDRESSES, "default");

        assertThat(checks(run, "scenario")).hasSize(3);
        assertThat(run.notices())
                .anyMatch(notice ->
                        notice.contains("network 'fixed' has the addresses [10.213.77.0/24] on the arm64 side only"));
    }

    @Test
    void oneEngineRefusesToPartAnAddressFromThoseWhoNameIt() throws Exception {
        ArchtestProcess run = start(ADDRESSES, "plan", "--place", "near=x86_64");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.output())
                .contains("puts 'db' on arm64 and 'near' on x86_64")
                .contains("'near' names 10.213.77.2, the address of 'db' on network 'fixed'");
    }

    private Report.Run passed(String file, String placement) throws Exception {
        ArchtestProcess run = start(file, "run", "--placement", placement);

        assertThat(run.exitCode()).as(run.output()).isZero();
        Report report = new JsonReport(List.of()).read(folder.resolve("archtest-report/report.json"));
        Report.Run only = report.runs().get(0);
        assertThat(only.connectivity())
                .extracting(Report.Cell::verdict)
                .contains("passed")
                .doesNotContain("failed", "errored");
        return only;
    }

    private ArchtestProcess start(String file, String command, String... options) throws IOException {
        Path compose = new BuiltInScenarios().extract("cross-arch-nginx", folder.resolve("stack"));
        Files.writeString(compose, file);
        List<String> arguments =
                new java.util.ArrayList<>(List.of(command, compose.toString(), "--images", "packaged"));
        arguments.addAll(List.of(options));
        return ArchtestProcess.start(folder, arguments.toArray(String[]::new));
    }

    private static List<Report.Check> checks(Report.Run run, String group) {
        return run.checks().stream()
                .filter(check -> check.group().equals(group))
                .toList();
    }
}
