package io.archtest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.archtest.image.ImageMode;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.UnsupportedHostException;
import io.archtest.plan.PlannedRun.PlannedRelay;
import io.archtest.profile.Demand;
import io.archtest.profile.DockerContext;
import io.archtest.profile.DockerProfiles;
import io.archtest.profile.HeldProfiles;
import io.archtest.profile.Profile;
import io.archtest.profile.ProfileListener;
import io.archtest.profile.ProfileProvider;
import io.archtest.profile.ProfileStatus;
import io.archtest.profile.Reach;
import io.archtest.scenario.Scenario;
import io.archtest.testing.ScenarioFixture;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final Scenario WEB_AND_DATABASE = new ScenarioFixture()
            .component("db", List.of(5432))
            .component("web", List.of(3000), "db")
            .component("worker", List.of(), "db")
            .emulated("default", "db")
            .build();

    @Test
    void theScenariosOwnDefaultIsTaken() {
        assertThat(placed(run(Architecture.X86_64)))
                .isEqualTo(Map.of("db", "arm64", "web", "x86_64", "worker", "x86_64"));
        assertThat(placed(run(Architecture.ARM64)))
                .isEqualTo(Map.of("db", "x86_64", "web", "arm64", "worker", "arm64"));
    }

    @Test
    void flipIsTheDefaultsMirror() {
        assertThat(placed(run(Architecture.X86_64, "flip")))
                .isEqualTo(Map.of("db", "x86_64", "web", "arm64", "worker", "arm64"));
    }

    @Test
    void relativePlacementsFollowTheHost() {
        assertThat(placed(run(Architecture.ARM64, "native")))
                .containsValue("arm64")
                .doesNotContainValue("x86_64");
        assertThat(placed(run(Architecture.ARM64, "emulated")))
                .containsValue("x86_64")
                .doesNotContainValue("arm64");
        assertThat(placed(run(Architecture.ARM64, "x86_64")))
                .containsValue("x86_64")
                .doesNotContainValue("arm64");
    }

    @Test
    void eachComponentWithPortsHasARelayWhereComponentsOfTheOtherSideWantIt() {
        assertThat(run(Architecture.X86_64).relays())
                .containsExactly(
                        new PlannedRelay(ComponentName.of("db"), Architecture.X86_64, List.of(5432)),
                        new PlannedRelay(ComponentName.of("web"), Architecture.ARM64, List.of(3000)));
        assertThat(run(Architecture.X86_64, "native").relays()).isEmpty();
    }

    @Test
    void aProfileIsWantedWithTheMemoryOfItsComponentsAndOfTheLargestJob() {
        Scenario scenario = new ScenarioFixture()
                .component("db", List.of(5432))
                .reserving(500)
                .job("prepare", "db")
                .reserving(70)
                .job("seed", "db")
                .reserving(30)
                .component("web", List.of(3000), "db")
                .reserving(1000)
                .component("worker", List.of(), "db")
                .emulated("default", "db")
                .build();
        PlannedRun run = planner(Architecture.X86_64)
                .plan(new RunRequest(() -> scenario, List.of(), Map.of(), ImageMode.AUTO, Set.of()))
                .runs()
                .get(0);

        assertThat(run.demands())
                .extracting(demand -> demand.profile().architecture(), Demand::memoryBytes)
                .containsExactlyInAnyOrder(tuple(Architecture.ARM64, 500L), tuple(Architecture.X86_64, 1070L));
    }

    @Test
    void singleComponentsCanBeMoved() {
        Plan plan = planner(Architecture.X86_64)
                .plan(new RunRequest(
                        () -> WEB_AND_DATABASE,
                        List.of(),
                        Map.of(ComponentName.of("worker"), Architecture.ARM64),
                        ImageMode.AUTO,
                        Set.of()));

        assertThat(placed(plan.runs().get(0))).containsEntry("worker", "arm64").containsEntry("db", "arm64");
    }

    @Test
    void anUnknownPlacementIsAnErrorThatListsTheKnownOnes() {
        assertThatThrownBy(() -> run(Architecture.X86_64, "sideways"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "Unknown placement 'sideways' for scenario 'fixture'; known: default, native, emulated, arm64, x86_64, split, flip, cover");
    }

    @Test
    void movingAnUnknownComponentIsAnErrorThatListsTheKnownOnes() {
        assertThatThrownBy(() -> planner(Architecture.X86_64)
                        .plan(new RunRequest(
                                () -> WEB_AND_DATABASE,
                                List.of(),
                                Map.of(ComponentName.of("wbe"), Architecture.ARM64),
                                ImageMode.AUTO,
                                Set.of())))
                .hasMessage("No component 'wbe' in scenario 'fixture'; known: db, web, worker");
    }

    @Test
    void aPinIsStrongerThanAPlacementAndContradictsAnOverride() {
        Scenario scenario =
                new ScenarioFixture().pinned("legacy", Architecture.X86_64).build();

        assertThat(placed(planner(Architecture.X86_64)
                        .plan(new RunRequest(() -> scenario, List.of("arm64"), Map.of(), ImageMode.AUTO, Set.of()))
                        .runs()
                        .get(0)))
                .containsEntry("legacy", "x86_64");
        assertThatThrownBy(() -> planner(Architecture.X86_64)
                        .plan(new RunRequest(
                                () -> scenario,
                                List.of(),
                                Map.of(ComponentName.of("legacy"), Architecture.ARM64),
                                ImageMode.AUTO,
                                Set.of())))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("pinned to x86_64");
    }

    @Test
    void aVolumeCannotBeSharedAcrossEngines() {
        Scenario scenario = new ScenarioFixture()
                .withVolume("web", "media")
                .withVolume("worker", "media")
                .emulated("split", "worker")
                .build();

        assertThatThrownBy(() -> planner(Architecture.X86_64)
                        .plan(new RunRequest(() -> scenario, List.of("split"), Map.of(), ImageMode.AUTO, Set.of())))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("volume 'media'")
                .hasMessageContaining("share no files");
    }

    @Test
    void anEdgeToAPortThatIsNotExposedIsAnError() {
        Scenario scenario = new ScenarioFixture()
                .component("db", List.of(5432))
                .component("web", List.of())
                .edge("web", "db", 5433)
                .build();

        assertThatThrownBy(() -> planner(Architecture.X86_64)
                        .plan(new RunRequest(() -> scenario, List.of(), Map.of(), ImageMode.AUTO, Set.of())))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("web -> db:5433")
                .hasMessageContaining("[5432]");
    }

    @Test
    void anArchitectureWithoutProfileIsRefusedBeforeAnythingStarts() {
        ProfileProvider onlyArm = new ProfileProvider() {
            @Override
            public String name() {
                return "one-sided";
            }

            @Override
            public Optional<Profile> profile(Architecture architecture) {
                return Optional.of(new Profile(
                                "only",
                                "one-sided",
                                Architecture.ARM64,
                                "unix:///nowhere",
                                Set.of(),
                                Reach.hostLoopback(),
                                true))
                        .filter(profile -> profile.architecture() == architecture);
            }

            @Override
            public HeldProfiles hold(ProfileListener listener) {
                throw new AssertionError("a planner starts nothing");
            }

            @Override
            public List<ProfileStatus> statuses() {
                throw new AssertionError("a planner asks nothing");
            }

            @Override
            public Architecture hostArchitecture() {
                return Architecture.ARM64;
            }
        };

        assertThatThrownBy(() -> new Planner(onlyArm)
                        .plan(new RunRequest(() -> WEB_AND_DATABASE, List.of(), Map.of(), ImageMode.AUTO, Set.of())))
                .isInstanceOf(UnsupportedHostException.class)
                .hasMessage(
                        "Provider 'one-sided' has no profile for x86_64 on this host, which placement 'default' needs. 'archtest doctor' says what is missing; '--placement native' does with the host's own architecture");
    }

    @Test
    void aFolderOfTheHostIsRefusedWhereTheEngineCannotSeeIt() {
        Scenario scenario =
                new ScenarioFixture().withHostFolder("db", "/srv/db").build();

        assertThatThrownBy(() -> new Planner(remoteArm(Map.of(Architecture.ARM64, "10.0.0.5")))
                        .plan(new RunRequest(() -> scenario, List.of("arm64"), Map.of(), ImageMode.AUTO, Set.of())))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("'db' mounts '/srv/db' of this host, which profile 'pi'");
        assertThat(planner(Architecture.X86_64)
                        .plan(new RunRequest(() -> scenario, List.of("arm64"), Map.of(), ImageMode.AUTO, Set.of()))
                        .runs())
                .hasSize(1);
    }

    @Test
    void aWayBackToThisHostIsAskedForWhereTheOtherEngineIsElsewhere() {
        RunRequest request =
                new RunRequest(() -> WEB_AND_DATABASE, List.of("flip"), Map.of(), ImageMode.AUTO, Set.of());

        assertThatThrownBy(() -> new Planner(remoteArm(Map.of(Architecture.ARM64, "10.0.0.5"))).plan(request))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("'db' runs on this host")
                .hasMessageContaining("--reach x86_64=ADDRESS");
        PlannedRun run = new Planner(remoteArm(Map.of(Architecture.ARM64, "10.0.0.5", Architecture.X86_64, "10.0.0.1")))
                .plan(request)
                .runs()
                .get(0);
        assertThat(run.profile(Architecture.X86_64).reach().fromContainers()).isEqualTo("10.0.0.1");
    }

    private static DockerProfiles remoteArm(Map<Architecture, String> reach) {
        DockerContext remote = new DockerContext("pi", "ssh://me@pi.lan", Optional.empty());
        return new DockerProfiles(
                DockerProfiles.DEFAULT_ENDPOINT, Architecture.X86_64, Map.of(Architecture.ARM64, remote), reach);
    }

    private static Planner planner(Architecture host) {
        return new Planner(DockerProfiles.oneEngine(DockerProfiles.DEFAULT_ENDPOINT, host));
    }

    private static PlannedRun run(Architecture host, String... placements) {
        return planner(host)
                .plan(new RunRequest(() -> WEB_AND_DATABASE, List.of(placements), Map.of(), ImageMode.AUTO, Set.of()))
                .runs()
                .get(0);
    }

    private static Map<String, String> placed(PlannedRun run) {
        return run.placement().components().entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().value(),
                        entry -> entry.getValue().word()));
    }
}
