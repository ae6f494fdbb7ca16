package io.archtest.image;

import static io.archtest.model.Architecture.ARM64;
import static io.archtest.model.Architecture.X86_64;
import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.EngineException.Reason;
import io.archtest.engine.ImageFacts;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.scenario.Scenario;
import io.archtest.scenario.ScenarioReader;
import io.archtest.testing.FakeEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken for certain, by what engines hold and registries offer; on engines in memory. */
class OfferFinderTest {
    @TempDir
    Path folder;

    private final FakeEngine arm = FakeEngine.of(ARM64);
    private final FakeEngine x86 = FakeEngine.of(X86_64);
    private final OfferFinder finder = new OfferFinder(architecture -> Optional.of(architecture == ARM64 ? arm : x86));

    @Test
    void whatTheRegistrysIndexLacksIsCertain() throws IOException {
        offer("web:1", X86_64);

        ImageOffers offers = finder.of(web("image: 'web:1'"), ImageMode.AUTO);

        assertThat(architectures(offers)).containsExactly(X86_64);
        assertThat(offers.notes()).isEmpty();
        assertThat(offers.pins().get(ComponentName.of("web"))).satisfies(pin -> {
            assertThat(pin.architecture()).isEqualTo(X86_64);
            assertThat(pin.by()).isEqualTo("its image: registry docker.io has 'web:1' for x86_64 only");
        });
        assertThat(arm.calls()).noneMatch(call -> call.startsWith("pullImage"));
    }

    @Test
    void anImageForBothPinsNothing() throws IOException {
        offer("web:1", X86_64, ARM64);

        assertThat(finder.of(web("image: 'web:1'"), ImageMode.AUTO).pins()).isEmpty();
    }

    @Test
    void whatAnEngineHoldsCountsBesideTheRegistry() throws IOException {
        offer("web:1", X86_64);
        arm.withImage("web:1", ARM64);

        assertThat(architectures(finder.of(web("image: 'web:1'"), ImageMode.AUTO)))
                .containsExactlyInAnyOrder(ARM64, X86_64);
        assertThat(architectures(finder.of(web("image: 'web:1', pull_policy: always"), ImageMode.AUTO)))
                .as("which wants the registry's, whatever is held")
                .containsExactly(X86_64);
    }

    @Test
    void whatBothEnginesHoldNoRegistryIsAskedFor() throws IOException {
        arm.withImage("web:1", ARM64);
        x86.withImage("web:1", X86_64);

        assertThat(architectures(finder.of(web("image: 'web:1'"), ImageMode.AUTO)))
                .hasSize(2);
        assertThat(arm.calls()).noneMatch(call -> call.startsWith("offered"));
    }

    /** The other one may be to be had where nobody could ask. */
    @Test
    void oneThatIsHeldSaysNothingOfTheOther() throws IOException {
        x86.withImage("web:1", X86_64);
        arm.failing("offered", Reason.IMAGE_UNAVAILABLE, "Could not ask. The registry limits the rate; wait");
        x86.failing("offered", Reason.IMAGE_UNAVAILABLE, "Could not ask. The registry limits the rate; wait");

        ImageOffers offers = finder.of(web("image: 'web:1'"), ImageMode.AUTO);

        assertThat(offers.certain()).isEmpty();
        assertThat(offers.pins()).isEmpty();
        assertThat(offers.notes())
                .containsExactly(
                        "whether images exist for both architectures is not known, and pins nothing: web:1 (registry docker.io: The registry limits the rate; wait)");
    }

    @Test
    void whatMayNotBePulledIsAsTheEnginesHoldIt() throws IOException {
        x86.withImage("web:1", X86_64);

        assertThat(architectures(finder.of(web("image: 'web:1', pull_policy: never"), ImageMode.AUTO)))
                .containsExactly(X86_64);
        assertThat(finder.of(web("image: 'other:1', pull_policy: never"), ImageMode.AUTO)
                        .certain())
                .isEmpty();
        assertThat(arm.calls()).noneMatch(call -> call.startsWith("offered"));
    }

    /** A packaged image bears the name of what it stands for. */
    @Test
    void aPackagedImageOfTheSameNameIsNotTakenForTheRealOne() throws IOException {
        offer("web:1", X86_64);
        arm.withImage(
                "web:1",
                new ImageFacts(
                        "sha256:packaged",
                        Optional.empty(),
                        "linux",
                        "arm64",
                        List.of("web:1"),
                        Map.of(PackagedImages.RECIPE_LABEL, "x"),
                        List.of(),
                        Optional.empty()));

        assertThat(architectures(finder.of(web("image: 'web:1'"), ImageMode.REGISTRY)))
                .containsExactly(X86_64);
    }

    @Test
    void aBuildIsForWhatItsPlatformsAllow() throws IOException {
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\n");

        assertThat(architectures(finder.of(web("build: { context: ., platforms: [linux/arm64] }"), ImageMode.AUTO)))
                .containsExactly(ARM64);
        assertThat(architectures(finder.of(web("build: ."), ImageMode.AUTO))).hasSize(2);
        assertThat(x86.calls()).isEmpty();
    }

    @Test
    void ofAPinnedComponentNobodyIsAsked() throws IOException {
        assertThat(finder.of(web("image: 'web:1', platform: linux/arm64"), ImageMode.AUTO))
                .isEqualTo(ImageOffers.none());
        assertThat(arm.calls()).isEmpty();
    }

    @Test
    void withoutAnEngineNothingIsKnown() throws IOException {
        ImageOffers offers =
                new OfferFinder(architecture -> Optional.empty()).of(web("image: 'web:1'"), ImageMode.AUTO);

        assertThat(offers.certain()).isEmpty();
        assertThat(offers.notes()).singleElement().asString().contains("web:1", "no engine answers");
    }

    @Test
    void aRegistryThatCantBeReachedIsAskedOnce() throws IOException {
        String why = "Could not ask. The engine can't reach the registry 'dead.example'; check its network and proxy";
        arm.failing("offered", Reason.IMAGE_UNAVAILABLE, why);
        for (String image : List.of("one", "two", "three")) {
            finder.of(web("image: 'dead.example/%s:1'".formatted(image)), ImageMode.AUTO);
        }

        assertThat(arm.calls()).filteredOn(call -> call.startsWith("offered")).hasSize(1);
    }

    @Test
    void noImageIsAskedForTwice() throws IOException {
        offer("web:1", X86_64);
        finder.of(web("image: 'web:1'"), ImageMode.AUTO);
        finder.of(web("image: 'web:1'"), ImageMode.AUTO);

        assertThat(arm.calls()).filteredOn(call -> call.startsWith("offered")).hasSize(1);
    }

    private void offer(String image, Architecture... architectures) {
        for (Architecture architecture : architectures) {
            arm.withRegistryImage(image, architecture);
            x86.withRegistryImage(image, architecture);
        }
    }

    private static Set<Architecture> architectures(ImageOffers offers) {
        return offers.certain().get(ComponentName.of("web")).architectures();
    }

    private Scenario web(String service) throws IOException {
        Path file = Files.writeString(folder.resolve("compose.yaml"), "services: { web: { %s } }\n".formatted(service));
        return new ScenarioReader().read(file, Map.of(), Map.of());
    }
}
