package io.archtest.plan;

import static io.archtest.model.Architecture.ARM64;
import static io.archtest.model.Architecture.X86_64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.image.ImageMode;
import io.archtest.image.ImageOffers;
import io.archtest.image.ImageOffers.Offer;
import io.archtest.image.ImagePorts;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.InvalidRequestException;
import io.archtest.plan.Cover.Combination;
import io.archtest.profile.DockerProfiles;
import io.archtest.scenario.Scenario;
import io.archtest.scenario.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which combinations no placement can use, and that it is said why; what pins by images do to placements. */
class ImpossibleTest {
    private static final String STACK = """
            services:
              db: { image: "db:1", expose: ["5432"] }
              web:
                image: "web:1"
                depends_on: [db]
            """;
    private static final ImageOffers ONLY_ARM = new ImageOffers(
            Map.of(ComponentName.of("db"), new Offer(Set.of(ARM64), "registry docker.io has 'db:1' for")),
            List.of("not known: web:1"));

    @TempDir
    Path folder;

    @Test
    void aPinSaysWhatSaysSoAndWhere() throws IOException {
        assertThat(reasons(STACK + "    platform: linux/arm64\n"))
                .containsOnlyKeys("x86_64->arm64", "x86_64->x86_64")
                .containsValue("'web' is pinned to arm64 by platform (compose.yaml:6:5)");
        assertThat(reasons(STACK + "    x-archtest: { architecture: x86_64 }\n"))
                .containsOnlyKeys("arm64->arm64", "arm64->x86_64")
                .containsValue("'web' is pinned to x86_64 by x-archtest.architecture (compose.yaml:6:5)");
    }

    @Test
    void thoseThatShareSomethingSayWhat() throws IOException {
        String shared = STACK.replace("db:1\",", "db:1\", volumes: [\"data:/data\"],")
                + "    volumes: [\"data:/data\"]\nvolumes: { data: {} }\n";

        assertThat(reasons(shared)).containsOnlyKeys("arm64->x86_64", "x86_64->arm64");
        assertThat(reasons(shared).values())
                .allSatisfy(reason -> assertThat(reason).startsWith("'db' and 'web' both use volume 'data'"));
    }

    @Test
    void onePinnedThroughAnotherSaysBoth() throws IOException {
        String sidecar = STACK + "  side: { image: \"side:1\", network_mode: \"service:db\", platform: linux/arm64 }\n";

        assertThat(reasons(sidecar).get("x86_64->x86_64"))
                .contains("'side' is pinned to arm64 by platform (compose.yaml:6", ", and 'side' has network_mode");
    }

    @Test
    void whatIsPlacedByHandSaysSo() throws IOException {
        Talks talks = plan(STACK, ImageOffers.none(), Map.of(ComponentName.of("db"), X86_64), "cover")
                .talks();

        assertThat(talks.talks().get(0).impossible().values()).containsOnly("'db' is put on x86_64 by --place");
    }

    @Test
    void anImageForOneArchitecturePinsItsComponentInACover() throws IOException {
        Plan plan = plan(STACK, ONLY_ARM, Map.of(), "cover");
        Cover cover = plan.cover().orElseThrow();

        assertThat(cover.placements()).hasSize(2).allMatch(placement -> placement.of(ComponentName.of("db")) == ARM64);
        assertThat(cover.notes()).containsExactly("not known: web:1");
        assertThat(plan.talks().talks().get(0).impossible())
                .containsEntry(
                        new Combination(ARM64, X86_64),
                        "'db' is pinned to arm64 by its image: registry docker.io has 'db:1' for arm64 only");
        assertThat(plan.runs()).extracting(PlannedRun::placement).isEqualTo(cover.placements());
    }

    /** A machine that knew less of images may have named it. */
    @Test
    void aPlacementOfTheLargerCoverIsStillRunWithThePin() throws IOException {
        assertThat(plan(STACK, ImageOffers.none(), Map.of(), "cover").runs()).hasSize(4);
        assertThat(plan(STACK, ONLY_ARM, Map.of(), "cover-4")
                        .runs()
                        .get(0)
                        .placement()
                        .of(ComponentName.of("db")))
                .isEqualTo(ARM64);
        assertThatThrownBy(() -> plan(STACK, ONLY_ARM, Map.of(), "cover-5"))
                .hasMessageContaining("its cover has [cover-1, cover-2]");
    }

    @Test
    void whatAPersonPlacesWhereNoImageIsIsRefusedWithWhatThereIs() throws IOException {
        String own = STACK + "x-archtest: { placements: { mine: { db: x86_64 } } }\n";

        assertThatThrownBy(() -> plan(own, ONLY_ARM, Map.of(), "cover", "mine"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Placement 'mine' puts 'db' on x86_64, but there is no such image of it")
                .hasMessageContaining("registry docker.io has 'db:1' for arm64 only")
                .hasMessageContaining("--place db=arm64");
        assertThatThrownBy(() -> plan(STACK, ONLY_ARM, Map.of(ComponentName.of("db"), X86_64), "cover"))
                .hasMessageContaining("puts 'db' on x86_64");
    }

    @Test
    void whoDoesNotAskForACoverAsksNobodyForImages() throws IOException {
        Scenario scenario = scenario(STACK);
        Planner planner =
                new Planner(DockerProfiles.oneEngine("unix:///fake", X86_64), ImagePorts.unknown(), (any, mode) -> {
                    throw new AssertionError("a registry may count it as a pull");
                });

        assertThat(planner.plan(request(scenario, Map.of(), "split", "native")).runs())
                .hasSize(2);
    }

    private Map<String, String> reasons(String compose) throws IOException {
        Talks talks = plan(compose, ImageOffers.none(), Map.of(), "native").talks();
        TreeMap<String, String> reasons = new TreeMap<>();
        talks.talks().stream()
                .filter(talk -> talk.link().toString().equals("web -> db"))
                .findFirst()
                .orElseThrow()
                .impossible()
                .forEach((combination, reason) -> reasons.put(combination.toString(), reason));
        return reasons;
    }

    private Plan plan(
            String compose, ImageOffers offers, Map<ComponentName, Architecture> overrides, String... placements)
            throws IOException {
        Scenario scenario = scenario(compose);
        return new Planner(
                        DockerProfiles.oneEngine("unix:///fake", X86_64), ImagePorts.unknown(), (any, mode) -> offers)
                .plan(request(scenario, overrides, placements));
    }

    private static RunRequest request(
            Scenario scenario, Map<ComponentName, Architecture> overrides, String... placements) {
        return new RunRequest(() -> scenario, List.of(placements), overrides, ImageMode.AUTO, Set.of());
    }

    private Scenario scenario(String compose) throws IOException {
        return new ScenarioReader()
                .read(Files.writeString(folder.resolve("compose.yaml"), compose), Map.of(), Map.of());
    }
}
