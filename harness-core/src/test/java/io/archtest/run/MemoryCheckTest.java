package io.archtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.Engine;
import io.archtest.image.ImageMode;
import io.archtest.model.Architecture;
import io.archtest.plan.PlannedRun;
import io.archtest.plan.Planner;
import io.archtest.plan.RunRequest;
import io.archtest.profile.DockerProfiles;
import io.archtest.testing.FakeEngine;
import io.archtest.testing.ScenarioFixture;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The fake engine has 8 GiB. */
class MemoryCheckTest {
    private final Engine engine = FakeEngine.of(Architecture.X86_64);

    @Test
    void oneEngineForBothArchitecturesHasToHaveItForBoth() {
        assertThat(shortages(5, 4, ImageMode.AUTO))
                .singleElement()
                .asString()
                .contains("reserve 9.0 GiB")
                .contains("it has 8.0 GiB");
        assertThat(shortages(4, 4, ImageMode.AUTO)).isEmpty();
    }

    @Test
    void packagedImagesNeedLessThanTheRealOnesThatReservationsAreFor() {
        assertThat(shortages(5, 4, ImageMode.PACKAGED)).isEmpty();
    }

    private List<String> shortages(int dbGib, int webGib, ImageMode images) {
        PlannedRun run = new Planner(DockerProfiles.oneEngine("unix:///x", Architecture.X86_64))
                .plan(new RunRequest(
                        () -> new ScenarioFixture()
                                .component("db", List.of(5432))
                                .reserving((long) dbGib << 30)
                                .component("web", List.of(3000), "db")
                                .reserving((long) webGib << 30)
                                .emulated("default", "db")
                                .build(),
                        List.of(),
                        Map.of(),
                        images,
                        Set.of()))
                .runs()
                .get(0);
        return MemoryCheck.shortages(run, profile -> engine);
    }
}
