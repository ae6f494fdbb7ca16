package io.archtest.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.image.ImageMode;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.Placement;
import io.archtest.profile.DockerProfiles;
import io.archtest.scenario.Scenario;
import io.archtest.testing.ScenarioFixture;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SplitPlacementTest {
    @Test
    void everythingCrossesWhereItCan() {
        Scenario scenario = new ScenarioFixture()
                .component("db", List.of(5432))
                .component("cache", List.of(6379))
                .component("web", List.of(3000), "db", "cache")
                .component("proxy", List.of(80), "web")
                .build();

        Placement split = split(scenario);

        assertThat(crossing(scenario, split)).isEqualTo(3);
        assertThat(split.of(ComponentName.of("db"))).isEqualTo(Architecture.X86_64);
        assertThat(split.of(ComponentName.of("web"))).isEqualTo(Architecture.ARM64);
        assertThat(split(scenario)).as("the same each time").isEqualTo(split);
    }

    @Test
    void ofATriangleTwoOfThreeCross() {
        Scenario scenario = new ScenarioFixture()
                .component("a", List.of(1))
                .component("b", List.of(2), "a")
                .component("c", List.of(3), "a", "b")
                .build();

        assertThat(crossing(scenario, split(scenario))).isEqualTo(2);
    }

    @Test
    void pinnedOnesStayAndTheOthersGoAcrossFromThem() {
        Scenario scenario = new ScenarioFixture()
                .pinned("old", Architecture.ARM64)
                .component("db", List.of(5432), "old")
                .component("web", List.of(3000), "db")
                .edge("web", "old", 1)
                .edge("db", "old", 1)
                .build();

        Placement split = split(scenario);

        assertThat(split.of(ComponentName.of("old"))).isEqualTo(Architecture.ARM64);
        assertThat(split.of(ComponentName.of("db"))).isEqualTo(Architecture.X86_64);
        assertThat(crossing(scenario, split)).isEqualTo(2);
    }

    @Test
    void thoseWithACommonVolumeStayTogether() {
        Scenario scenario = new ScenarioFixture()
                .withVolume("writer", "data")
                .withVolume("reader", "data")
                .component("db", List.of(5432))
                .edge("writer", "reader", 1)
                .edge("writer", "db", 5432)
                .build();

        Placement split = split(scenario);

        assertThat(split.of(ComponentName.of("writer"))).isEqualTo(split.of(ComponentName.of("reader")));
        assertThat(split.of(ComponentName.of("db"))).isNotEqualTo(split.of(ComponentName.of("reader")));
    }

    @Test
    void overridesStay() {
        Scenario scenario = new ScenarioFixture()
                .component("db", List.of(5432))
                .component("web", List.of(3000), "db")
                .build();

        Placement split = SplitPlacement.of(
                scenario,
                Architecture.X86_64,
                Groups.of(scenario, true),
                Map.of(ComponentName.of("db"), Architecture.ARM64));

        assertThat(split.of(ComponentName.of("db"))).isEqualTo(Architecture.ARM64);
        assertThat(split.of(ComponentName.of("web"))).isEqualTo(Architecture.X86_64);
    }

    @Test
    void inALargeGraphAtLeastHalfOfAllCross() {
        Random random = new Random(7);
        ScenarioFixture fixture = new ScenarioFixture();
        int size = 5 * SplitPlacement.EXACT;
        for (int i = 0; i < size; i++) {
            fixture.component("c" + i, List.of(80));
        }
        for (int i = 0; i < 4 * size; i++) {
            int from = random.nextInt(size);
            fixture.edge("c" + from, "c" + (from + 1 + random.nextInt(size - 1)) % size, 80);
        }
        Scenario scenario = fixture.build();

        Placement split = split(scenario);

        assertThat(2 * crossing(scenario, split))
                .isGreaterThanOrEqualTo(Links.of(scenario).size());
        assertThat(split(scenario)).isEqualTo(split);
    }

    @Test
    void isWhatAFileWithoutADefaultRunsAndItIsCalledSo() {
        Scenario silent = new ScenarioFixture()
                .component("db", List.of(5432))
                .component("web", List.of(3000), "db")
                .build();
        Planner planner = new Planner(DockerProfiles.oneEngine("unix:///nowhere.sock", Architecture.X86_64));

        List<PlannedRun> unnamed = planner.plan(request(silent)).runs();
        List<PlannedRun> named =
                planner.plan(request(silent, "split", "default", "flip")).runs();

        assertThat(unnamed)
                .singleElement()
                .satisfies(run -> assertThat(run.placement()).isEqualTo(split(silent)));
        assertThat(named.get(1).placement().components())
                .isEqualTo(named.get(0).placement().components());
        assertThat(named.get(2).placement().of(ComponentName.of("db")))
                .isEqualTo(split(silent).of(ComponentName.of("db")).mirror());
    }

    private static RunRequest request(Scenario scenario, String... placements) {
        return new RunRequest(() -> scenario, List.of(placements), Map.of(), ImageMode.AUTO, Set.of());
    }

    private static Placement split(Scenario scenario) {
        return SplitPlacement.of(scenario, Architecture.X86_64, Groups.of(scenario, true), Map.of());
    }

    private static long crossing(Scenario scenario, Placement placement) {
        return Links.of(scenario).stream()
                .filter(link -> placement.of(link.from()) != placement.of(link.to()))
                .count();
    }
}
