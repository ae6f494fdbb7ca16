package io.archtest.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.engine.ContainerSpec.Attached;
import io.archtest.engine.ContainerSpec.Attachment;
import io.archtest.engine.ContainerSpec.PublishedPort;
import io.archtest.engine.ContainerSpec.Within;
import io.archtest.engine.EngineException.Reason;
import io.archtest.model.Architecture;
import io.archtest.model.Mount;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What creating a container needs and refuses, and what it is connected to, on a real engine. */
class ContainerConnectionsIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static TinyContainers tiny;
    private static Engine engine;

    @BeforeAll
    static void connect() {
        tiny = new TinyContainers();
        engine = tiny.engine();
    }

    @AfterAll
    static void disconnect() {
        tiny.close();
    }

    @AfterEach
    void removeEverything() {
        tiny.removeAll();
        assertThat(engine.owned(Labels.RUN, tiny.run())).isEmpty();
    }

    @Test
    void imageForAnotherPlatformIsRefused() {
        ContainerSpec spec = tiny.spec(
                        Architecture.X86_64, tiny.image(Architecture.ARM64).id())
                .build();
        assertThatThrownBy(() -> engine.createContainer(spec))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_PLATFORM));
    }

    @Test
    void takenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String id = engine.createContainer(tiny.spec(
                            Architecture.X86_64, tiny.image(Architecture.X86_64).id())
                    .networking(new Attached(
                            List.of(), List.of(new PublishedPort(80, "127.0.0.1", taken.getLocalPort())), Map.of()))
                    .build());
            assertThatThrownBy(() -> engine.startContainer(id))
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.PORT_TAKEN))
                    .hasMessageContaining("'127.0.0.1:" + taken.getLocalPort() + "'");
        }
    }

    @Test
    void missingExecutableIsPassedOnWhole() {
        String id = engine.createContainer(
                tiny.spec(Architecture.X86_64, tiny.image(Architecture.X86_64).id())
                        .command("/no/such/program")
                        .build());
        assertThatThrownBy(() -> engine.startContainer(id))
                .hasMessageContaining("/no/such/program")
                .hasMessageContaining("no such file or directory");
    }

    @Test
    void missingHostFolderIsNotMade(@TempDir Path folder) {
        Path missing = folder.resolve("missing");
        ContainerSpec spec = tiny.spec(
                        Architecture.X86_64, tiny.image(Architecture.X86_64).id())
                .mounts(Mount.bind(missing.toString(), "/data", true))
                .build();
        assertThatThrownBy(() -> engine.createContainer(spec)).hasMessageContaining(missing.toString());
        assertThat(missing).doesNotExist();
    }

    @Test
    void networksAliasesVolumesAndTheirRemoval() {
        String one = engine.createNetwork("archtest-it-one-" + tiny.run(), tiny.labels());
        String two = engine.createNetwork("archtest-it-two-" + tiny.run(), tiny.labels());
        engine.createVolume("archtest-it-" + tiny.run(), tiny.labels(), Map.of());
        String id = engine.createContainer(tiny.spec(
                        Architecture.X86_64, tiny.image(Architecture.X86_64).id())
                .networking(new Attached(
                        List.of(new Attachment(one, List.of("first")), new Attachment(two, List.of("second"))),
                        List.of(),
                        Map.of("host.docker.internal", List.of("host-gateway"))))
                .mounts(Mount.volume("archtest-it-" + tiny.run(), "/data", false), Mount.tmpfs("/scratch"))
                .build());
        engine.startContainer(id);
        assertThat(engine.inspectContainer(id).addresses())
                .containsOnlyKeys("archtest-it-one-" + tiny.run(), "archtest-it-two-" + tiny.run());
        for (String name : List.of("first", "second")) {
            assertThat(engine.exec(id, List.of("ping", "-c", "1", name), LIMIT)).matches(ExecResult::succeeded);
        }
        assertThat(engine.exec(id, List.of("cat", "/etc/hosts"), LIMIT).output())
                .contains(engine.info().bridgeAddress() + "\thost.docker.internal");
        assertThat(engine.exec(id, List.of("sh", "-c", "cat /proc/mounts"), LIMIT)
                        .output())
                .contains(" /data ")
                .contains("tmpfs /scratch tmpfs");
        List<OwnedResource> owned = engine.owned(Labels.RUN, tiny.run());
        assertThat(owned)
                .extracting(OwnedResource::kind)
                .containsExactly(
                        OwnedResource.Kind.CONTAINER,
                        OwnedResource.Kind.NETWORK,
                        OwnedResource.Kind.NETWORK,
                        OwnedResource.Kind.VOLUME);
        owned.forEach(engine::remove);
        owned.forEach(engine::remove);
        assertThat(engine.owned(Labels.RUN, tiny.run())).isEmpty();
    }

    @Test
    void halfMadeContainerIsRemoved() {
        String one = engine.createNetwork("archtest-it-one-" + tiny.run(), tiny.labels());
        ContainerSpec spec = tiny.spec(
                        Architecture.X86_64, tiny.image(Architecture.X86_64).id())
                .networking(new Attached(
                        List.of(new Attachment(one, List.of()), new Attachment("host", List.of())),
                        List.of(),
                        Map.of()))
                .build();
        assertThatThrownBy(() -> engine.createContainer(spec)).hasMessageContaining("host network");
        assertThat(engine.owned(Labels.RUN, tiny.run()))
                .extracting(OwnedResource::kind)
                .containsExactly(OwnedResource.Kind.NETWORK);
    }

    @Test
    void containerWithinAnotherSharesItsNetwork() {
        String host = tiny.running(Architecture.X86_64);
        String guest = engine.createContainer(
                tiny.spec(Architecture.ARM64, tiny.image(Architecture.ARM64).id())
                        .name("archtest-it-guest-" + tiny.run())
                        .networking(new Within(host))
                        .build());
        engine.startContainer(guest);
        assertThat(engine.exec(guest, List.of("hostname"), LIMIT).output())
                .isEqualTo(engine.exec(host, List.of("hostname"), LIMIT).output());
    }
}
