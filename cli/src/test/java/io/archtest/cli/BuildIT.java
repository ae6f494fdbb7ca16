package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.Engine;
import io.archtest.engine.Engines;
import io.archtest.engine.Labels;
import io.archtest.engine.OwnedResource;
import io.archtest.model.Architecture;
import io.archtest.profile.DockerProfiles;
import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import io.archtest.testing.TinyImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stacks whose images are built, with the packaged program; what they build on is made without a registry. */
class BuildIT {
    private static final String DOCKERFILE = """
            FROM archtest.local/tiny:$TARGETARCH AS made
            ARG TARGETARCH
            ARG PAGE
            COPY . /context
            RUN --mount=type=secret,id=token test "$(cat /run/secrets/token)" = s3cret
            RUN echo "built for $TARGETARCH on $(uname -m): $PAGE;" $(echo /context/*) >/page

            FROM archtest.local/tiny:$TARGETARCH AS web
            COPY --from=made /page /page
            CMD ["sleep", "1000"]

            FROM web AS never
            RUN exit 1
            """;

    private static final String COMPOSE = """
            name: built
            services:
              web:
                image: archtest.local/built-it:1
                build: { context: web, target: web, args: { PAGE: "${PAGE}" }, secrets: [token] }
              worker:
                image: archtest.local/built-it:1
              inline:
                build:
                  dockerfile_inline: |
                    FROM archtest.local/tiny:$$TARGETARCH
                    RUN echo inline on $$(uname -m) >/page
                command: [sleep, "1000"]
            secrets: { token: { content: s3cret } }
            x-archtest:
              secrets: { PAGE: { hex: 16 } }
              placements:
                default: { web: x86_64, worker: x86_64, inline: arm64 }
                flip: { web: arm64, worker: arm64, inline: x86_64 }
              checks:
                - name: web's page
                  exec: { component: web, command: [cat, /page], output: "${PAGE}; /context/Dockerfile /context/kept" }
                - name: worker has the same
                  exec: { component: worker, command: [cat, /page], output: "${PAGE}" }
                - name: inline's page
                  exec: { component: inline, command: [cat, /page], output: "inline on" }
            """;

    @TempDir
    Path folder;

    private Engine engine;

