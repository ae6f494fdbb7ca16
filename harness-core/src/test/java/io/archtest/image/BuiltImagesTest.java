package io.archtest.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.engine.EngineAddress;
import io.archtest.engine.EngineInfo;
import io.archtest.engine.Labels;
import io.archtest.host.CommandRunner;
import io.archtest.model.Architecture;
import io.archtest.model.BuildSpec;
import io.archtest.model.Redaction;
import io.archtest.testing.FakeEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With scripts in the place of Docker's program. */
class BuiltImagesTest {
    private static final String BUILDS = """
            #!/bin/sh
            case $1 in --version) echo "Docker version %s, build x"; exit;; buildx) exit %d;; esac
            echo "$@" >>"$HOME/arguments"
            /usr/bin/env >"$HOME/environment"
            while [ $# -gt 0 ]; do
              case $1 in --iidfile) printf sha256:made >"$2";; --file) /bin/cat "$2" >"$HOME/dockerfile";; esac
              shift
            done
            echo "#5 [2/2] RUN echo hunter2" >&2
            """;

    @TempDir
    Path folder;

    private final List<String> steps = new ArrayList<>();
    private final FakeEngine engine = FakeEngine.of(Architecture.X86_64).withImage("sha256:made", Architecture.ARM64);

    @Test
    void theImageThatWasBuiltIsKnownByItsIdAndOncePerRun() throws IOException {
        program("a", "20.10.24+dfsg1", 1);
        BuiltImages images = images("a");

        ResolvedImage first = get(images, order(inline(), "run-1"));
        get(images, order(inline(), "run-1"));

        assertThat(first.origin()).isEqualTo(ResolvedImage.Origin.BUILT);
        assertThat(first.facts())
                .isEqualTo(engine.findImage("sha256:made", Architecture.ARM64).orElseThrow());
        assertThat(arguments()).hasSize(1);
        get(images, order(inline(), "run-2"));
        assertThat(arguments())
                .hasSize(2)
                .allSatisfy(
                        line -> assertThat(line)
                                .contains(
                                        "--host unix:///fake/x86_64.sock build --progress plain --platform linux/arm64 --iidfile"));
    }

    @Test
    void secretsAreNeitherOnTheCommandLineNorInTheOutput() throws IOException {
        program("a", "20.10.24", 1);

        get(images("a"), order(inline(), "run-1"));

        assertThat(arguments().get(0))
                .contains("--build-arg PASSWORD ")
                .contains("--secret id=token,env=ARCHTEST_SECRET_0")
                .contains("--build-arg DOCKER_HOST=of-the-build")
                .contains("--host unix:///fake")
                .doesNotContain("hunter2")
                .doesNotContain("s3cret");
        assertThat(Files.readString(folder.resolve("environment")))
                .contains("PASSWORD=hunter2")
                .contains("ARCHTEST_SECRET_0=s3cret")
                .doesNotContain("DOCKER_HOST")
                .doesNotContain("DOCKER_CONTEXT");
        assertThat(steps).containsExactly("[2/2] RUN echo [secret]");
    }

    @Test
    void aFailedBuildIsNotRepeatedForTheRunsOtherComponents() throws IOException {
        program("a", "20.10.24", 1);
        Path script = folder.resolve("a/docker");
        Files.writeString(script, Files.readString(script).replace("printf sha256:made >", ": "));
        BuiltImages images = images("a");

        for (int component = 0; component < 2; component++) {
            assertThatThrownBy(() -> get(images, order(inline(), "run-1")))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("Cannot build 'web' for arm64 from its dockerfile_inline");
        }
        assertThat(arguments()).hasSize(1);
    }

    @Test
    void aNewerProgramNeedsItsPlugin() throws IOException {
        program("a", "28.2.2", 1);
        program("b", "28.2.2", 0);

        get(images("a", "b"), order(inline(), "run-1"));
        assertThat(arguments()).hasSize(1);

        assertThatThrownBy(() -> get(images("a"), order(inline(), "run-1")))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("a/docker (28.2.2) lacks its plugin buildx")
                .hasMessageContaining("docker-buildx-plugin");
        assertThatThrownBy(() -> get(images("none"), order(inline(), "run-1")))
                .hasMessageContaining("there is no program 'docker' on the PATH");
    }

