package io.archtest.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.model.Architecture;
import io.archtest.model.ArchtestException;
import io.archtest.model.UnsupportedHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HostSetupTest {
    private static final String NO_ENGINE = "there is no /var/run/docker.sock";
    private static final HostFacts.Emulator GOOD = new HostFacts.Emulator("qemu-aarch64", "/usr/bin/qemu", true, "PF");

    private final List<String> ran = new ArrayList<>();
    private final List<String> printed = new ArrayList<>();

    @Test
    void aFreshDebianGetsEverythingByItsPackageManager() {
        HostFacts facts = new Fake()
                .without("dockerd", "iptables", "ip", "mmdebstrap", "update-binfmts")
                .facts();

        assertThat(HostSetup.missing(facts).stream().map(SetupStep::line))
                .containsExactly(
                        "apt-get update -q",
                        "env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends docker.io iptables iproute2 qemu-user-static binfmt-support mmdebstrap",
                        "mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc",
                        "update-binfmts --enable qemu-aarch64");
    }

    @Test
    void systemdStartsTheEngineAndSudoIsUsedByOthersThanRoot() {
        Fake host = new Fake().withBinfmt(GOOD);
        host.systemd = true;
        host.root = false;
        host.sudo = true;

        new HostSetup(runner(0), engine()).apply(host.facts(), printed::add);

        assertThat(ran).containsExactly("sudo -n systemctl start docker");
        assertThat(printed).hasSize(1).first().asString().contains("$ sudo -n systemctl start docker");
    }

    @Test
    void aReadyHostNeedsNothing() {
        Fake host = new Fake().withBinfmt(GOOD);
        host.engineProblem = "";

        assertThat(HostSetup.ready(host.facts())).isTrue();
        assertThat(Doctor.host(host.facts())).allMatch(Doctor.Finding::good);
        assertThat(Doctor.docker(host.facts()).findings()).allMatch(Doctor.Finding::good);
        assertThat(Doctor.docker(host.facts()).runsAll()).isTrue();
    }

    @Test
    void withoutRootTheCommandsAreGivenInstead() {
        Fake host = new Fake().without("dockerd");
        host.root = false;

        assertThatThrownBy(() -> new HostSetup(runner(0), engine()).apply(host.facts(), printed::add))
                .isInstanceOf(UnsupportedHostException.class)
                .hasMessageContaining("sudo archtest setup")
                .hasMessageContaining("docker.io");
        assertThat(ran).isEmpty();
    }

    @Test
    void anEngineThatTheUserMayNotUseIsNeitherInstalledNorStarted() {
        Fake host = new Fake().withBinfmt(GOOD);
        host.root = false;
        host.sudo = true;
        host.engineProblem = "/var/run/docker.sock: Permission denied";

        assertThat(HostSetup.missing(host.facts())).isEmpty();
        assertThatThrownBy(() -> new HostSetup(runner(0), engine()).apply(host.facts(), printed::add))
                .isInstanceOf(UnsupportedHostException.class)
                .hasMessageContaining("usermod -aG docker");
    }

    @Test
    void anUnknownDistributionGetsTheListToInstallByHand() {
        Fake host = new Fake().without("mmdebstrap");
        host.packageManager = false;
        host.distribution = "Void Linux";

        assertThatThrownBy(() -> new HostSetup(runner(0), engine()).apply(host.facts(), printed::add))
                .isInstanceOf(UnsupportedHostException.class)
                .hasMessageContaining("Void Linux")
                .hasMessageContaining("mmdebstrap");
    }

    @Test
    void aMacIsToldOfColima() {
        Fake host = new Fake();
        host.system = "Mac OS X";

        assertThatThrownBy(() -> new HostSetup(runner(0), engine()).apply(host.facts(), printed::add))
                .isInstanceOf(UnsupportedHostException.class)
                .hasMessageContaining("colima");
        assertThat(Doctor.host(host.facts())).allMatch(Doctor.Finding::good);
        assertThat(Doctor.docker(host.facts()).verdicts())
                .allSatisfy(verdict -> assertThat(verdict.detail()).contains("--provider colima"));
    }

    @Test
    void aHandlerWithoutFlagFIsNoEmulator() {
        Fake host = new Fake().withBinfmt(new HostFacts.Emulator("qemu-aarch64", "/usr/bin/qemu", true, "P"));
        host.engineProblem = "";

        assertThat(Doctor.problem(host.facts(), List.of(Architecture.ARM64))).contains("lacks flag F (has 'P')");
        assertThat(Doctor.problem(host.facts(), List.of(Architecture.X86_64))).isEmpty();
    }

    @Test
    void aStepThatFailsEndsSetUpWithItsLastLines() {
        Fake host = new Fake().without("mmdebstrap").withBinfmt(GOOD);

        assertThatThrownBy(() -> new HostSetup(runner(100), engine()).apply(host.facts(), printed::add))
                .isInstanceOf(ArchtestException.class)
                .hasMessageContaining("'apt-get update -q' ended with exit code 100")
                .hasMessageContaining("E: no network");
        assertThat(ran).hasSize(1);
    }

    private CommandRunner runner(int exitCode) {
        return new CommandRunner() {
            @Override
            public Result run(
                    List<String> command, Map<String, String> environment, Duration limit, Consumer<String> lines) {
                ran.add(String.join(" ", command));
                return new Result(exitCode, List.of(new Line(true, "E: no network")));
            }
        };
    }

    private static OwnEngine engine() {
        return new OwnEngine(Path.of("/nonexistent"), Path.of("/nonexistent/docker.sock"));
    }

    /** A Debian host where archtest is root, with all programs and neither engine nor emulator. */
    private static final class Fake {
        private final Map<String, String> programs = new HashMap<>();
        private Optional<HostFacts.Emulator> emulator = Optional.empty();
        private String system = "Linux";
        private String distribution = "Debian GNU/Linux 12 (bookworm)";
        private String engineProblem = NO_ENGINE;
        private boolean packageManager = true;
        private boolean root = true;
        private boolean sudo;
        private boolean systemd;

        Fake() {
            HostFacts.PROGRAMS.forEach(program -> programs.put(program, "/usr/bin/" + program));
        }

        Fake without(String... names) {
            List.of(names).forEach(programs::remove);
            return this;
        }

        Fake withBinfmt(HostFacts.Emulator handler) {
            emulator = Optional.of(handler);
            return this;
        }

        HostFacts facts() {
            return new HostFacts(
                    system,
                    Architecture.X86_64,
                    distribution,
                    2,
                    4000,
                    "Linux 6.1.0-18-amd64",
                    packageManager,
                    root,
                    sudo,
                    systemd,
                    programs,
                    emulator.isPresent(),
                    emulator,
                    engineProblem,
                    50L << 30);
        }
    }
}
