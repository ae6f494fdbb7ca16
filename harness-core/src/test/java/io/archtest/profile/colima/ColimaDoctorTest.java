package io.archtest.profile.colima;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.host.Doctor.Finding;
import io.archtest.host.Examination;
import io.archtest.host.Examination.Ability;
import io.archtest.host.Examination.Verdict;
import io.archtest.model.Architecture;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By values: none of these hosts is this one. */
class ColimaDoctorTest {
    private static final String SLOW = "expect slow (first start about 9-11 minutes on two cores)";

    @Test
    void aCompleteAppleSiliconMacRunsBoth() {
        Examination examination = new FakeColimaFacts().examine();

        assertThat(examination.findings()).allMatch(Finding::good);
        assertThat(examination.runsAll()).isTrue();
        assertThat(verdict(examination, Architecture.ARM64).detail()).isEqualTo("can run natively");
        assertThat(verdict(examination, Architecture.X86_64).ability()).isEqualTo(Ability.EMULATED);
        assertThat(verdict(examination, Architecture.X86_64).detail()).contains("as a whole machine", SLOW);
        assertThat(finding(examination, "colima").detail()).isEqualTo("0.10.3 (/opt/homebrew/bin/colima)");
        assertThat(finding(examination, "limactl").detail()).startsWith("2.2.0 (");
        assertThat(finding(examination, "qemu-img").detail()).startsWith("10.0.2 (");
        assertThat(finding(examination, "docker").detail()).startsWith("28.1.1 (");
        assertThat(finding(examination, "memory and CPUs").detail())
                .isEqualTo("16.0 GiB (9.0 GiB free), 8 CPUs; two machines get 4 GiB and 4 CPUs each by default");
    }

    @Test
    void withoutQemuOnlyTheHostsOwnArchitectureRuns() {
        Examination examination =
                new FakeColimaFacts().without("qemu-img", "qemu-system-x86_64").examine();

        assertThat(examination.runsAll()).isFalse();
        assertThat(finding(examination, "qemu-system-x86_64").remedy()).isEqualTo("brew install qemu");
        assertThat(verdict(examination, Architecture.ARM64).ability()).isEqualTo(Ability.NATIVE);
        assertThat(verdict(examination, Architecture.X86_64).detail())
                .isEqualTo("can't run: this host lacks qemu-img, qemu-system-x86_64");
    }

    @Test
    void withoutTheForeignGuestAgentOnlyTheHostsOwnArchitectureRuns() {
        FakeColimaFacts mac = new FakeColimaFacts();
        mac.agents = EnumSet.of(Architecture.ARM64);

        Examination examination = mac.examine();

        assertThat(finding(examination, "guest agent x86_64").remedy())
                .isEqualTo("brew install lima-additional-guestagents");
        assertThat(verdict(examination, Architecture.ARM64).ability()).isEqualTo(Ability.NATIVE);
        assertThat(verdict(examination, Architecture.X86_64).detail()).contains("guest agent for x86_64");
    }

    @Test
    void guestAgentsThatAreNowhereAreNotCalledMissing() {
        FakeColimaFacts mac = new FakeColimaFacts();
        mac.agents = Set.of();

        Examination examination = mac.examine();

        assertThat(finding(examination, "guest agent x86_64").detail()).startsWith("can't tell");
        assertThat(examination.runsAll()).isTrue();
    }

    @Test
    void anIntelMacEmulatesArm() {
        FakeColimaFacts mac = new FakeColimaFacts();
        mac.architecture = Architecture.X86_64;

        Examination examination = mac.examine();

        assertThat(examination.runsAll()).isTrue();
        assertThat(verdict(examination, Architecture.X86_64).ability()).isEqualTo(Ability.NATIVE);
        assertThat(verdict(examination, Architecture.ARM64).ability()).isEqualTo(Ability.EMULATED);
        assertThat(finding(examination, "guest agent arm64").good()).isTrue();
    }

    @Test
    void macOs12NeedsQemuForItsOwnArchitectureToo() {
        FakeColimaFacts mac = new FakeColimaFacts();
        mac.macVersion = 12;
        assertThat(verdict(mac.examine(), Architecture.ARM64).detail()).startsWith("can run natively, by QEMU");

        Examination lacking = mac.without("qemu-system-aarch64").examine();

        assertThat(verdict(lacking, Architecture.ARM64).detail())
                .isEqualTo("can't run: this host lacks qemu-system-aarch64");
        assertThat(verdict(lacking, Architecture.X86_64).ability()).isEqualTo(Ability.EMULATED);
    }

