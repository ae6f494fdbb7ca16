package io.archtest.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.model.Architecture;
import io.archtest.model.HealthCheck;
import io.archtest.model.Mount;
import io.archtest.model.ProcessSettings;
import io.archtest.model.ResourceLimits;
import io.archtest.model.RestartPolicy;
import io.archtest.model.RunId;
import io.archtest.model.SecuritySettings;
import io.archtest.testing.TinyImage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every setting of a specification reaches the daemon as its own field. */
class ContainerSettingsIT {
    private static final SecuritySettings SECURITY = new SecuritySettings(
            List.of("NET_ADMIN"),
            List.of("CAP_MKNOD"),
            List.of("no-new-privileges"),
            List.of("7"),
            Map.of("net.ipv4.ip_unprivileged_port_start", "0"),
            true,
            false);

    private final String run = RunId.random().value();
    private Engine engine;
    private String image;

    @BeforeEach
    void connect() {
        engine = Engines.connect("unix:///var/run/docker.sock");
        image = TinyImage.load(engine, Architecture.X86_64).id();
    }

    @AfterEach
    void remove() {
        engine.owned(Labels.RUN, run).forEach(engine::remove);
        engine.close();
    }

    @Test
    void everySettingArrives() throws IOException {
        JsonNode container = new ObjectMapper().readTree(engine.inspectJson(engine.createContainer(spec(SECURITY))));
        JsonNode config = container.path("Config");
        assertThat(config.path("Entrypoint").toString()).isEqualTo("[\"sh\"]");
        assertThat(config.path("User").asText()).isEqualTo("daemon");
        assertThat(config.path("WorkingDir").asText()).isEqualTo("/tmp");
        assertThat(config.path("Hostname").asText()).isEqualTo("me");
        assertThat(config.path("Tty").asBoolean()).isTrue();
        assertThat(config.path("StopSignal").asText()).isEqualTo("SIGQUIT");
        assertThat(config.path("StopTimeout").asInt()).isEqualTo(3);
        assertThat(config.path("Healthcheck").path("Test").toString()).isEqualTo("[\"NONE\"]");
        JsonNode host = container.path("HostConfig");
        assertThat(host.path("Init").asBoolean()).isTrue();
        assertThat(host.path("Memory").asLong()).isEqualTo(64L << 20);
        assertThat(host.path("MemoryReservation").asLong()).isEqualTo(32L << 20);
        assertThat(host.path("NanoCpus").asLong()).isEqualTo(500_000_000L);
        assertThat(host.path("ShmSize").asLong()).isEqualTo(1L << 20);
        assertThat(host.path("PidsLimit").asLong()).isEqualTo(50);
        assertThat(host.path("Ulimits").toString())
                .contains("nofile")
                .contains("100")
                .contains("200");
        assertThat(host.path("CapAdd").toString()).contains("NET_ADMIN");
        assertThat(host.path("CapDrop").toString()).contains("MKNOD");
        assertThat(host.path("SecurityOpt").toString()).contains("no-new-privileges");
        assertThat(host.path("GroupAdd").toString()).contains("7");
        assertThat(host.path("Sysctls").toString()).contains("ip_unprivileged_port_start");
        assertThat(host.path("ReadonlyRootfs").asBoolean()).isTrue();
        assertThat(host.path("RestartPolicy").path("Name").asText()).isEqualTo("on-failure");
        assertThat(host.path("RestartPolicy").path("MaximumRetryCount").asInt()).isEqualTo(2);
        assertThat(host.path("PortBindings").path("80/tcp")).hasSize(2);
        assertThat(host.path("Tmpfs").path("/scratch").asText()).isEqualTo("size=4096");
    }

    @Test
    void unknownCapabilityIsNamed() {
        SecuritySettings security =
                new SecuritySettings(List.of("FLY"), List.of(), List.of(), List.of(), Map.of(), false, false);
        assertThatThrownBy(() -> engine.createContainer(spec(security)))
                .hasMessageContaining("Unknown capability 'FLY'; known: [");
    }

    private ContainerSpec spec(SecuritySettings security) {
        return new ContainerSpec(
                "archtest-it-" + run,
                image,
                Architecture.X86_64,
                new ProcessSettings(
                        Optional.of(List.of("sh")),
                        Optional.of(List.of("-c", "true")),
                        Map.of(),
                        Optional.of("daemon"),
                        Optional.of("/tmp"),
                        Optional.of("me"),
                        true,
                        true,
                        Optional.of("SIGQUIT"),
                        Optional.of(Duration.ofSeconds(3))),
                new ResourceLimits(
                        Optional.of(64L << 20),
                        Optional.of(32L << 20),
                        Optional.of(0.5),
                        Optional.of(1L << 20),
                        Optional.of(50L),
                        List.of(new ResourceLimits.Ulimit("nofile", 100, 200))),
                security,
                List.of(new Mount(Mount.Type.TMPFS, Optional.empty(), "/scratch", false, Optional.of(4096L))),
                Optional.of(new HealthCheck(List.of("NONE"), Duration.ZERO, Duration.ZERO, Duration.ZERO, 0)),
                new ContainerSpec.Attached(
                        List.of(),
                        List.of(
                                new ContainerSpec.PublishedPort(80, "127.0.0.1", 45901),
                                new ContainerSpec.PublishedPort(80, "127.0.0.2", 45901)),
                        Map.of()),
                new RestartPolicy(RestartPolicy.Kind.ON_FAILURE, 2),
                Map.of(Labels.RUN, run));
    }
}
