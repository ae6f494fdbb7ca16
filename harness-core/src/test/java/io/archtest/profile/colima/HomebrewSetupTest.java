package io.archtest.profile.colima;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.host.CommandRunner;
import io.archtest.host.Examination;
import io.archtest.host.HostSystem;
import io.archtest.host.SetupStep;
import io.archtest.model.Architecture;
import io.archtest.model.ArchtestException;
import io.archtest.model.UnsupportedHostException;
import io.archtest.testing.standin.StandInMac;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a stand-in for a Mac, with a script for Homebrew. */
class HomebrewSetupTest {
    private static final List<Architecture> BOTH = List.of(Architecture.values());
    private static final String ALL = "install colima docker qemu lima-additional-guestagents";

    @TempDir
    Path root;

    private final CommandRunner runner = new CommandRunner();
    private final List<String> printed = new ArrayList<>();
    private StandInMac mac;

    @BeforeEach
    void aBareMac() throws IOException {
        mac = new StandInMac(root);
    }

    @Test
    void aBareMacGetsAllThatBothArchitecturesNeedByOneCommandShownFirst() throws IOException {
        mac.withHomebrew();

        Examination after = setup(mac.system()).apply(BOTH, printed::add);

        assertThat(mac.brewCalls()).containsExactly("1 " + ALL);
        assertThat(printed).hasSize(1);
        assertThat(printed.get(0))
                .startsWith("the host lacks colima, limactl, docker, ")
                .contains("Lima's guest agent for x86_64")
                .contains("$ env HOMEBREW_NO_ASK=1", mac.homebrew() + "/brew " + ALL);
        assertThat(after.runsAll()).isTrue();
    }

    @Test
    void theHostsOwnArchitectureNeedsNeitherQemuNorForeignGuestAgents() throws IOException {
        mac.withHomebrew();

        setup(mac.system()).apply(List.of(Architecture.ARM64), printed::add);

        assertThat(mac.brewCalls()).containsExactly("1 install colima docker");
    }

    @Test
    void onlyWhatIsMissingIsInstalled() throws IOException {
        mac.withHomebrew();
        setup(mac.system()).apply(BOTH, printed::add);
        Files.delete(mac.homebrew().resolve("qemu-img"));
        Files.delete(mac.homebrew().resolve("../share/lima/lima-guestagent.Linux-x86_64.gz"));

        setup(mac.system()).apply(BOTH, printed::add);
        setup(mac.system()).apply(BOTH, printed::add);

        assertThat(mac.brewCalls()).hasSize(2).last().isEqualTo("1 install qemu lima-additional-guestagents");
    }

    @Test
    void aSuccessThatInstalledNothingIsNoSuccess() throws IOException {
        mac.withHomebrew("exit 0");

        assertThatThrownBy(() -> setup(mac.system()).apply(BOTH, printed::add))
                .isInstanceOf(UnsupportedHostException.class)
                .hasMessageContaining("ended without an error, but the host still lacks colima, limactl, docker");
    }

    @Test
    void aFailureIsShownWithItsLastLines() throws IOException {
        mac.withHomebrew("echo 'Error: No available formula' >&2; exit 1");

        assertThatThrownBy(() -> setup(mac.system()).apply(BOTH, printed::add))
                .isExactlyInstanceOf(ArchtestException.class)
                .hasMessageContaining(ALL + "' ended with exit code 1")
                .hasMessageContaining("Error: No available formula");
    }

    @Test
    void whatHomebrewCannotMendIsSaidAfterwards() throws IOException {
        mac.withHomebrew().withoutHypervisor();
        setup(mac.system()).apply(BOTH, printed::add);
        mac.with("limactl", "limactl version 2.1.3");

        assertThatThrownBy(() -> setup(mac.system()).apply(BOTH, printed::add))
                .isInstanceOf(UnsupportedHostException.class)
                .hasMessageContaining("arm64 can't run: this Mac has no hypervisor");
        assertThat(mac.brewCalls().stream().filter(call -> call.contains("install")))
                .hasSize(1);
    }

    @Test
    void nothingIsDownloadedInVain() throws IOException {
        mac.withHomebrew().withoutHypervisor().with("limactl", "limactl version 2.1.3");

        assertThatThrownBy(() -> setup(mac.system()).apply(BOTH, printed::add))
                .isInstanceOf(UnsupportedHostException.class)
                .hasMessageContaining(
                        "machines of arm64 couldn't run here afterwards either: this Mac has no hypervisor")
                .hasMessageContaining("2.2 or newer (here: 2.1.3); run: brew upgrade lima");
        assertThat(mac.brewCalls()).containsOnly("limactl --version");
        assertThat(printed).isEmpty();
    }

    @Test
    void aColimaThatIsTooOldIsNotUpgradedBehindItsUsersBack() throws IOException {
        mac.withHomebrew();
        setup(mac.system()).apply(BOTH, printed::add);
        Files.writeString(mac.homebrew().resolve("colima"), "#!/bin/sh\necho colima version 0.6.10\n");

        assertThatThrownBy(() -> setup(mac.system()).apply(BOTH, printed::add))
                .isInstanceOf(UnsupportedHostException.class)
                .hasMessageContaining("Colima 0.6.10 is too old");
        assertThat(mac.brewCalls()).hasSize(1);
    }

    @Test
    void rootIsRefusedBeforeAnythingRuns() throws IOException {
        mac.withHomebrew();

        assertThatThrownBy(() -> setup(mac.system("root")).apply(BOTH, printed::add))
                .isInstanceOf(UnsupportedHostException.class)
                .hasMessageContaining("Homebrew refuses to run as root")
                .hasMessageContaining(ALL);
        assertThat(mac.brewCalls()).isEmpty();
    }

    @Test
    void withoutHomebrewItSaysWhereItIsHadFromAndWhatToInstallByHand() {
        assertThatThrownBy(() -> setup(mac.system()).apply(BOTH, printed::add))
                .isInstanceOf(UnsupportedHostException.class)
                .hasMessageContaining("https://brew.sh")
                .hasMessageContaining("by hand: colima, docker, qemu, lima-additional-guestagents");
        assertThat(printed).isEmpty();
    }

    @Test
    void limaAloneIsInstalledWhereOnlyItIsMissing() throws IOException {
        mac.withHomebrew();
        setup(mac.system()).apply(BOTH, printed::add);
        Files.delete(mac.homebrew().resolve("limactl"));

        assertThat(HomebrewSetup.missing(facts(mac.system()), List.of(Architecture.ARM64)))
                .extracting(SetupStep::line)
                .singleElement()
                .asString()
                .endsWith("brew install lima");
    }

    private HomebrewSetup setup(HostSystem system) {
        return new HomebrewSetup(runner, () -> facts(system));
    }

    private ColimaFacts facts(HostSystem system) {
        return ColimaFacts.read(
                new ColimaHostInspection(system, runner, mac.environment()),
                new Programs(mac.environment(), system, false),
                runner);
    }
}
