package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mistake in the recipes of packaged images is one in the scenario: found before anything starts. */
class WrongRecipesTest {
    private static final String RECIPES = """
            package-sets: { all: [base-files] }
            images:
              "example/web:1": { packages: all, software: web, files: web }
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"lint", "plan", "run"})
    void aFolderThatDoesNotExist(String command) throws IOException {
        write(RECIPES);

        assertThat(archtest(command)).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString() + err)
                .contains("images.yaml: example/web:1 names 'web' in 'files', but " + folder.resolve("web"))
                .contains("doesn't exist")
                .doesNotContain("unknown", "not known", "engine");
    }

    @Test
    void aFileInThePlaceOfAFolder() throws IOException {
        write(RECIPES);
        Files.createFile(folder.resolve("web"));

        assertThat(archtest("lint")).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString()).contains(folder.resolve("web") + " is no folder");
    }

    @Test
    void recipesThatAreNotYaml() throws IOException {
        write("images: [");

        assertThat(archtest("lint")).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString()).contains("are not YAML");
    }

    @Test
    void rightOnesArePlanned() throws IOException {
        write(RECIPES);
        Files.createDirectory(folder.resolve("web"));

        assertThat(archtest("lint")).as(out.toString()).isZero();
        assertThat(archtest("plan")).as(err.toString()).isZero();
    }

    private void write(String recipes) throws IOException {
        Files.writeString(folder.resolve("images.yaml"), recipes);
        Files.writeString(
                folder.resolve("compose.yaml"),
                "services: { web: { image: 'example/web:1' } }\nx-archtest: { packaged: images.yaml }\n");
    }

    private int archtest(String command) {
        return new Archtest(new Surroundings(new PrintWriter(out, true), new PrintWriter(err, true), Map.of(), false))
                .run(command, folder.toString());
    }
}
