package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.host.HostSystem;
import io.archtest.testing.standin.StandInMac;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor}, {@code setup} and {@code run --setup}, in-process, on a stand-in for a Mac and a bare Linux host. */
class MacTest {
    private static final String ALL = "brew install colima docker qemu lima-additional-guestagents";

    @TempDir
    Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment = new HashMap<>();
    private StandInMac mac;

    @BeforeEach
    void aBareMac() throws IOException {
        mac = new StandInMac(root);
        environment.putAll(mac.environment());
    }

    @Test
    void aBareMacIsToldWhatIsMissingAndWhatSetUpWouldRun() throws IOException {
        mac.withHomebrew();

        assertThat(run("doctor")).isEqualTo(ExitCode.UNSUPPORTED_HOST);
        assertThat(out.toString())
                .contains("ok   host                 macOS 15.3, arm64")
                .contains("!!   colima               is missing  -> brew install colima")
                .contains("!!   arm64                can't run: this host lacks colima, limactl, docker")
                .contains("this host can't run both architectures now")
                .contains("'archtest setup --provider colima' would run:")
                .contains(ALL)
                .doesNotContain("apt-get", "provider docker");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 120 || line.contains("brew install"));
        assertThat(mac.brewCalls()).isEmpty();
    }

    @Test
    void setUpMakesItReadyAndTheDoctorAgrees() throws IOException {
        mac.withHomebrew();

        assertThat(run("setup")).as(err.toString()).isZero();
        assertThat(out.toString()).contains(ALL).endsWith("ready\n");
        assertThat(run("doctor")).isZero();
        assertThat(out.toString())
                .contains("ok   arm64                can run natively")
                .contains("ok   x86_64               can run emulated as a whole machine: expect slow")
                .contains("both architectures can run by provider colima");
        assertThat(run("setup", "--dry-run")).isZero();
        assertThat(out.toString()).endsWith("nothing is missing\n");
        assertThat(mac.brewCalls()).hasSize(1);
    }

    @Test
    void theSameFactsAreThereForPrograms() throws IOException {
        mac.withHomebrew();
        assertThat(run("setup")).isZero();
        out.getBuffer().setLength(0);

        assertThat(run("doctor", "--json")).isZero();

        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer.at("/host/distribution").asText()).isEqualTo("macOS 15.3");
        assertThat(answer.at("/providers/0/provider").asText()).isEqualTo("colima");
        assertThat(answer.at("/providers/0/findings/0/subject").asText()).isEqualTo("colima");
        assertThat(answer.at("/providers/0/findings/0/good").asBoolean()).isTrue();
        assertThat(answer.at("/providers/0/architectures/0/architecture").asText())
                .isEqualTo("arm64");
        assertThat(answer.at("/providers/0/architectures/0/ability").asText()).isEqualTo("native");
        assertThat(answer.at("/providers/0/architectures/1/ability").asText()).isEqualTo("emulated");
        assertThat(answer.at("/providers/0/setup")).isEmpty();
        assertThat(answer.at("/runsBothBy").asText()).isEqualTo("colima");
    }

    @Test
    void gitHubsAppleSiliconRunnersAreToldSo() throws IOException {
        mac.withHomebrew().withoutHypervisor();
        environment.put("RUNNER_ENVIRONMENT", "github-hosted");

        assertThat(run("doctor")).isEqualTo(ExitCode.UNSUPPORTED_HOST);
        assertThat(out.toString()).contains("GitHub-hosted Apple Silicon", "-> macos-15-intel");
        // Homebrew brings a Lima that might do
        assertThat(run("setup")).isZero();
        assertThat(out.toString())
                .contains(
                        "might run emulated with Lima 2.2 or newer (here: 2.2.0)", "nothing is missing, but see above");
    }

    @Test
    void aRunThatCannotBeEmulatedEndsBeforeAnythingIsInstalledOrStarted() throws IOException {
        mac.withHomebrew("exit 1").withoutHypervisor();
        mac.with("colima", "colima version 0.10.3").with("limactl", "limactl version 2.1.3");
        environment.put("RUNNER_ENVIRONMENT", "github-hosted");

        for (String[] arguments : new String[][] {
            {"run", "cross-arch-nginx", "--provider", "colima"},
            {"run", "cross-arch-nginx", "--provider", "colima", "--placement", "x86_64"},
            {"run", "cross-arch-nginx", "--provider", "colima", "--setup"},
            {"setup", "--provider", "colima"},
        }) {
            err.getBuffer().setLength(0);
            assertThat(run(arguments)).isEqualTo(ExitCode.UNSUPPORTED_HOST);
            assertThat(err.toString())
                    .contains("no nested virtualization", "Lima 2.2 or newer (here: 2.1.3)", "macos-15-intel")
                    .doesNotContain("\tat ");
        }
        assertThat(mac.brewCalls())
                .isNotEmpty()
                .allMatch(call -> call.matches("(colima|limactl) (--version|list --json)"));
        assertThat(root.resolve("Users/me"))
                .satisfiesAnyOf(
                        home -> assertThat(home).doesNotExist(),
                        home -> assertThat(home).isEmptyDirectory());
    }

    @Test
    void aNewerLimaLetsThemTry() throws IOException {
        mac.withHomebrew().withoutHypervisor();
        environment.put("RUNNER_ENVIRONMENT", "github-hosted");
        assertThat(run("setup")).isZero();

        run("run", "cross-arch-nginx", "--provider", "colima");

        assertThat(err.toString()).doesNotContain("nested virtualization");
    }

    @Test
    void aDryRunRunsNothing() throws IOException {
        mac.withHomebrew();

        assertThat(run("setup", "--dry-run")).isZero();
        assertThat(out.toString()).contains("the host lacks colima", ALL).doesNotContain("ready");
        assertThat(mac.brewCalls()).isEmpty();
    }

    @Test
    void aHomebrewThatFailsIsExitCode3() throws IOException {
        mac.withHomebrew("echo 'Error: no network' >&2; exit 1");

        assertThat(run("setup")).isEqualTo(ExitCode.NOT_STARTED);
        assertThat(err.toString())
                .contains("ended with exit code 1", "Error: no network")
                .doesNotContain("\tat ");
        assertThat(out.toString()).doesNotContain("ready");
    }

    @Test
    void aHomebrewThatInstallsNothingIsFoundOut() throws IOException {
        mac.withHomebrew("exit 0");

        assertThat(run("setup")).isEqualTo(ExitCode.UNSUPPORTED_HOST);
        assertThat(err.toString()).contains("the host still lacks colima");
        assertThat(out.toString()).doesNotContain("ready");
    }

    @Test
    void aRunSetsUpColimaAndNeverDockersEngine() throws IOException {
        mac.withHomebrew("exit 0");

        for (String provider : new String[] {"auto", "colima"}) {
            assertThat(run("run", "mastodon-stack", "--setup", "--provider", provider))
                    .isEqualTo(ExitCode.UNSUPPORTED_HOST);
        }
        assertThat(out.toString()).contains(ALL).doesNotContain("apt-get", "dockerd", "binfmt");
        assertThat(mac.brewCalls()).hasSize(2);
    }

    @Test
    void aRunOnTheHostsOwnArchitectureAsksForNoQemu() throws IOException {
        mac.withHomebrew("exit 0");

        run("run", "mastodon-stack", "--setup", "--placement", "arm64");

        assertThat(mac.brewCalls()).containsExactly("1 install colima docker");
    }

    @Test
    void dockersOwnEngineIsForLinux() {
        assertThat(run("doctor", "--provider", "docker")).isEqualTo(ExitCode.UNSUPPORTED_HOST);
        assertThat(out.toString()).contains("it is macOS 15.3, and provider docker needs Linux");
        assertThat(run("setup", "--provider", "docker")).isEqualTo(ExitCode.UNSUPPORTED_HOST);
        assertThat(err.toString()).contains("archtest setup --provider colima");
    }

    @Test
    void linuxWithoutHomebrewIsToldWhatToInstallByHand() {
        HostSystem linux = new HostSystem(root, "Linux", "6.1", "amd64", "me");

        assertThat(run(linux, "doctor", "--provider", "colima")).isEqualTo(ExitCode.UNSUPPORTED_HOST);
        assertThat(out.toString()).contains("!!   brew", "there is no /dev/kvm").doesNotContain("provider docker:");
        assertThat(run(linux, "setup", "--provider", "colima")).isEqualTo(ExitCode.UNSUPPORTED_HOST);
        assertThat(err.toString()).contains("https://brew.sh", "by hand: colima, docker, qemu");
    }

    @Test
    void onLinuxOneProviderThatRunsBothIsEnough() throws IOException {
        mac.withHomebrew();
        assertThat(run("setup")).isZero();
        environment.put("PATH", mac.homebrew().toString());

        assertThat(run(new HostSystem(root, "Linux", "6.1", "amd64", "me"), "doctor"))
                .isZero();
        assertThat(out.toString())
                .contains("provider docker:", "binfmt_misc is not mounted", "provider colima:")
                .contains("both architectures can run by ");
    }

    @Test
    void rootIsToldToBecomeSomebodyElse() throws IOException {
        mac.withHomebrew();

        assertThat(run(mac.system("root"), "setup")).isEqualTo(ExitCode.UNSUPPORTED_HOST);
        assertThat(err.toString()).contains("Homebrew refuses to run as root");
        assertThat(mac.brewCalls()).isEmpty();
    }

    private int run(String... arguments) {
        return run(mac.system(), arguments);
    }

    private int run(HostSystem system, String... arguments) {
        return new Archtest(new Surroundings(
                        new PrintWriter(out, true), new PrintWriter(err, true), environment, false, system))
                .run(arguments);
    }
}
