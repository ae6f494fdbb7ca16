package io.archtest.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.image.ImageMode;
import io.archtest.image.ImagePorts;
import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.Inference;
import io.archtest.model.InferredEdge;
import io.archtest.model.InferredEdge.Use;
import io.archtest.model.Placement;
import io.archtest.profile.DockerProfiles;
import io.archtest.scenario.Scenario;
import io.archtest.scenario.ScenarioReader;
import io.archtest.testing.ScenarioFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExposedPortsTest {
    private static final ImagePorts IMAGES =
            (scenario, image) -> image.contains("db") ? Optional.of(List.of(5432)) : Optional.of(List.of());

    private static final InferredEdge BY_NAME = new InferredEdge(
            ComponentName.of("web"), ComponentName.of("db"), Optional.empty(), Use.COVERED, "DB_HOST names db");

    @Test
    void whatIsNamedWithoutAPortGetsThatOfItsImageForRelaysOnly() {
        Scenario completed = ExposedPorts.completed(named(), IMAGES);
        Component db = completed.component(ComponentName.of("db"));

        assertThat(db.ports()).containsExactly(5432);
        assertThat(db.askedPorts()).isEmpty();
        assertThat(db.inferred().carried().get(5432))
                .isEqualTo("DB_HOST names db; its image example/db:1 exposes 5432");
        assertThat(completed.inference().notes()).isEmpty();
    }

    @Test
    void whatIsDependedOnGetsItToo() {
        Scenario scenario = new ScenarioFixture()
                .component("db", List.of())
                .component("web", List.of(80), "db")
                .build();

        assertThat(ExposedPorts.completed(scenario, IMAGES)
                        .component(ComponentName.of("db"))
                        .ports())
                .containsExactly(5432);
    }

    @Test
    void whoLivesInAnothersNetworkGetsNoneSinceNothingPublishesThem(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("compose.yaml"), """
                services:
                  web: { image: web, depends_on: [app] }
                  vpn: { image: vpn }
                  app: { image: db, network_mode: "service:vpn" }
                """);
        Scenario scenario = new ScenarioReader().read(file, Map.of(), Map.of());

        assertThat(ExposedPorts.completed(scenario, IMAGES)
                        .component(ComponentName.of("app"))
                        .ports())
                .isEmpty();
    }

    @Test
    void whatIsNotKnownIsSaid() {
        Scenario completed = ExposedPorts.completed(named(), ImagePorts.unknown());

        assertThat(completed.component(ComponentName.of("db")).ports()).isEmpty();
        assertThat(completed.inference().notes())
                .singleElement()
                .satisfies(note -> assertThat(note)
                        .contains(
                                "the port of 'db' is not known", "DB_HOST names db", "no image example/db:1 is held"));
    }

    @Test
    void whichImagesAreHeldChangesNoPlacement() {
        Scenario scenario = new ScenarioFixture()
                .component("db", List.of())
                .component("web", List.of(80), "db")
                .component("proxy", List.of(80), "web")
                .build();

        List<Placement> known = placements(scenario, IMAGES);

        assertThat(known).isEqualTo(placements(scenario, ImagePorts.unknown())).hasSizeGreaterThan(2);
    }

    private static List<Placement> placements(Scenario scenario, ImagePorts images) {
        RunRequest request =
                new RunRequest(() -> scenario, List.of("split", "cover"), Map.of(), ImageMode.AUTO, Set.of());
        return new Planner(DockerProfiles.oneEngine("unix:///nowhere.sock", Architecture.X86_64), images)
                .plan(request).runs().stream().map(PlannedRun::placement).toList();
    }

    @Test
    void whoSaysItsPortsIsLeftAlone() {
        Scenario scenario = new ScenarioFixture()
                .component("db", List.of(6000))
                .component("web", List.of(80), "db")
                .build();

        assertThat(ExposedPorts.completed(scenario, IMAGES)
                        .component(ComponentName.of("db"))
                        .ports())
                .containsExactly(6000);
    }

    private static Scenario named() {
        return new ScenarioFixture()
                .component("db", List.of())
                .component("web", List.of(80))
                .inferring(new Inference(List.of(BY_NAME), List.of(), List.of()))
                .build();
    }
}
