package io.archtest.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.engine.ImageFacts;
import io.archtest.host.CommandRunner;
import io.archtest.host.StateFolder;
import io.archtest.model.Architecture;
import io.archtest.model.PullPolicy;
import io.archtest.scenario.Scenario;
import io.archtest.testing.FakeEngine;
import io.archtest.testing.ScenarioFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pull_policy} says when a registry is asked for an image that the engine has. */
class PullPolicyTest {
    private static final String NAME = "registry.example/web:1";
    private static final PullPolicy ALWAYS = PullPolicy.of("always").orElseThrow();
    private static final PullPolicy NEVER = PullPolicy.of("never").orElseThrow();
    private static final PullPolicy DAILY = PullPolicy.of("daily").orElseThrow();

    @TempDir
    Path state;

    private final FakeEngine engine = FakeEngine.of(Architecture.ARM64);
    private final Scenario scenario =
            new ScenarioFixture().component("web", List.of()).build();
    private ImageStore store;

    @BeforeEach
    void store() {
        store = new ImageStore(ImageMode.AUTO, new StateFolder(state), new HostUnpacker(new CommandRunner()), Map.of());
    }

    @Test
    void alwaysPullsAlthoughTheImageIsThereAndOnceForTheWholeRun() {
        has(Instant.now());
        engine.withRegistryImage(NAME, Architecture.ARM64);

        assertThat(resolve(ALWAYS).origin()).isEqualTo(ResolvedImage.Origin.REGISTRY);
        resolve(ALWAYS);

        assertThat(pulls()).hasSize(1);
    }

    @Test
    void alwaysFailsWithoutTheRegistryInsteadOfTakingWhatIsThere() {
        has(Instant.now());

        assertThatThrownBy(() -> resolve(ALWAYS)).hasMessageContaining("no such image");
    }

    @Test
    void neverTakesWhatIsThereAndFailsWithoutIt() {
        assertThatThrownBy(() -> resolve(NEVER))
                .hasMessageContaining("has no image '%s' for linux/arm64".formatted(NAME))
                .hasMessageContaining("pull_policy is 'never'");
        has(Instant.now());

        assertThat(resolve(NEVER).origin()).isEqualTo(ResolvedImage.Origin.LOCAL);
        assertThat(pulls()).isEmpty();
    }

    @Test
    void missingTakesWhatIsThere() {
        has(Instant.EPOCH);

        resolve(PullPolicy.missing());

        assertThat(pulls()).isEmpty();
    }

    @Test
    void aPeriodCountsFromWhenTheImageLastGotItsName() {
        engine.withRegistryImage(NAME, Architecture.ARM64);
        has(engine.clock().minus(Duration.ofHours(23)));
        resolve(DAILY);
        assertThat(pulls()).isEmpty();

        has(engine.clock().minus(Duration.ofHours(25)));
        resolve(DAILY);
        assertThat(pulls()).hasSize(1);
    }

    private void has(Instant tagged) {
        engine.withImage(
                NAME,
                new ImageFacts(
                        "sha256:local",
                        Optional.empty(),
                        "linux",
                        "arm64",
                        List.of(NAME),
                        Map.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.of(tagged)));
    }

    private ResolvedImage resolve(PullPolicy policy) {
        return store.resolve(engine, scenario, NAME, Architecture.ARM64, policy, ImageProgress.notices(line -> {}));
    }

    private List<String> pulls() {
        return engine.calls().stream()
                .filter(call -> call.startsWith("pullImage"))
                .toList();
    }
}
