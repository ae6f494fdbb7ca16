package io.archtest.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.engine.EngineException.Reason;
import io.archtest.engine.FileEntry;
import io.archtest.engine.Labels;
import io.archtest.host.Ownership;
import io.archtest.model.Architecture;
import io.archtest.testing.FakeContainer;
import io.archtest.testing.FakeEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerUnpackerTest {
    private static final String IMAGE = "debian:bookworm-slim";
    private static final List<String> PACKAGES = List.of("haproxy", "busybox");

    @TempDir
    Path folder;

    private final FakeEngine engine = FakeEngine.of(Architecture.ARM64).withRegistryImage(IMAGE, Architecture.ARM64);
    private final List<String> progress = new ArrayList<>();

    @Test
    void theEnginesOwnArchitectureDoesItForTheOtherOne() throws Exception {
        List<String> commands = new ArrayList<>();
        whenBuilding(container -> {
            commands.addAll(container.spec().process().command().orElseThrow());
            assertThat(container.spec().architecture()).isEqualTo(Architecture.ARM64);
            assertThat(container.spec().labels()).containsKeys(Labels.RUN, Labels.OWNER);
            assertThat(container.spec().process().environment())
                    .containsEntry("https_proxy", "proxy.example:3128")
                    .doesNotContainKey("SECRET");
            container.has("/archtest-layer.tar", file("the layer"));
            container.exit(0);
        });

        unpack();

        assertThat(folder.resolve("layer.tar")).hasContent("the layer");
        assertThat(commands).contains("--arch=amd64", "--include=busybox,haproxy", "--variant=extract");
        assertThat(progress).anyMatch(line -> line.contains("no mmdebstrap") && line.contains(IMAGE));
        assertThat(engine.containers()).isEmpty();
        assertThat(engine.isClosed()).isTrue();
    }

    @Test
    void anImageThatIsThereIsNotPulled() {
        engine.withImage(IMAGE, Architecture.ARM64);
        whenBuilding(container -> {
            container.has("/archtest-layer.tar", file("x"));
            container.exit(0);
        });

        unpack();

        assertThat(engine.calls()).noneMatch(call -> call.startsWith("pullImage"));
    }

    @Test
    void withoutTheImageItSaysWhatWouldHelp() {
        engine.failing("pullImage", Reason.IMAGE_UNAVAILABLE, "The engine can't reach the registry 'docker.io'");

        assertThatThrownBy(this::unpack)
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("can't reach the registry")
                .hasMessageContaining("mmdebstrap on this host or the image '" + IMAGE + "'")
                .hasMessageContaining("archtest setup");
    }

    @Test
    void aFailureIsShownAndTheContainerRemoved() {
        whenBuilding(container -> {
            container.logs("E: Unable to locate package haproxy");
            container.exit(100);
        });

        assertThatThrownBy(this::unpack)
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("exit code 100")
                .hasMessageContaining("E: Unable to locate package haproxy")
                .hasMessageContaining("is the recipe for this release ('bookworm')");
        assertThat(engine.containers()).isEmpty();
    }

    @Test
    void aContainerThatEndsWellWithoutALayerIsNoSuccess() {
        whenBuilding(container -> container.exit(0));

        assertThatThrownBy(this::unpack).isInstanceOf(ImageException.class).hasMessageContaining("/archtest-layer.tar");
        assertThat(engine.containers()).isEmpty();
    }

    @Test
    void closingEndsWhatIsUnderWayAndRemovesItsContainer() throws Exception {
        PackageLayers layers = new PackageLayers(folder, unpacker());
        List<Throwable> failures = new ArrayList<>();
        Thread worker = new Thread(() -> {
            try {
                layers.layer(PACKAGES, Architecture.X86_64, progress::add);
            } catch (RuntimeException e) {
                failures.add(e);
            }
        });
        // it never ends by itself
        java.util.concurrent.CountDownLatch running = new java.util.concurrent.CountDownLatch(1);
        whenBuilding(container -> running.countDown());
        worker.start();
        running.await();

        layers.close();
        worker.join();

        assertThat(failures).singleElement().isInstanceOf(ImageException.class);
        assertThat(engine.containers()).isEmpty();
        assertThat(Files.list(folder)).allMatch(file -> file.toString().endsWith(".lock"));
        assertThatThrownBy(() -> layers.layer(PACKAGES, Architecture.ARM64, progress::add))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("Interrupted");
    }

    private void whenBuilding(Consumer<FakeContainer> script) {
        engine.whenStarted("builder", script);
    }

    private ContainerUnpacker unpacker() {
        return new ContainerUnpacker(
                () -> engine,
                Ownership.ofThisProcess(),
                Map.of("https_proxy", "proxy.example:3128", "SECRET", "not for containers"));
    }

    private void unpack() {
        unpacker().unpack(PACKAGES, Architecture.X86_64, folder.resolve("layer.tar"), progress::add);
    }

    private static FileEntry file(String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new FileEntry(FileEntry.Type.FILE, bytes.length, "", bytes);
    }
}