    @Test
    void whatAnOldEngineIgnoresIsRefusedOnItAndHandedToANewOne() throws IOException {
        program("a", "20.10.24", 1);
        EngineInfo now = engine.info();
        FakeEngine old = new FakeEngine(
                new EngineInfo(now.endpoint(), "20.10.24+dfsg1", "1.41", now.architecture(), "", "", 1, 1, "old"));

        assertThatThrownBy(
                        () -> images("a").get(old, order(limited(), "run-1"), (a, b) -> Optional.empty(), progress()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("ignores build.shm_size and build.ulimits without a word");
        get(images("a"), order(limited(), "run-1"));
        assertThat(arguments().get(0)).contains("--shm-size 1024 --ulimit nofile=1:2");
    }

    @Test
    void aBaseThatStandsInMakesTheResultAStandIn() throws IOException {
        program("a", "20.10.24", 1);
        ResolvedImage base = new ResolvedImage(
                "base:1",
                engine.findImage("sha256:made", Architecture.ARM64).orElseThrow(),
                ResolvedImage.Origin.PACKAGED,
                true,
                "other software");

        ResolvedImage built = images("a")
                .get(engine, order(inline(), "run-1"), (image, architecture) -> Optional.of(base), progress());

        assertThat(built.standIn()).isTrue();
        assertThat(built.software()).contains("on the STAND-IN: other software");
        assertThat(Files.readString(folder.resolve("dockerfile"))).isEqualTo("FROM archtest.local/base:1-arm64\n");
    }

    @Test
    void anEngineBehindTlsIsSpokenToWithItsOwnCertificates() throws IOException {
        Path certificates = Files.createDirectories(folder.resolve("tls"));
        Files.writeString(certificates.resolve("ca.pem"), "");
        EngineAddress address = new EngineAddress("tcp://far:2376", "tcp://far:2376", "", Optional.of(certificates));

        List<String> line = new BuildCommand(
                        new DockerProgram(Path.of("/d"), Map.of()), address, inline(), Redaction.none())
                .of(Architecture.ARM64, Path.of("/f"), Map.of(), Path.of("/i"), "")
                .line();

        assertThat(line)
                .startsWith(
                        "/d",
                        "--host",
                        "tcp://far:2376",
                        "--tlsverify",
                        "--tlscacert",
                        certificates + "/ca.pem",
                        "build")
                .doesNotContain("--tlskey");
    }

    private ResolvedImage get(BuiltImages images, BuiltImages.Order order) {
        return images.get(engine, order, (image, architecture) -> Optional.empty(), progress());
    }

    private ImageProgress progress() {
        return new ImageProgress(line -> {}, step -> steps.add(step.text()), pull -> {});
    }

    private BuiltImages images(String... folders) {
        String path = String.join(
                ":",
                java.util.Arrays.stream(folders)
                        .map(name -> folder.resolve(name).toString())
                        .toList());
        return new BuiltImages(
                new CommandRunner(), Map.of("PATH", path, "HOME", folder.toString(), "DOCKER_CONTEXT", "elsewhere"));
    }

    private void program(String name, String version, int buildx) throws IOException {
        Path script = Files.createDirectories(folder.resolve(name)).resolve("docker");
        Files.writeString(script, BUILDS.formatted(version, buildx));
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    private List<String> arguments() throws IOException {
        return Files.readAllLines(folder.resolve("arguments"));
    }

    private static BuiltImages.Order order(BuildSpec spec, String run) {
        return new BuiltImages.Order(
                "web", "mine:1", spec, Architecture.ARM64, Map.of(Labels.RUN, run), new Redaction(List.of("hunter2")));
    }

    private static BuildSpec inline() {
        return spec(Optional.empty(), Map.of());
    }

    private static BuildSpec limited() {
        return spec(Optional.of(1024L), Map.of("nofile", "1:2"));
    }

    private static BuildSpec spec(Optional<Long> shmSize, Map<String, String> ulimits) {
        return new BuildSpec(
                "/",
                "",
                Optional.of("FROM base:1"),
                Map.of("PASSWORD", "hunter2", "DOCKER_HOST", "of-the-build"),
                Optional.empty(),
                List.of(),
                Map.of(),
                "",
                shmSize,
                ulimits,
                Map.of(),
                List.of(),
                false,
                false,
                Map.of("token", "s3cret"),
                Map.of(),
                List.of(),
                BuildSpec.Wish.BUILD);
    }
}
