package io.archtest.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.model.AuthConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnginesTest {

    @ParameterizedTest
    @CsvSource({"1.41, 1.12, 1.41", "1.43, 1.12, 1.43", "1.47, 1.24, 1.47", "1.52, 1.44, 1.47"})
    void newestVersionThatBothSpeakIsChosen(String newest, String oldest, String chosen) {
        assertThat(Engines.chosenVersion("unix:///x", version(newest, oldest))).isEqualTo(chosen);
    }

    @Test
    void engineThatIgnoresPlatformsIsRefused() {
        assertThatThrownBy(() -> Engines.chosenVersion("unix:///x", version("1.40", "1.12")))
                .hasMessageContaining("Engine 'unix:///x'")
                .hasMessageContaining("serves API '1.40'; archtest needs 1.41");
        assertThatThrownBy(() -> Engines.chosenVersion("unix:///x", version("1.9", "1.1")))
                .hasMessageContaining("'1.9'");
    }

    @Test
    void engineThatIsTooNewIsRefused() {
        assertThatThrownBy(() -> Engines.chosenVersion("unix:///x", version("1.60", "1.48")))
                .hasMessageContaining("no API below '1.48'");
    }

    @Test
    void credentialsAreFoundByRegistry(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), """
                {"auths": {"ghcr.io": {"auth": "bWU6c2U6Y3JldA=="}, "https://index.docker.io/v1/": {"auth": "aHViOnB3"}}}""");
        RegistryCredentials credentials = new RegistryCredentials(file);
        assertThat(credentials.of(ImageReference.parse("ghcr.io/a/b:1"))).hasValueSatisfying(found -> {
            assertThat(found.getUsername()).isEqualTo("me");
            assertThat(found.getPassword()).isEqualTo("se:cret");
        });
        assertThat(credentials.of(ImageReference.parse("postgres:17")))
                .map(AuthConfig::getUsername)
                .contains("hub");
        assertThat(credentials.of(ImageReference.parse("quay.io/a/b"))).isEmpty();
        assertThat(credentials.note(ImageReference.parse("quay.io/a/b"))).isEmpty();
    }

    @Test
    void helperThatIsNotRunIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("config.json"), "{\"auths\": {\"ghcr.io\": {}}, \"credsStore\": \"osxkeychain\"}");
        RegistryCredentials credentials = new RegistryCredentials(file);
        assertThat(credentials.of(ImageReference.parse("ghcr.io/a/b"))).isEmpty();
        assertThat(credentials.note(ImageReference.parse("ghcr.io/a/b")))
                .contains("'osxkeychain'")
                .contains("pull the image with docker");
    }

    @Test
    void missingCredentialsFileIsNoError(@TempDir Path folder) {
        RegistryCredentials credentials = new RegistryCredentials(folder.resolve("none"));
        assertThat(credentials.of(ImageReference.parse("a:1"))).isEmpty();
    }

    private static ObjectNode version(String newest, String oldest) {
        return new ObjectMapper()
                .createObjectNode()
                .put("Version", "x")
                .put("ApiVersion", newest)
                .put("MinAPIVersion", oldest);
    }
}