    @Test
    void withoutAHypervisorAMacRunsOnlyWhatIsEmulatedAnyway() {
        FakeColimaFacts mac = new FakeColimaFacts();
        mac.acceleration = Acceleration.ABSENT;

        Examination examination = mac.examine();

        assertThat(finding(examination, "acceleration").detail()).contains("kern.hv_support");
        assertThat(verdict(examination, Architecture.ARM64).ability()).isEqualTo(Ability.UNPROVEN);
        assertThat(verdict(examination, Architecture.X86_64).ability()).isEqualTo(Ability.EMULATED);
        assertThat(verdict(mac.answering("limactl", "limactl version 2.1.3").examine(), Architecture.ARM64)
                        .detail())
                .startsWith("can't run: this Mac has no hypervisor")
                .contains("2.2 or newer (here: 2.1.3)");
    }

    @Test
    void gitHubsAppleSiliconRunnersNeedANewLimaForEither() {
        FakeColimaFacts runner = new FakeColimaFacts();
        runner.acceleration = Acceleration.ABSENT;
        runner.hosted = true;

        Examination examination =
                runner.answering("limactl", "limactl version 2.1.3").examine();

        assertThat(examination.verdicts())
                .allMatch(verdict -> verdict.ability() == Ability.NONE)
                .allSatisfy(
                        verdict -> assertThat(verdict.detail()).contains("no nested virtualization", "(here: 2.1.3)"));
    }

    @ParameterizedTest
    @CsvSource({
        "limactl version 2.2.0, false",
        "limactl version v2.10.1, false",
        "limactl version 3.0.0-alpha.1, false",
        "limactl version HEAD-4f1e2a9, false",
        "limactl version 2.1.9, true",
        "limactl version 1.2.2, true",
        "usage: limactl [file], true",
    })
    void fromLima2dot2OnAMacWithoutHypervisorCanBeEmulated(String answer, boolean tooOld) {
        assertThat(new LimaVersion(true, Optional.of(answer)).tooOldToEmulateAll())
                .isEqualTo(tooOld);
    }

    @Test
    void nobodyKnowsWhetherGitHubsAppleSiliconRunnersCanEmulate() {
        FakeColimaFacts runner = new FakeColimaFacts();
        runner.acceleration = Acceleration.ABSENT;
        runner.hosted = true;

        Examination examination = runner.examine();

        assertThat(examination.runsAll()).isFalse();
        assertThat(finding(examination, "runner").detail()).contains("no nested virtualization");
        assertThat(finding(examination, "runner").remedy()).contains("macos-15-intel");
        assertThat(examination.verdicts())
                .allMatch(verdict -> verdict.ability() == Ability.UNPROVEN)
                .allSatisfy(verdict ->
                        assertThat(verdict.detail()).contains("Lima 2.2 or newer (here: 2.2.0)", "unproven"));
    }

    @Test
    void gitHubsIntelRunnersAreMacsLikeOthers() {
        FakeColimaFacts runner = new FakeColimaFacts();
        runner.architecture = Architecture.X86_64;
        runner.hosted = true;

        assertThat(finding(runner.examine(), "runner").good()).isTrue();
        assertThat(runner.examine().runsAll()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "USABLE, NATIVE, true, /dev/kvm",
        "DENIED, EMULATED, false, not permitted for this user",
        "ABSENT, EMULATED, false, there is no /dev/kvm",
    })
    void linuxEmulatesItsOwnArchitectureWithoutKvm(Acceleration kvm, Ability own, boolean good, String said) {
        FakeColimaFacts host = new FakeColimaFacts().linux();
        host.acceleration = kvm;

        Examination examination = host.examine();

        assertThat(finding(examination, "acceleration").good()).isEqualTo(good);
        assertThat(finding(examination, "acceleration").detail()).contains(said);
        assertThat(verdict(examination, Architecture.X86_64).ability()).isEqualTo(own);
        assertThat(verdict(examination, Architecture.ARM64).ability()).isEqualTo(Ability.EMULATED);
        assertThat(examination.runsAll()).isTrue();
    }

