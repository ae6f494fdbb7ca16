package io.archtest.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.archtest.matrix.JobMatrix.Job;
import io.archtest.matrix.JobMatrix.Skipped;
import io.archtest.model.InvalidRequestException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which jobs there are, and for what there is none. */
class MatrixPlannerTest {
    @TempDir
    Path folder;

    private MatrixFixture fixture;

    @BeforeEach
    void aFixture() {
        fixture = new MatrixFixture(folder);
    }

    @Test
    void aScenarioRunsItsDefaultAndItsMirrorOnEveryMachineThatCan() {
        JobMatrix matrix = fixture.plan(fixture.two("compose.yaml"));

        assertThat(matrix.jobs())
                .extracting(
                        job -> job.lane().name(),
                        job -> job.lane().provider(),
                        Job::placement,
                        job -> job.lane().tier())
                .containsExactly(
                        tuple("ubuntu-24.04", "docker", "default", Tier.FULL),
                        tuple("ubuntu-24.04", "docker", "flip", Tier.FULL),
                        tuple("ubuntu-24.04-arm", "docker", "default", Tier.FULL),
                        tuple("ubuntu-24.04-arm", "docker", "flip", Tier.FULL),
                        tuple("macos-15-intel", "colima", "default", Tier.FULL),
                        tuple("macos-15-intel", "colima", "flip", Tier.FULL));
        assertThat(matrix.skipped())
                .extracting(each -> each.lane().name(), Skipped::reason, Skipped::placement)
                .containsExactly(
                        tuple("macos-15", SkipReason.NO_NESTED_VIRTUALIZATION, Optional.empty()),
                        tuple("self-hosted-mac", SkipReason.NOT_ASKED_FOR, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"2026-11-25, true", "2027-07-31, true", "2027-08-01, false", "2030-01-01, false"})
    void intelMacsAreThereUntilAugust2027(LocalDate day, boolean there) {
        JobMatrix matrix = fixture.runners("macos-15-intel", "ubuntu-24.04").plan(day, fixture.two("compose.yaml"));

        assertThat(matrix.jobs().stream().anyMatch(job -> job.lane().mac())).isEqualTo(there);
        assertThat(matrix.skipped().stream().map(Skipped::reason))
                .isEqualTo(there ? List.of() : List.of(SkipReason.RUNNER_ENDED));
    }

    @Test
    void hostedAppleSiliconIsASmokeTestOfOnePlacementWhenAskedFor() {
        fixture.smoke = true;
        JobMatrix matrix = fixture.runners("macos-15").plan(fixture.two("compose.yaml"));

        assertThat(matrix.jobs())
                .singleElement()
                .satisfies(job -> assertThat(job.lane().tier()).isEqualTo(Tier.SMOKE))
                .satisfies(job -> assertThat(job.placement()).isEqualTo("default"));
        assertThat(matrix.skipped())
                .singleElement()
                .satisfies(each -> assertThat(each.reason()).isEqualTo(SkipReason.SMOKE_TIER));
    }

    @Test
    void whatDoesNotFitIntoARunnersMemoryIsSkippedThere() {
        fixture.smoke = true;
        JobMatrix matrix = fixture.runners("macos-15", "ubuntu-24.04")
                .placements("arm64")
                .plan(fixture.scenario("compose.yaml", """
                        services:
                          search: { image: "example/search:1", mem_reservation: 5g }
                        """));

        assertThat(matrix.jobs()).extracting(job -> job.lane().name()).containsExactly("ubuntu-24.04");
        assertThat(matrix.skipped().get(0).reason()).isEqualTo(SkipReason.TOO_LITTLE_MEMORY);
        assertThat(matrix.skipped().get(0).sentence()).contains("8.0 GiB, and the runner has 7");
    }

    @Test
    void aMacOfOnesOwnIsTheFullLaneWithItsLabels() {
        fixture.lanes = Lanes.of(List.of(CiService.GITHUB), Set.of("self-hosted-mac"), List.of("self-hosted", "ARM64"));

        assertThat(fixture.plan(fixture.two("compose.yaml")).jobs())
                .hasSize(2)
                .allSatisfy(job -> assertThat(job.lane().labels()).containsExactly("self-hosted", "ARM64"))
                .allSatisfy(job -> assertThat(job.lane().tier()).isEqualTo(Tier.FULL));
    }

    @Test
    void machinesWithoutTheHostsFilesAreSkippedForStacksThatMountThem() {
        JobMatrix matrix =
                fixture.runners("macos-15-intel", "ubuntu-24.04").plan(fixture.scenario("compose.yaml", """
                        services:
                          web: { image: "example/web:1", volumes: ["./site:/site:ro"] }
                        """));

        assertThat(matrix.jobs()).hasSize(2).noneMatch(job -> job.lane().mac());
        assertThat(matrix.skipped())
                .extracting(Skipped::reason, Skipped::placement)
                .containsExactly(
                        tuple(SkipReason.HOST_FILES, Optional.of("default")),
                        tuple(SkipReason.HOST_FILES, Optional.of("flip")));
        assertThat(matrix.skipped().get(0).sentence()).contains("'web' mounts", "named volume");
    }

    @Test
    void aPlacementThatOnlyOneKindOfHostCanHaveIsSkippedOnTheOther() {
        JobMatrix matrix = fixture.runners("ubuntu-24.04", "ubuntu-24.04-arm")
                .placements("mine")
                .plan(fixture.scenario("compose.yaml", """
                        services:
                          app: { image: "example/app:1", platform: linux/amd64, volumes: ["data:/data"] }
                          backup: { image: "example/backup:1", volumes: ["data:/data"] }
                        volumes: { data: {} }
                        x-archtest: { placements: { mine: { emulated: [backup] } } }
                        """));

        assertThat(matrix.jobs()).extracting(job -> job.lane().name()).containsExactly("ubuntu-24.04-arm");
        assertThat(matrix.skipped())
                .singleElement()
                .satisfies(each -> assertThat(each.reason()).isEqualTo(SkipReason.PLACEMENT_REFUSED))
                .satisfies(each -> assertThat(each.sentence()).contains("both use volume 'data'"));
    }

    @Test
    void aMirrorThatIsTheSameIsNoJobOfItsOwn() {
        JobMatrix matrix = fixture.runners("ubuntu-24.04").plan(fixture.scenario("compose.yaml", """
                        services:
                          app: { image: "example/app:1", platform: linux/amd64 }
                        """));

        assertThat(matrix.jobs()).extracting(Job::placement).containsExactly("default");
        assertThat(matrix.skipped()).extracting(Skipped::reason).containsExactly(SkipReason.SAME_PLACEMENT);
    }

    @Test
    void everyJobHasItsOwnArtifact() {
        JobMatrix matrix = fixture.runners("ubuntu-24.04")
                .placements("flip")
                .plan(fixture.two("a/b.yaml"), fixture.two("a-b.yaml"));

        assertThat(matrix.jobs())
                .extracting(Job::artifact)
                .containsExactly("archtest-a-b.yaml-flip-ubuntu-24.04", "archtest-a-b.yaml-flip-ubuntu-24.04-2");
    }

    @Test
    void jobsHaveLimitsByWhatTheyDo() {
        fixture.smoke = true;
        JobMatrix matrix = fixture.placements("default").plan(fixture.two("compose.yaml"));

        assertThat(matrix.jobs()).extracting(Job::timeoutMinutes).containsExactly(25, 25, 70, 105);
        assertThat(matrix.jobs()).allMatch(job -> job.timeoutMinutes() <= 360);
    }

    @Test
    void theSameRequestOnTheSameDayIsTheSameMatrix() {
        assertThat(fixture.plan(fixture.two("compose.yaml"))).isEqualTo(fixture.plan(fixture.two("compose.yaml")));
    }

    @Test
    void whatNoMachineCouldRunIsTheRequestsFault() {
        assertThatThrownBy(() -> fixture.placements("sideways").plan(fixture.two("compose.yaml")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Unknown placement 'sideways'");
        assertThatThrownBy(
                        () -> fixture.runners("macos-15").placements("sideways").plan(fixture.two("compose.yaml")))
                .isInstanceOf(InvalidRequestException.class);
    }
}
