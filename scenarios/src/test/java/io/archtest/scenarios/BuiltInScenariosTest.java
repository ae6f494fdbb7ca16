package io.archtest.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.model.InvalidRequestException;
import io.archtest.scenario.Scenario;
import io.archtest.scenario.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltInScenariosTest {
    private final BuiltInScenarios scenarios = new BuiltInScenarios();

    @TempDir
    Path folder;

    @Test
    void eachIsReadWhereItIsUnpackedAndHasItsRecipesAndADescription() {
        for (String name : scenarios.names()) {
            Scenario scenario = new ScenarioReader().read(scenarios.extract(name, folder), Map.of(), Map.of());

            assertThat(scenario.packaged())
                    .as(name)
                    .hasValueSatisfying(recipes -> assertThat(recipes).exists());
            assertThat(scenarios.description(name))
                    .as(name)
                    .isEqualTo(scenario.description())
                    .isNotBlank();
            assertThat(folder.resolve(name).resolve("README.md")).exists();
        }
    }

    @Test
    void oneMayTakeFilesFromAnother() {
        Path file = scenarios.extract("mastodon-federation", folder);

        assertThat(file).isEqualTo(folder.resolve("mastodon-federation/compose.yaml"));
        assertThat(file.resolveSibling("../mastodon-stack/packaged/images.yaml"))
                .exists();
    }

    @Test
    void whatWasUnpackedBeforeStaysAsItIs() throws IOException {
        Path changed = Files.writeString(scenarios.extract("mastodon-stack", folder), "changed");

        scenarios.extract("mastodon-federation", folder);

        assertThat(changed).hasContent("changed");
    }

    @Test
    void anUnknownNameIsRefusedAndNothingUnpacked() {
        assertThatThrownBy(() -> scenarios.extract("../mastodon-stack", folder.resolve("new")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("mastodon-federation");
        assertThat(folder.resolve("new")).doesNotExist();
    }
}
