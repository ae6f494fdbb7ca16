package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code archtest init} and {@code archtest plan} on a Compose file that says nothing to archtest. */
class InitCommandTest {
    private static final String COMPOSE = """
            services:
              web:
                image: shop:1
                ports: ["8080:3000"]
                depends_on: [db]
                environment:
                  DATABASE_URL: postgres://u:hidden@db:5432/shop
                  CACHE_HOST: cache
                  CACHE_PORT: 6379
                  SEARCH_HOST: search
              worker:
                image: shop:1
                command: ["run", "--queue-url", "amqp://queue"]
                environment: { DB_URL: "postgres://db:5432/shop" }
              db: { image: "postgres:15" }
              cache: { image: "redis:7" }
              search: { image: "search:1" }
              queue: { image: "rabbitmq:3" }
              "on": { image: "strange:1", environment: { TO: "web:3000" } }
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path file = Path.of("compose.yaml");

    @BeforeEach
    void aComposeFile() throws IOException {
        file = folder.resolve("compose.yaml");
        Files.writeString(file, COMPOSE);
    }

    @Test
    void planSaysWhatWasInferredAndWhy() {
        assertThat(run("plan", file.toString())).isEqualTo(ExitCode.PASSED);
        assertThat(out.toString())
                .contains("placement split")
                .contains("edges: 0 declared and 6 inferred")
                .contains("web -> db:5432")
                .contains("inferred: environment DATABASE_URL of web names db:5432, compose.yaml:7")
                .contains("inferred: environment CACHE_HOST of web names cache:6379, compose.yaml:8")
                .contains(
                        "inferred: environment SEARCH_HOST of web names search, compose.yaml:10 (counts for placements only)")
                .contains("inferred: command of worker names amqp://queue, compose.yaml:13, whose usual port is 5672")
                .contains("note: the port of 'search' is not known")
                .contains("ports [5432]")
                .doesNotContain("hidden");
    }

    @Test
    void everyPlacementIsThereWithoutAWordInTheFile() {
        for (String placement : new String[] {"native", "emulated", "split", "flip", "cover", "arm64", "x86_64"}) {
            assertThat(run("plan", file.toString(), "--placement", placement))
                    .as(placement)
                    .isEqualTo(ExitCode.PASSED);
        }
        assertThat(out.toString()).contains("cover: 4 placements");
    }

    @Test
    void theyAreListed() {
        assertThat(run("list", file.toString())).isEqualTo(ExitCode.PASSED);
        assertThat(out.toString())
                .contains("default      the same as split", "native ", "emulated ", "split ", "cover ");
        assertThat(run("matrix", "cross-arch-nginx", "--placement", "native,split,cover", "--format", "json"))
                .as(err.toString())
                .isEqualTo(ExitCode.PASSED);
        assertThat(out.toString()).contains("\"split\"", "cover-4");
    }

    @Test
    void theOverlayDeclaresTheSameAsWasInferred() throws IOException {
        assertThat(run("init", file.toString())).isEqualTo(ExitCode.PASSED);
        Path overlay = folder.resolve("compose.archtest.yaml");
        assertThat(out.toString()).contains("wrote " + overlay);
        assertThat(Files.readString(overlay))
                .startsWith("# yaml-language-server: $schema=")
                .contains(
                        "    # environment DATABASE_URL of web names db:5432, compose.yaml:7\n    - { from: web, to: db, port: 5432 }")
                .contains("    # - { from: web, to: search, port: PORT }")
                .contains("    - { from: \"on\", to: web, port: 3000 }")
                .contains("#   - name: web answers")
                .contains("#     tags: [smoke]")
                .doesNotContain("hidden");

        assertThat(run("plan", file.toString())).as(err.toString()).isEqualTo(ExitCode.PASSED);
        assertThat(out.toString())
                .contains("placement default")
                .contains("edges: 5 declared and 1 inferred")
                .contains("ports [5432]");
    }

    @Test
    void whatIsThereIsNeverWrittenOverUnasked() throws IOException {
        Path overlay = Files.writeString(folder.resolve("compose.archtest.yaml"), "# mine");

        assertThat(run("init", folder.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("is there already").contains("--force");
        assertThat(overlay).hasContent("# mine");

        assertThat(run("init", folder.toString(), "--stdout")).isEqualTo(ExitCode.PASSED);
        assertThat(out.toString()).contains("x-archtest:");
        assertThat(overlay).hasContent("# mine");

        assertThat(run("init", folder.toString(), "--force")).isEqualTo(ExitCode.PASSED);
        String first = Files.readString(overlay);
        assertThat(first).contains("x-archtest:");

        assertThat(run("init", folder.toString(), "--force")).isEqualTo(ExitCode.PASSED);
        assertThat(overlay).as("the overlay that is there isn't read").hasContent(first);
    }

    @Test
    void uncommentedSuggestionsAreValidToo() throws IOException {
        run("init", file.toString());
        Path overlay = folder.resolve("compose.archtest.yaml");
        String checks =
                Files.readString(overlay).replace("  # checks:", "  checks:").replaceAll("(?m)^  #   ", "    ");
        Files.writeString(overlay, checks);

        assertThat(run("plan", file.toString())).as(err.toString()).isEqualTo(ExitCode.PASSED);
        assertThat(out.toString())
                .contains("web reaches db")
                .contains("web answers")
                .contains("web reports no error");
    }

    @Test
    void aWrongFileIsExplained() {
        assertThat(run("init", folder.resolve("nosuch").toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("No file");
    }

    private int run(String... arguments) {
        Surroundings surroundings = new Surroundings(
                new PrintWriter(out, true), new PrintWriter(err, true), Map.of("HOME", folder.toString()), false);
        return new Archtest(surroundings).run(arguments);
    }
}
