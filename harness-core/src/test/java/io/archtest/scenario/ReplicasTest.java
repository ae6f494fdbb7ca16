package io.archtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.Dependency;
import io.archtest.model.Edge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service with several containers, and everything that names it. */
class ReplicasTest {
    private static final String STACK = """
            services:
              web: { image: x, expose: ["80"], deploy: { replicas: 2 } }
              proxy: { image: x, depends_on: [web] }
            x-archtest:
              placements: { default: { emulated: [web] }, odd: { web: arm64, web-2: x86_64 } }
              edges: [{ from: proxy, to: web, port: 80 }]
              checks:
                - { name: answers, http: { component: web, port: 80, status: 200 } }
                - { name: reaches, tcp: { from: proxy, to: web, port: 80 } }
                - { name: first, http: { component: web-1, port: 80, status: 200 } }
            """;

    @TempDir
    Path folder;

    @Test
    void eachContainerIsAComponentThatAnswersToTheServicesName() throws IOException {
        Scenario scenario = read(STACK);

        assertThat(scenario.componentNames()).isEqualTo("web-1, web-2, proxy");
        Component second = scenario.component(name("web-2"));
        assertThat(second.ports()).containsExactly(80);
        assertThat(second.connections().replicaOf()).contains(name("web"));
        assertThat(second.networks())
                .singleElement()
                .satisfies(network -> assertThat(network.aliases()).containsExactly("web"));
        assertThat(scenario.named(name("web")))
                .extracting(component -> component.name().value())
                .containsExactly("web-1", "web-2");
    }

    @Test
    void whateverNamesTheServiceMeansEach() throws IOException {
        Scenario scenario = read(STACK);

        assertThat(scenario.component(name("proxy")).dependencies())
                .extracting(Dependency::on)
                .containsExactly(name("web-1"), name("web-2"));
        assertThat(scenario.edges())
                .containsExactly(
                        new Edge(name("proxy"), name("web-1"), 80), new Edge(name("proxy"), name("web-2"), 80));
        assertThat(scenario.placements().get("default").emulated())
                .containsExactlyInAnyOrder(name("web-1"), name("web-2"));
        assertThat(scenario.placements().get("odd").fixed())
                .containsEntry(name("web-1"), Architecture.ARM64)
                .containsEntry(name("web-2"), Architecture.X86_64);
        assertThat(scenario.checks())
                .extracting(CheckDeclaration::name)
                .containsExactly("answers (web-1)", "answers (web-2)", "reaches (web-1)", "reaches (web-2)", "first");
        assertThat(scenario.checks().get(1).components()).containsExactly(name("web-2"));
    }

    @Test
    void aServiceWithNoContainerIsNotThere() throws IOException {
        assertThat(
                        read("services:\n  web: { image: x, scale: 0 }\n  proxy: { image: x, depends_on: { web: { required: false } } }\n")
                                .componentNames())
                .isEqualTo("proxy");
        assertThatThrownBy(() ->
                        read("services:\n  web: { image: x, scale: 0 }\n  proxy: { image: x, depends_on: [web] }\n"))
                .hasMessageContaining("compose.yaml:3:")
                .hasMessageContaining("depends_on names 'web'")
                .hasMessageContaining("its 'scale' is 0")
                .hasMessageContaining("required: false");
    }

    @Test
    void aSingleOneKeepsItsName() throws IOException {
        assertThat(read("services: { web: { image: x, scale: 1 } }").componentNames())
                .isEqualTo("web");
    }

    @Test
    void namesThatWouldCollideAreRefused() {
        assertThatThrownBy(() -> read("services:\n  web: { image: x, scale: 2 }\n  web-2: { image: x }\n"))
                .hasMessageContaining("compose.yaml:2:")
                .hasMessageContaining("there is a service 'web-2'");
    }

    @Test
    void aNetworkOfSeveralIsNobodysToShare() {
        assertThatThrownBy(() -> read(
                        "services:\n  web: { image: x, scale: 2 }\n  app: { image: x, network_mode: 'service:web' }\n"))
                .hasMessageContaining("compose.yaml:3:")
                .hasMessageContaining("it isn't said of which one");
    }

    private static ComponentName name(String text) {
        return ComponentName.of(text);
    }

    private Scenario read(String text) throws IOException {
        return new ScenarioReader().read(Files.writeString(folder.resolve("compose.yaml"), text), Map.of(), Map.of());
    }
}
