package io.archtest.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.engine.EngineException;
import io.archtest.engine.EngineException.Reason;
import io.archtest.engine.ImageFacts;
import io.archtest.host.CommandRunner;
import io.archtest.host.StateFolder;
import io.archtest.model.Architecture;
import io.archtest.scenario.Scenario;
import io.archtest.scenario.ScenarioReader;
import io.archtest.testing.FakeEngine;
import io.archtest.testing.ScenarioFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreTest {
    private static final String NAME = "registry.example/web:1";

    @TempDir
    Path state;

    private final FakeEngine engine = FakeEngine.of(Architecture.X86_64);
    private final Scenario scenario = new ScenarioFixture().build();

    @Test
    void whatTheEngineHoldsIsTakenWithoutAskingTheRegistry() {
        engine.withImage(NAME, Architecture.ARM64);

        assertThat(resolve(ImageMode.AUTO, NAME, Architecture.ARM64).origin()).isEqualTo(ResolvedImage.Origin.LOCAL);
        assertThat(pulls()).isEmpty();
    }

    @Test
    void bothArchitecturesOfOneNameStaySideBySide() {
        engine.withRegistryImage(NAME, Architecture.ARM64).withRegistryImage(NAME, Architecture.X86_64);
        ImageStore store = store(ImageMode.REGISTRY);

        String arm = resolve(store, NAME, Architecture.ARM64).facts().id();
        String intel = resolve(store, NAME, Architecture.X86_64).facts().id();

        assertThat(resolve(store, NAME, Architecture.ARM64).facts().id()).isEqualTo(arm);
        assertThat(resolve(store, NAME, Architecture.X86_64).facts().id()).isEqualTo(intel);
        assertThat(pulls()).hasSize(2);
    }

    @Test
    void aPullLeavesTheUsersOwnImageItsName() {
        engine.withImage(NAME, Architecture.X86_64).withRegistryImage(NAME, Architecture.ARM64);

        resolve(ImageMode.REGISTRY, NAME, Architecture.ARM64);

        assertThat(engine.findImage(NAME, Architecture.X86_64)).isPresent();
    }

    @Test
    void aRegistryThatCanNotBeReachedIsTriedOnceForAllItsImages() {
        engine.failing(
                "pullImage", Reason.IMAGE_UNAVAILABLE, "The engine can't reach the registry 'registry.example'; check");
        ImageStore store = store(ImageMode.REGISTRY);

        for (String name : List.of(NAME, "registry.example/db:1", "registry.example/queue:1")) {
            assertThatThrownBy(() -> resolve(store, name, Architecture.ARM64))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("can't reach the registry");
        }
        assertThat(pulls()).hasSize(1);
    }

    @Test
    void aRefusalIsNotHeldAgainstTheRegistrysOtherImages() {
        engine.withRegistryImage("registry.example/db:1", Architecture.ARM64);
        ImageStore store = store(ImageMode.REGISTRY);

        assertThatThrownBy(() -> resolve(store, NAME, Architecture.ARM64)).hasMessageContaining("no such image");
        assertThat(resolve(store, "registry.example/db:1", Architecture.ARM64).origin())
                .isEqualTo(ResolvedImage.Origin.REGISTRY);
    }

    @Test
    void anImageThatArchtestBuiltNeverPassesForTheRegistrys() {
        engine.withImage(
                NAME,
                new ImageFacts(
                        "sha256:built",
                        Optional.empty(),
                        "linux",
                        "arm64",
                        List.of(NAME),
                        Map.of(PackagedImages.RECIPE_LABEL, "0"),
                        List.of(),
                        Optional.empty()));

        assertThatThrownBy(() -> resolve(ImageMode.REGISTRY, NAME, Architecture.ARM64))
                .hasMessageContaining("no such image");
    }

    @Test
    void withoutRecipesTheErrorSaysSo() {
        assertThatThrownBy(() -> resolve(ImageMode.AUTO, NAME, Architecture.ARM64))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("no such image")
                .hasMessageContaining("x-archtest.packaged");
        assertThatThrownBy(() -> resolve(ImageMode.PACKAGED, NAME, Architecture.ARM64))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("No packaged image for '" + NAME + "'");
    }

    @Test
    void anImageThatIsThereIsTakenInsteadOfABuildOnlyWhereThePullPolicySaysSo() throws IOException {
        engine.withImage(NAME, Architecture.ARM64);

        for (String policy : List.of("never", "missing", "always")) {
            assertThat(service(policy, Architecture.ARM64).origin()).as(policy).isEqualTo(ResolvedImage.Origin.LOCAL);
        }
        for (String policy : List.of("build", "never", "missing")) {
            Architecture lacking = policy.equals("build") ? Architecture.ARM64 : Architecture.X86_64;
            assertThatThrownBy(() -> service(policy, lacking)).as(policy).hasMessageContaining("no program 'docker'");
        }
    }

    @Test
    void onlyPackagedImagesMeansTheBasesOfABuildAsWell() throws IOException {
        assertThatThrownBy(() -> built(ImageMode.PACKAGED, "build", Architecture.ARM64, docker()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("Cannot build on 'base:1': no packaged image");
    }

    private ResolvedImage service(String policy, Architecture architecture) throws IOException {
        return built(ImageMode.REGISTRY, policy, architecture, Map.of());
    }

    /** A docker program that is only asked for its version. */
    private Map<String, String> docker() throws IOException {
        Path program = Files.writeString(state.resolve("docker"), "#!/bin/sh\necho Docker version 20.10.24, build 1\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return Map.of("PATH", state.toString());
    }

    private ResolvedImage built(
            ImageMode mode, String policy, Architecture architecture, Map<String, String> environment)
            throws IOException {
        Path file = Files.writeString(state.resolve("compose.yaml"), """
                services:
                  web: { image: "%s", pull_policy: %s, build: { dockerfile_inline: "FROM base:1" } }
                """.formatted(NAME, policy));
        Scenario read = new ScenarioReader().read(file, Map.of(), Map.of());
        return new ImageStore(mode, new StateFolder(state), new HostUnpacker(new CommandRunner()), environment)
                .resolve(
                        engine,
                        read,
                        read.components().get(0),
                        architecture,
                        Map.of(),
                        ImageProgress.notices(line -> {}));
    }

    private ImageStore store(ImageMode mode) {
        return new ImageStore(mode, new StateFolder(state), new HostUnpacker(new CommandRunner()), Map.of());
    }

    private ResolvedImage resolve(ImageMode mode, String name, Architecture architecture) {
        return resolve(store(mode), name, architecture);
    }

    private ResolvedImage resolve(ImageStore store, String name, Architecture architecture) {
        return store.resolve(engine, scenario, name, architecture, line -> {});
    }

    private List<String> pulls() {
        return engine.calls().stream()
                .filter(call -> call.startsWith("pullImage"))
                .toList();
    }
}