    @Test
    void kvmThatIsDeniedHasARemedy() {
        FakeColimaFacts host = new FakeColimaFacts().linux();
        host.acceleration = Acceleration.DENIED;

        assertThat(finding(host.examine(), "acceleration").remedy()).contains("usermod -aG kvm");
    }

    @Test
    void withoutAnyProgramEachIsNamedWithItsFormulaAndTheGuestAgentToo() {
        Examination examination = new FakeColimaFacts()
                .without("colima", "limactl", "docker", "qemu-img", "qemu-system-x86_64", "brew")
                .examine();

        assertThat(examination.verdicts()).allMatch(verdict -> verdict.ability() == Ability.NONE);
        assertThat(examination.findings().stream().filter(finding -> !finding.good()))
                .extracting(Finding::remedy)
                .containsExactly(
                        "brew install colima",
                        "brew install lima",
                        "brew install docker",
                        "brew install qemu",
                        "brew install qemu",
                        "brew install lima-additional-guestagents",
                        "https://brew.sh, or install them by hand");
    }

    @Test
    void aColimaThatIsTooOldHasARemedyAndRunsNothing() {
        Examination examination = new FakeColimaFacts()
                .answering("colima", "colima version v0.6.10")
                .examine();

        assertThat(finding(examination, "colima").good()).isFalse();
        assertThat(finding(examination, "colima").detail()).contains("0.6.10 is too old", "0.8.1 or newer");
        assertThat(finding(examination, "colima").remedy()).isEqualTo("brew upgrade colima");
        assertThat(examination.verdicts()).allMatch(verdict -> verdict.ability() == Ability.NONE);
    }

    @ParameterizedTest
    @CsvSource({"colima version HEAD-490420d, HEAD-490420d", "colima version development, development"})
    void aBuildOfTheNewestSourcesIsNewEnough(String answer, String shown) {
        Examination examination =
                new FakeColimaFacts().answering("colima", answer).examine();

        assertThat(finding(examination, "colima").detail()).startsWith(shown + " (");
        assertThat(examination.runsAll()).isTrue();
    }

    @Test
    void aColimaThatIsSomethingElseIsQuoted() {
        Examination examination = new FakeColimaFacts()
                .answering("colima", "usage: colima [file]")
                .examine();

        assertThat(finding(examination, "colima").detail()).contains("'usage: colima [file]'");
        assertThat(examination.runsAll()).isFalse();
    }

    @Test
    void aColimaThatFailsRunsNothing() {
        FakeColimaFacts mac = new FakeColimaFacts();
        mac.answers.remove("colima");

        assertThat(finding(mac.examine(), "colima").good()).isFalse();
        assertThat(mac.examine().runsAll()).isFalse();
    }

    @Test
    void rootAndATranslatedJavaRunNothing() {
        FakeColimaFacts root = new FakeColimaFacts();
        root.superuser = true;
        FakeColimaFacts translated = new FakeColimaFacts();
        translated.architecture = Architecture.X86_64;
        translated.translated = true;

        assertThat(root.examine().verdicts())
                .allSatisfy(verdict -> assertThat(verdict.detail()).contains("Lima refuses to run as root"));
        assertThat(finding(translated.examine(), "Java").remedy()).contains("arm64");
        assertThat(translated.examine().verdicts()).allMatch(verdict -> verdict.ability() == Ability.NONE);
    }

    @Test
    void tooLittleMemoryIsSaidAndForbidsNothing() {
        FakeColimaFacts small = new FakeColimaFacts();
        small.free = OptionalLong.of(3L << 30);

        assertThat(finding(small.examine(), "memory and CPUs").good()).isFalse();
        assertThat(finding(small.examine(), "memory and CPUs").remedy()).contains("--memory");
        assertThat(small.examine().runsAll()).isTrue();
    }

    private static Finding finding(Examination examination, String subject) {
        return examination.findings().stream()
                .filter(finding -> finding.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    private static Verdict verdict(Examination examination, Architecture architecture) {
        return examination.verdicts().stream()
                .filter(verdict -> verdict.architecture() == architecture)
                .findFirst()
                .orElseThrow();
    }
}
