package io.archtest.plan;

import static io.archtest.model.Architecture.ARM64;
import static io.archtest.model.Architecture.X86_64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.image.ImageMode;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.InvalidRequestException;
import io.archtest.plan.Cover.Combination;
import io.archtest.plan.Cover.Link;
import io.archtest.profile.DockerProfiles;
import io.archtest.scenario.Scenario;
import io.archtest.scenario.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoveringPlacementsTest {
    private static final String STACK = """
            services:
              db: { image: "db:1", expose: ["5432"] }
              cache: { image: "cache:1", expose: ["6379"] }
              web: { image: "web:1", expose: ["80"], depends_on: [db, cache] }
              worker: { image: "web:1", depends_on: [db, cache] }
            """;

    @TempDir
    Path folder;

    @Test
    void fourPlacementsUseEveryLinkInAllCombinations() throws IOException {
        Plan plan = plan(STACK, Map.of(), "cover");
        Cover cover = plan.cover().orElseThrow();

        assertThat(plan.runs())
                .extracting(run -> run.placement().name())
                .containsExactly("cover-1", "cover-2", "cover-3", "cover-4");
        assertThat(plan.runs()).extracting(PlannedRun::placement).isEqualTo(cover.placements());
        assertThat(cover.links()).hasSize(4);
        assertThat(cover.links()).allSatisfy(link -> {
            assertThat(cover.used(link)).hasSize(4);
            assertThat(cover.impossible(link)).isEmpty();
        });
        assertThat(cover.proven()).isTrue();
        assertThat(cover.free()).isEqualTo(4);
    }

    @Test
    void theFirstIsNativeSoThatWhatIsBrokenAnywayIsFoundSoon() throws IOException {
        assertThat(plan(STACK, Map.of(), "cover").runs().get(0).placement().architectures())
                .containsExactly(X86_64);
    }

    @Test
    void oneOfThemCanBeRunAgainByItsName() throws IOException {
        assertThat(plan(STACK, Map.of(), "cover-3").runs().get(0).placement())
                .isEqualTo(plan(STACK, Map.of(), "cover").runs().get(2).placement());
        assertThatThrownBy(() -> plan(STACK, Map.of(), "cover-5"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("its cover has [cover-1, cover-2, cover-3, cover-4]");
    }

    @Test
    void whatIsPinnedStaysAndWhatThatMakesImpossibleIsListed() throws IOException {
        String pinned = STACK.replace("image: \"db:1\",", "image: \"db:1\", x-archtest: { architecture: arm64 },");
        Cover cover = plan(pinned, Map.of(), "cover").cover().orElseThrow();
        Link link = new Link(ComponentName.of("web"), ComponentName.of("db"));

        assertThat(cover.used(link))
                .containsExactlyInAnyOrder(new Combination(ARM64, ARM64), new Combination(X86_64, ARM64));
        assertThat(cover.impossible(link))
                .isEqualTo(Set.of(new Combination(ARM64, X86_64), new Combination(X86_64, X86_64)));
        assertThat(cover.placements()).hasSize(4).allMatch(placement -> placement.of(link.to()) == ARM64);
    }

    @Test
    void whatAllTalkToBeingPinnedTwoAreEnough() throws IOException {
        Cover cover = plan(STACK, Map.of(ComponentName.of("db"), X86_64, ComponentName.of("cache"), ARM64), "cover")
                .cover()
                .orElseThrow();

        assertThat(cover.placements()).hasSize(2);
        assertThat(cover.free()).isEqualTo(2);
    }

    @Test
    void thoseThatShareAVolumeStayTogether() throws IOException {
        String shared = STACK.replace("image: \"web:1\",", "image: \"web:1\", volumes: [\"media:/media\"],")
                + "volumes: { media: {} }\n";
        Cover cover = plan(shared, Map.of(), "cover").cover().orElseThrow();

        assertThat(cover.placements())
                .hasSize(4)
                .allMatch(
                        placement -> placement.of(ComponentName.of("web")) == placement.of(ComponentName.of("worker")));
        assertThat(cover.free()).isEqualTo(3);
    }

    @Test
    void withoutEdgesAndDependenciesAllThatShareANetworkCount() throws IOException {
        String loose = STACK.replace(", depends_on: [db, cache]", "");
        Cover cover = plan(loose, Map.of(), "cover").cover().orElseThrow();

        assertThat(cover.links()).hasSize(9);
        assertThat(cover.placements()).as("four that talk to each other").hasSize(5);
    }

    @Test
    void aScenariosOwnPlacementOfThatNameWins() throws IOException {
        Plan plan = plan(STACK + "x-archtest: { placements: { cover: { emulated: [db] } } }\n", Map.of(), "cover");

        assertThat(plan.cover()).isEmpty();
        assertThat(plan.runs()).hasSize(1);
    }

    private Plan plan(String compose, Map<ComponentName, Architecture> overrides, String placement) throws IOException {
        Path file = Files.writeString(folder.resolve("compose.yaml"), compose);
        Scenario scenario = new ScenarioReader().read(file, Map.of(), Map.of());
        return new Planner(DockerProfiles.oneEngine("unix:///fake", X86_64))
                .plan(new RunRequest(() -> scenario, List.of(placement), overrides, ImageMode.AUTO, Set.of()));
    }
}
