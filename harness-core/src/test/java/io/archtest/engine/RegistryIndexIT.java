package io.archtest.engine;

import static io.archtest.model.Architecture.ARM64;
import static io.archtest.model.Architecture.X86_64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.engine.EngineException.Reason;
import io.archtest.testing.StandInRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real engine finds out from a registry on loopback, without pulling anything. */
class RegistryIndexIT {
    private static final String ENGINE = "unix:///var/run/docker.sock";

    @TempDir
    Path folder;

    private final StandInRegistry registry = new StandInRegistry();
    private Engine engine;

    @BeforeEach
    void connect() {
        engine = Engines.connect(EngineAddress.of(ENGINE), folder.resolve("config.json"));
    }

    @AfterEach
    void end() {
        engine.close();
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anIndexSaysForWhichPlatformsThereAreImages(boolean oci) {
        String both =
                registry.index("web/both", oci, "linux/amd64", "linux/arm64/v8", "linux/arm/v7", "unknown/unknown");
        String one = registry.index("web/one", oci, "linux/amd64", "linux/386", "windows/arm64");
        String none = registry.index("web/none", oci, "linux/s390x");

        assertThat(engine.offered(both)).containsExactlyInAnyOrder(ARM64, X86_64);
        assertThat(engine.offered(one)).containsExactly(X86_64);
        assertThat(engine.offered(none)).isEmpty();
        assertThat(registry.requests()).noneMatch(request -> request.contains("/blobs/"));
        assertThat(engine.findImage(both, X86_64)).isEmpty();
    }

    @Test
    void anImageWithoutIndexIsForWhatItsConfigSays() {
        assertThat(engine.offered(registry.single("web/arm", false, "linux", "arm64")))
                .containsExactly(ARM64);
        assertThat(engine.offered(registry.single("web/x86", false, "linux", "amd64")))
                .containsExactly(X86_64);
    }

    /** Docker 20.10 reads the config of Docker's own manifests only, and names no platform for OCI's: nothing is guessed then. */
    @Test
    void whereTheEngineNamesNoPlatformNothingIsGuessed() {
        String single = registry.single("web/single", true, "linux", "arm64");
        try {
            assertThat(engine.offered(single)).containsExactly(ARM64);
        } catch (EngineException e) {
            assertThat(e).hasMessageContaining("doesn't say for which platforms");
        }
    }

    @Test
    void aTokenIsGotWithTheCredentialsOfDockersConfig() throws IOException {
        String image = registry.wantsLogin("reader", "s3cret").index("web/private", true, "linux/arm64");
        assertThatThrownBy(() -> engine.offered(image))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.IMAGE_UNAVAILABLE))
                .hasMessageContaining("only to those who log in");

        String auth = Base64.getEncoder().encodeToString("reader:s3cret".getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                folder.resolve("config.json"),
                "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(registry.host(), auth));

        assertThat(engine.offered(image)).containsExactly(ARM64);
    }

    @ParameterizedTest
    @CsvSource({
        "404, MANIFEST_UNKNOWN, has no such image",
        "403, DENIED, only to those who log in",
        "429, TOOMANYREQUESTS, limits the rate"
    })
    void aRefusalSaysWhatItMeans(int status, String code, String meaning) {
        assertThatThrownBy(() -> engine.offered(registry.refusing("web/refused", status, code)))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.IMAGE_UNAVAILABLE))
                .hasMessageContaining(meaning);
    }

    @Test
    void aRegistryThatIsNotThereIsUnreachable() {
        registry.close();

        assertThatThrownBy(() -> engine.offered(registry.host() + "/web:1"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("can't reach the registry");
    }

    /** Ten seconds are the limit; longer would hold up a plan. */
    @Test
    void oneThatNeverAnswersIsGivenUp() {
        assertThatThrownBy(() -> engine.offered(registry.silent("web/silent")))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMED_OUT))
                .hasMessageContaining("ask for the platforms of image");
    }
}
