package io.archtest.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.engine.Engine;
import io.archtest.engine.EngineException;
import io.archtest.engine.Engines;
import io.archtest.host.CommandRunner;
import io.archtest.host.StateFolder;
import io.archtest.model.Architecture;
import io.archtest.scenario.Scenario;
import io.archtest.testing.ScenarioFixture;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Builds images of both architectures from this host's packages and runs them on a real engine. */
class PackagedImagesIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String NAME = "images-it.example/small:1";

    @TempDir
    Path folder;

    private final CommandRunner runner = new CommandRunner();
    private final List<String> progress = new ArrayList<>();
    private Engine engine;

    @BeforeEach
    void connect() {
        engine = Engines.connect("unix:///var/run/docker.sock");
    }

    @AfterEach
    void removeImages() {
        for (Architecture architecture : Architecture.values()) {
            runner.run(List.of("docker", "rmi", "-f", PackagedImages.tag(NAME, architecture)), LIMIT);
        }
        engine.close();
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void anImageIsBuiltRunsAsItSaysAndIsOnlyFoundTheSecondTime(Architecture architecture) throws IOException {
        Scenario scenario = scenario("first");

        ResolvedImage built = resolve(ImageMode.PACKAGED, scenario, NAME, architecture);

        assertThat(built.origin()).isEqualTo(ResolvedImage.Origin.PACKAGED);
        assertThat(built.standIn()).isTrue();
        assertThat(built.facts().isFor(architecture)).isTrue();
        assertThat(run(built, architecture, "uname -m; cat /greeting; grep hosts: /etc/nsswitch.conf"))
                .containsExactly(architecture.machine(), "first", "hosts: files dns");
        assertThat(run(
                        built,
                        architecture,
                        "ls -A /etc/apt/sources.list.d /var/lib/apt/lists; test -e /usr/share/doc || echo none"))
                .as("neither package lists, nor sources with their credentials, nor documentation")
                .containsExactly("/etc/apt/sources.list.d:", "", "/var/lib/apt/lists:", "none");

        progress.clear();
        ResolvedImage found = resolve(ImageMode.PACKAGED, scenario, NAME, architecture);

        assertThat(found.facts().id()).isEqualTo(built.facts().id());
        assertThat(progress).isEmpty();

        ResolvedImage changed = resolve(ImageMode.PACKAGED, scenario("second"), NAME, architecture);

        assertThat(changed.facts().id()).isNotEqualTo(built.facts().id());
        assertThat(run(changed, architecture, "cat /greeting")).containsExactly("second");
        assertThat(progress).as("the packages are not unpacked again").noneMatch(line -> line.contains("unpacking"));

        progress.clear();
        ResolvedImage again = resolve(ImageMode.PACKAGED, scenario("first"), NAME, architecture);

        assertThat(again.facts().id())
                .as("the change has not taken it away")
                .isEqualTo(built.facts().id());
        assertThat(progress).isEmpty();
        assertThat(engine.findImage(PackagedImages.tag(NAME, architecture), architecture))
                .hasValueSatisfying(
                        named -> assertThat(named.id()).isEqualTo(built.facts().id()));
        remove(built, changed);
        assertThat(Files.list(folder.resolve("state/cache")))
                .as("neither partial layers nor archives stay")
                .allMatch(file -> file.toString().matches(".*\\.tar(\\.lock|\\.sha256)?"));
    }

    /** The fault: another archtest, with another recipe of that name, loads its image between this one's load and look. */
    @Test
    void anImageOfTheSameNameThatSomebodyElseLoadsMeanwhileIsNotTaken() throws IOException {
        Architecture architecture = Architecture.X86_64;
        ResolvedImage others = resolve(ImageMode.PACKAGED, scenario("first"), NAME, architecture);
        String tag = PackagedImages.tag(NAME, architecture);
        Engine disturbed = (Engine) Proxy.newProxyInstance(
                Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, (proxy, method, arguments) -> {
                    Object answer = method.invoke(engine, arguments);
                    if (method.getName().equals("loadImage")) {
                        engine.tagImage(others.facts().id(), tag);
                    }
                    return answer;
                });

        ResolvedImage own = resolve(disturbed, ImageMode.PACKAGED, scenario("second"), NAME, architecture);

        assertThat(run(own, architecture, "cat /greeting")).containsExactly("second");
        remove(others, own);
    }

    @Test
    void withoutARegistryTheStandInIsUsedWithANotice() throws IOException {
        String unreachable = "localhost:1/small:1";
        Scenario scenario = scenario("first", unreachable);
        try {
            ResolvedImage image = resolve(ImageMode.AUTO, scenario, unreachable, Architecture.X86_64);

            assertThat(image.origin()).isEqualTo(ResolvedImage.Origin.PACKAGED);
            assertThat(progress).anyMatch(line -> line.contains("STAND-IN"));
            remove(image);
        } finally {
            runner.run(List.of("docker", "rmi", "-f", PackagedImages.tag(unreachable, Architecture.X86_64)), LIMIT);
        }
    }

    @Test
    void theEnginesWordsForAnUnreachableRegistryAreUnderstood() throws IOException {
        ImageStore store =
                new ImageStore(ImageMode.REGISTRY, new StateFolder(folder), new HostUnpacker(runner), Map.of());
        Scenario scenario = scenario("first");

        assertThatThrownBy(() -> store.resolve(engine, scenario, "localhost:1/a:1", Architecture.X86_64, line -> {}))
                .isInstanceOf(EngineException.class);
        // the second image's error is the first one's: the registry was not asked again
        assertThatThrownBy(() -> store.resolve(engine, scenario, "localhost:1/b:1", Architecture.X86_64, line -> {}))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("localhost:1/a:1");
    }

    @Test
    void anUnknownPackageIsNamedAndLeavesNothing() throws IOException {
        Scenario scenario = scenario("first");
        Path recipes = scenario.packaged().orElseThrow();
        Files.writeString(recipes, Files.readString(recipes).replace("busybox]", "no-such-package-here]"));

        assertThatThrownBy(() -> resolve(ImageMode.PACKAGED, scenario, NAME, Architecture.X86_64))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("Unable to locate package no-such-package-here")
                .hasMessageContaining("is the recipe for this release");
        assertThat(Files.list(folder.resolve("state/cache")))
                .allMatch(file -> file.toString().endsWith(".lock"));
    }

    private void remove(ResolvedImage... images) {
        for (ResolvedImage image : images) {
            runner.run(List.of("docker", "rmi", "-f", image.facts().id()), LIMIT);
        }
    }

    private ResolvedImage resolve(ImageMode mode, Scenario scenario, String name, Architecture architecture) {
        return resolve(engine, mode, scenario, name, architecture);
    }

    private ResolvedImage resolve(
            Engine engine, ImageMode mode, Scenario scenario, String name, Architecture architecture) {
        return new ImageStore(mode, new StateFolder(folder.resolve("state")), new HostUnpacker(runner), Map.of())
                .resolve(engine, scenario, name, architecture, progress::add);
    }

    private List<String> run(ResolvedImage image, Architecture architecture, String script) {
        CommandRunner.Result result = runner.run(
                List.of(
                        "docker",
                        "run",
                        "--rm",
                        "--network=none",
                        "--platform=" + architecture.platform(),
                        image.facts().id(),
                        "sh",
                        "-c",
                        script),
                LIMIT);
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.lines();
    }

    private Scenario scenario(String greeting) throws IOException {
        return scenario(greeting, NAME);
    }

    private Scenario scenario(String greeting, String name) throws IOException {
        Path recipes = folder.resolve("images.yaml");
        Files.createDirectories(folder.resolve("files"));
        Files.writeString(folder.resolve("files/greeting"), greeting + "\n");
        Files.writeString(recipes, """
                package-sets:
                  small: [base-files, dash, coreutils, grep, libc-bin, busybox]
                images:
                  "%s":
                    packages: small
                    stand-in: "Nothing real"
                    software: a shell
                    files: files
                """.formatted(name));
        Scenario plain = new ScenarioFixture().build();
        return new Scenario(
                plain.name(),
                plain.description(),
                plain.file(),
                plain.sources(),
                plain.components(),
                plain.edges(),
                plain.volumes(),
                plain.placements(),
                plain.checks(),
                Optional.of(recipes),
                Map.of(),
                plain.secrets(),
                plain.redaction(),
                List.of(),
                Map.of(),
                plain.inference());
    }
}
