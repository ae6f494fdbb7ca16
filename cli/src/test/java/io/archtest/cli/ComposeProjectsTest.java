package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compose files named in all the ways that Docker's own tool knows, through {@code archtest plan}. */
class ComposeProjectsTest {
    private static final String FILE = """
            services:
              web: {image: "web:${TAG:-1}", depends_on: [db]}
              db: {image: db}
              debug: {image: tool, profiles: [debug]}
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void file() throws IOException {
        Files.writeString(folder.resolve("compose.yaml"), FILE);
    }

    @Test
    void aFolderStandsForItsComposeFileWithTheOverride() throws IOException {
        Files.writeString(folder.resolve("compose.override.yaml"), "services: {db: {image: other}}\n");
        Files.writeString(folder.resolve(".env"), "TAG=from-env\n");

        assertThat(plan(folder.toString())).contains("web:from-env", "other", "compose.override.yaml");
    }

    @Test
    void aFileStandsForItselfAndItsArchtestOverlay() throws IOException {
        Files.writeString(folder.resolve("compose.override.yaml"), "services: {db: {image: other}}\n");
        Files.writeString(
                folder.resolve("compose.archtest.yaml"),
                "x-archtest: {placements: {mine: {db: arm64}}}\nservices: {db: {expose: [5432]}}\n");

        assertThat(plan(folder.resolve("compose.yaml").toString(), "--placement", "mine"))
                .contains("placement mine", "ports 5432", "compose.archtest.yaml")
                .doesNotContain("other");
    }

    @Test
    void furtherFilesAreLaidOverTheFirstInTheirOrder() throws IOException {
        Path one = Files.writeString(folder.resolve("one.yaml"), "services: {db: {image: one}, web: {image: w1}}\n");
        Path two = Files.writeString(folder.resolve("two.yaml"), "services: {db: {image: two}}\n");

        assertThat(plan("-f", folder.resolve("compose.yaml").toString(), "-f", one.toString(), "-f", two.toString()))
                .contains("two", "w1");
        assertThat(plan("cross-arch-nginx", "-f", two.toString()))
                .as("over a built-in scenario too")
                .contains("scenario cross-arch-nginx", "  db ");
    }

    @Test
    void profilesEnvFilesAndTheProjectsNameAreThoseOfCompose() throws IOException {
        Path variables = Files.writeString(folder.resolve("vars"), "TAG=7\n");
        String file = folder.resolve("compose.yaml").toString();

        assertThat(plan(file)).doesNotContain("debug");
        assertThat(plan(file, "--compose-profile", "debug", "--env-file", variables.toString(), "-p", "mine"))
                .contains("scenario mine on", "debug", "web:7");
        assertThat(plan(Map.of("COMPOSE_PROFILES", "debug", "COMPOSE_PROJECT_NAME", "env"), List.of(file)))
                .contains("scenario env on", "debug");
    }

    @Test
    void aProfileThatNoServiceHasIsANotice() {
        String file = folder.resolve("compose.yaml").toString();

        assertThat(plan(file, "--compose-profile", "debgu"))
                .contains(
                        "! compose.yaml:1:1: no service has the profile 'debgu' that is to be active; there are: debug");
        assertThat(plan(file, "--compose-profile", "debug")).doesNotContain("! ");
        assertThat(plan(file, "--compose-profile", "*")).doesNotContain("! ");
    }

    @Test
    void aRelayCarriesAnOfficialImagesPortBeforeThatIsPulled() throws IOException {
        Files.writeString(folder.resolve("compose.yaml"), """
                services:
                  web: {image: web, ports: ["80"], environment: ["REDIS_HOST=cache"]}
                  cache: {image: "redis:no-such-tag"}
                """);

        assertThat(plan(folder.toString()))
                .contains("cache:6379", "(carried by relays, not asked)", "cache, ports [6379]")
                .doesNotContain("is not known");
    }

    @Test
    void anOverlayMakesANetworkOfTheRunOutOfOneThatSomebodyElseStarted() throws IOException {
        Files.writeString(
                folder.resolve("compose.yaml"),
                "services: {web: {image: web, networks: [proxy]}}\nnetworks: {proxy: {external: true}}\n");
        Files.writeString(folder.resolve("compose.archtest.yaml"), "networks: {proxy: {external: !reset null}}\n");

        assertThat(plan(folder.toString())).contains("  web ");
    }

    @Test
    void aVariableThatIsNotSetIsANotice() throws IOException {
        Files.writeString(folder.resolve("compose.yaml"), "services: {web: {image: web, user: \"$WHO\"}}\n");

        assertThat(plan(folder.toString())).contains("! compose.yaml:1:36: variable 'WHO' is not set");
    }

    @Test
    void configShowsWhatTheFilesComeTo() throws IOException {
        Path over = Files.writeString(folder.resolve("over.yaml"), """
                x-archtest: { secrets: { PASSWORD: { hex: 16 } } }
                services: { db: { environment: { P: "${PASSWORD}", N: 1.10 }, read_only: true } }
                """);

        assertThat(run("config", "-f", folder.resolve("compose.yaml").toString(), "-f", over.toString()))
                .contains("image: web:1", "P: '${PASSWORD}'", "N: 1.1", "read_only: true")
                .doesNotContain("debug");
    }

    private String run(String... arguments) {
        return run(Map.of(), List.of(arguments));
    }

    private String plan(String... arguments) {
        return plan(Map.of(), List.of(arguments));
    }

    private String plan(Map<String, String> environment, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of("plan"));
        line.addAll(arguments);
        return run(environment, line);
    }

    private String run(Map<String, String> environment, List<String> line) {
        out.getBuffer().setLength(0);
        int exit = new Archtest(
                        new Surroundings(new PrintWriter(out, true), new PrintWriter(err, true), environment, false))
                .run(line.toArray(String[]::new));
        assertThat(exit).as(err.toString()).isZero();
        return out.toString();
    }
}
