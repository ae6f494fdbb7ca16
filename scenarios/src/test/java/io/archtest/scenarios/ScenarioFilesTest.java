package io.archtest.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.scenario.Scenario;
import io.archtest.scenario.ScenarioReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be said of the built-in scenarios' files without an engine. */
class ScenarioFilesTest {
    @TempDir
    Path folder;

    @Test
    void eachHasOneLineAndAReadme() {
        BuiltInScenarios scenarios = new BuiltInScenarios();
        for (String name : scenarios.names()) {
            assertThat(scenarios.description(name))
                    .as(name)
                    .isNotBlank()
                    .hasSizeLessThan(120)
                    .doesNotContain("\n");
            assertThat(extract(name).resolveSibling("README.md")).exists();
        }
    }

    /** The registry's variant, which nobody could run here, is complete at least. */
    @Test
    void wordPressTakesTheStandInsPlace() {
        Scenario standIn = read("activitypub-cache", Map.of());
        Scenario real = new ScenarioReader().read(standIn.file(), Map.of(), Map.of("origin", "wordpress"));

        assertThat(images(standIn)).hasSize(4).containsEntry("origin", "stand-in.invalid/wordpress-activitypub:9");
        assertThat(images(real))
                .hasSize(6)
                .containsEntry("origin", "wordpress:6.8-php8.3-apache")
                .containsEntry("database", "mariadb:11.8")
                .containsEntry("set-up", "wordpress:cli-2.12-php8.3");
        assertThat(real.checks()).isEqualTo(standIn.checks());
    }

    /** Images of one name that differ would be built again each time that another scenario runs. */
    @Test
    void scenariosWithTheSamePackagedImageMakeItAlike() {
        Map<String, String> recipes = new TreeMap<>();
        for (String name : new BuiltInScenarios().names()) {
            Path book = read(name, Map.of()).packaged().orElseThrow().normalize();
            String text = read(book);
            int start = text.indexOf("  \"nginx:");
            if (start >= 0) {
                int end = text.indexOf("\n  \"", start + 3);
                recipes.put(
                        book.toString(),
                        text.substring(start, end < 0 ? text.length() : end)
                                .replace("../../cross-arch-nginx/packaged/", "")
                                .strip());
            }
        }
        assertThat(recipes).hasSize(4);
        assertThat(recipes.values()).containsOnly(recipes.values().iterator().next());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> images(Scenario scenario) {
        Map<String, String> images = new TreeMap<>();
        scenario.components().forEach(component -> images.put(component.name().value(), component.image()));
        return images;
    }

    private Scenario read(String name, Map<String, String> options) {
        return new ScenarioReader().read(extract(name), Map.of(), options);
    }

    private Path extract(String name) {
        return new BuiltInScenarios().extract(name, folder);
    }
}
