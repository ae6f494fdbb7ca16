package io.archtest.profile.colima;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.model.Architecture;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What can't be run off a Mac is held to the flags that Colima registers there (reference: cmd/start.go). */
class StartFlagsTest {
    private static final ColimaVersion NOW = new ColimaVersion(0, 10, 3);
    private static final ColimaHost MAC = new ColimaHost(true, 15, Architecture.ARM64, true, false, 8, 16L << 30);
    private static final ColimaHost OLD_MAC = new ColimaHost(true, 12, Architecture.X86_64, true, false, 8, 16L << 30);
    private static final ColimaHost LINUX = new ColimaHost(false, 0, Architecture.X86_64, true, false, 8, 16L << 30);

    @Test
    void onAppleSiliconTheOwnArchitectureUsesTheFrameworkAndTheOtherQemu() {
        assertThat(flags(Architecture.ARM64, NOW, MAC))
                .containsSequence("--arch", "aarch64")
                .containsSequence("--vm-type", "vz")
                .contains("--vz-rosetta=false");
        assertThat(flags(Architecture.X86_64, NOW, MAC))
                .containsSequence("--arch", "x86_64")
                .containsSequence("--vm-type", "qemu")
                .contains("--vz-rosetta=false");
    }

    @Test
    void whereTheyAreUnknownThoseFlagsAreNotGiven() {
        assertThat(flags(Architecture.ARM64, NOW, LINUX)).doesNotContain("--vm-type", "--vz-rosetta=false");
        assertThat(flags(Architecture.ARM64, NOW, OLD_MAC)).doesNotContain("--vm-type", "--vz-rosetta=false");
    }

    @Test
    void anIntelMacHasTheFrameworkAndNoRosetta() {
        ColimaHost intel = new ColimaHost(true, 14, Architecture.X86_64, true, false, 8, 16L << 30);

        assertThat(flags(Architecture.X86_64, NOW, intel))
                .containsSequence("--vm-type", "vz")
                .doesNotContain("--vz-rosetta=false");
    }

    @Test
    void olderReleasesGetOnlyTheFlagsThatTheyHave() {
        assertThat(flags(Architecture.ARM64, new ColimaVersion(0, 8, 1), LINUX))
                .containsSequence("--cpu", "2")
                .contains("--activate=false", "--ssh-config=false")
                .doesNotContain("--cpus", "--binfmt=false", "--template=false", "--root-disk", "--port-forwarder")
                .doesNotContain("--mount");
        assertThat(flags(Architecture.ARM64, new ColimaVersion(0, 8, 4), LINUX))
                .containsSequence("--cpus", "2")
                .contains("--binfmt=false", "--template=false")
                .doesNotContain("--root-disk", "--mount");
        assertThat(flags(Architecture.ARM64, new ColimaVersion(0, 9, 0), LINUX))
                .containsSequence("--port-forwarder", "ssh")
                .doesNotContain("--mount");
        assertThat(flags(Architecture.ARM64, ColimaVersion.NEWEST, LINUX)).containsSequence("--mount", "none");
    }

    @Test
    void theCpuTypeIsForEmulatedMachinesOnly() {
        assertThat(flags(Architecture.ARM64, NOW, LINUX)).containsSequence("--cpu-type", "cortex-a72");
        assertThat(flags(Architecture.X86_64, NOW, LINUX)).doesNotContain("--cpu-type");
    }

    @Test
    void releasesAreReadInTheirForms() {
        assertThat(ColimaVersion.parse(List.of("colima version v0.10.3"))).isEqualTo(NOW);
        assertThat(ColimaVersion.parse(List.of("colima version 0.10.3", "git commit: x")))
                .isEqualTo(NOW);
        assertThat(ColimaVersion.parse(List.of("colima version v0.10.3-18-g490420d")))
                .isEqualTo(NOW);
        assertThat(ColimaVersion.parse(List.of("colima version HEAD-490420d"))).isEqualTo(ColimaVersion.NEWEST);
        assertThat(ColimaVersion.parse(List.of("colima version development"))).isEqualTo(ColimaVersion.NEWEST);
    }

    private static List<String> flags(Architecture architecture, ColimaVersion version, ColimaHost host) {
        StartRequest request =
                new StartRequest("archtest-x", architecture, new MachineSize(2, 2.5, 20), Optional.of("cortex-a72"));
        List<String> flags = StartFlags.of(request, version, host);
        assertThat(flags).containsSequence("--memory", "2.5");
        return flags;
    }
}
