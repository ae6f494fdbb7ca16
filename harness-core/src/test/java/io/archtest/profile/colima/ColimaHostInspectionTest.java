package io.archtest.profile.colima;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.host.CommandRunner;
import io.archtest.host.HostSystem;
import io.archtest.model.Architecture;
import io.archtest.testing.standin.StandInMac;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColimaHostInspectionTest {
    @TempDir
    Path root;

    @Test
    void aMacIsAskedForItsHypervisorVersionAndMemory() throws IOException {
        ColimaHostInspection inspection = inspection(new StandInMac(root).system());

        ColimaHost host = inspection.inspect();

        assertThat(host.mac()).isTrue();
        assertThat(host.macVersion()).isEqualTo(15);
        assertThat(host.architecture()).isEqualTo(Architecture.ARM64);
        assertThat(host.accelerated()).isTrue();
        assertThat(inspection.freeMemory()).hasValue(16L << 30);
        assertThat(inspection.translatedJava()).isFalse();
    }

    @Test
    void aKernelThatDoesNotKnowTheSettingHasNoHypervisor() throws IOException {
        assertThat(inspection(new StandInMac(root).withoutHypervisor().system()).acceleration())
                .isEqualTo(Acceleration.ABSENT);
    }

    @Test
    void aJavaForIntelOnAppleSiliconIsNoticed() throws IOException {
        HostSystem mac = new StandInMac(root).system();
        Path sysctl = root.resolve("usr/sbin/sysctl");
        Files.writeString(sysctl, Files.readString(sysctl).replace("kern.hv_support", "hw.optional.arm64"));

        assertThat(inspection(new HostSystem(root, mac.name(), "15.3", "x86_64", "me"))
                        .translatedJava())
                .isTrue();
    }

    @Test
    void linuxHasWhatDevKvmAndMeminfoSay() throws IOException {
        ColimaHostInspection inspection = inspection(linux());
        assertThat(inspection.acceleration()).isEqualTo(Acceleration.ABSENT);
        assertThat(inspection.freeMemory()).isEmpty();

        Files.createDirectories(root.resolve("dev"));
        Files.writeString(root.resolve("dev/kvm"), "");
        Files.createDirectories(root.resolve("proc"));
        Files.writeString(root.resolve("proc/meminfo"), "MemFree:  1024 kB\nMemAvailable:    4096 kB\n");

        assertThat(inspection.acceleration()).isEqualTo(Acceleration.USABLE);
        assertThat(inspection.inspect().accelerated()).isTrue();
        assertThat(inspection.freeMemory()).hasValue(4L << 20);
    }

    @Test
    void onlyGitHubsOwnRunnersAreHosted() {
        assertThat(inspection(linux(), "github-hosted").inspect().hostedRunner())
                .isTrue();
        assertThat(inspection(linux(), "self-hosted").inspect().hostedRunner()).isFalse();
    }

    @Test
    void whatTellsOfNoMemoryIsUnknown() {
        assertThat(FreeMemory.ofVmStat(List.of())).isEmpty();
        assertThat(FreeMemory.ofVmStat(List.of("Pages free:   12."))).isEmpty();
        assertThat(FreeMemory.ofMeminfo(List.of("MemFree: 12 kB"))).isEmpty();
    }

    private HostSystem linux() {
        return new HostSystem(root, "Linux", "6.1", "amd64", "me");
    }

    private static ColimaHostInspection inspection(HostSystem system) {
        return inspection(system, "");
    }

    private static ColimaHostInspection inspection(HostSystem system, String runner) {
        return new ColimaHostInspection(system, new CommandRunner(), Map.of("RUNNER_ENVIRONMENT", runner));
    }
}