    @BeforeEach
    void bases() throws IOException {
        engine = Engines.connect(DockerProfiles.DEFAULT_ENDPOINT);
        TinyImage.load(engine, Architecture.ARM64);
        TinyImage.load(engine, Architecture.X86_64);
        Files.createDirectories(folder.resolve("web"));
        Files.writeString(folder.resolve("web/Dockerfile"), DOCKERFILE);
        Files.writeString(folder.resolve("web/.dockerignore"), "left-out\n.dockerignore\n");
        Files.writeString(folder.resolve("web/kept"), "");
        Files.writeString(folder.resolve("web/left-out"), "");
        Files.writeString(folder.resolve("compose.yaml"), COMPOSE);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource({"default, amd64 on x86_64, aarch64", "flip, arm64 on aarch64, x86_64"})
    void imagesAreBuiltForTheArchitectureThatTheirComponentsArePlacedOn(String placement, String web, String inline)
            throws Exception {
        ArchtestProcess run = run("run", "compose.yaml", "--images", "registry", "--placement", placement);

        assertThat(run.exitCode()).as(run.output()).isZero();
        Report.Run report = report();
        assertThat(report.checks())
                .allSatisfy(
                        check -> assertThat(check.verdict()).as(check.name()).isEqualTo("passed"));
        assertThat(actual(report, "web's page")).contains("built for " + web);
        assertThat(actual(report, "inline's page")).contains("inline on " + inline);
        assertThat(run.output())
                .contains("images: built")
                .contains("RUN echo \"built for")
                .as("one build for both")
                .containsOnlyOnce(
                        "building %s for".formatted(run.output().contains("building web") ? "web" : "worker"));
        assertThat(left(report)).isEmpty();
        assertThat(engine.findImage("archtest.local/built-it:1", Architecture.X86_64))
                .isEmpty();
    }

    @Test
    void planSaysWhatIsBuiltAndBuildsNothing() throws Exception {
        Files.writeString(folder.resolve("web/Dockerfile"), "FROM nothing\n");

        ArchtestProcess plan = run("plan", "compose.yaml");

        assertThat(plan.exitCode()).as(plan.output()).isZero();
        assertThat(plan.output())
                .contains("built from %s, %s, target web"
                        .formatted(folder.resolve("web"), folder.resolve("web/Dockerfile")))
                .contains("runs by its id; the engine's archtest.local/built-it:1 stays as it is");
    }

    @Test
    void aFailingRunIsNamedWithItsLine() throws Exception {
        Files.writeString(
                folder.resolve("web/Dockerfile"),
                DOCKERFILE.replace("COPY --from=made", "RUN echo why it fails; exit 9\nCOPY --from=made"));

        ArchtestProcess run = run("run", "compose.yaml", "--images", "registry");

        assertThat(run.exitCode()).as(run.output()).isEqualTo(3);
        assertThat(run.output())
                .contains("from %s: line 9, 'RUN echo why it fails; exit 9': exited with 9. Its last lines:"
                        .formatted(folder.resolve("web/Dockerfile")))
                .containsPattern("\n +\\d+\\.\\d+ why it fails");
        assertThat(left(report())).isEmpty();
    }

    @Test
    void anExecutableOfTheOtherArchitectureIsCaught() throws Exception {
        Files.writeString(
                folder.resolve("web/Dockerfile"),
                "FROM --platform=linux/arm64 archtest.local/tiny:arm64 AS other\n"
                        + DOCKERFILE.replace(
                                "COPY --from=made /page /page", "COPY --from=made /page /page\nCOPY --from=other / /"));

        ArchtestProcess run = run("run", "compose.yaml", "--images", "registry");

        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(report().checks())
                .filteredOn(check -> check.verdict().equals("failed"))
                .extracting(Report.Check::group)
                .containsOnly("architecture");
    }

    @Test
    void aFileThatNoEmulatorExecutesIsNamed() throws Exception {
        Files.writeString(folder.resolve("web/junk"), "\u007fELF and no more");
        assertThat(folder.resolve("web/junk").toFile().setExecutable(true)).isTrue();
        Files.writeString(
                folder.resolve("web/Dockerfile"),
                DOCKERFILE.replace("RUN echo \"built", "RUN [\"/context/junk\"]\nRUN echo \"built"));

        ArchtestProcess run = run("run", "compose.yaml", "--images", "registry");

        assertThat(run.exitCode()).as(run.output()).isEqualTo(3);
        assertThat(run.output()).contains("line 6, 'RUN [\"/context/junk\"]': 'exec format error'");
    }

    @Test
    void oneThatIsToldToEndInMidBuildLeavesNothing() throws Exception {
        Files.writeString(
                folder.resolve("web/Dockerfile"),
                DOCKERFILE.replace("RUN echo \"built", "RUN echo begun && sleep 987\nRUN echo \"built"));
        ArchtestProcess run = run("run", "compose.yaml", "--images", "registry");
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> run.output().contains("RUN echo begun") && sleeping());

        run.signalGroup("TERM");

        assertThat(run.exitCode()).isNotZero();
        Awaitility.await("the engine ends the build")
                .atMost(Duration.ofMinutes(1))
                .until(() -> !sleeping());
        String id = run.output().replaceFirst("(?s).*?run ([0-9a-f]+):.*", "$1");
        assertThat(engine.owned(Labels.RUN, id)).isEmpty();
    }

    @Test
    void aPlacementForWhichNoPlatformIsAllowedIsRefused() throws Exception {
        Files.writeString(
                folder.resolve("compose.yaml"),
                COMPOSE.replace("target: web,", "target: web, platforms: [linux/amd64],"));

        ArchtestProcess run = run("run", "compose.yaml", "--placement", "flip");

        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.USAGE);
        assertThat(run.output())
                .contains(
                        "Placement 'flip' puts 'web' on arm64, for which its build.platforms allow no image: [linux/amd64]");
    }

    private static boolean sleeping() throws IOException, InterruptedException {
        return new ProcessBuilder("pgrep", "--full", "sleep 987").start().waitFor() == 0;
    }

    private ArchtestProcess run(String... arguments) throws IOException {
        return ArchtestProcess.start(folder, arguments);
    }

    private List<OwnedResource> left(Report.Run run) {
        return engine.owned(Labels.RUN, run.id());
    }

    private Report.Run report() {
        return new JsonReport(List.of())
                .read(folder.resolve("archtest-report/report.json"))
                .runs()
                .get(0);
    }

    private static String actual(Report.Run run, String name) {
        return run.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow()
                .actual();
    }
}
