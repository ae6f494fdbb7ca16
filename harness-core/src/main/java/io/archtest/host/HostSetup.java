package io.archtest.host;

import io.archtest.model.ArchtestException;
import io.archtest.model.UnsupportedHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Installs what a Debian or Ubuntu host lacks to run containers of both architectures: Docker, the emulator's handler, the
 * program that unpacks packages. Works with and without an init system.
 */
public final class HostSetup {
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final StepRunner steps;
    private final OwnEngine engine;

    public HostSetup(CommandRunner runner, OwnEngine engine) {
        this.steps = new StepRunner(runner, LIMIT);
        this.engine = engine;
    }

    /** What is missing, in order; empty when the host is ready but for a stopped engine. */
    public static List<SetupStep> missing(HostFacts facts) {
        List<String> packages = packages(facts);
        List<SetupStep> steps = new ArrayList<>();
        if (!packages.isEmpty()) {
            steps.add(new SetupStep(
                    "so that the package lists are current", asRoot(facts, List.of("apt-get", "update", "-q"))));
            List<String> install = new ArrayList<>(List.of(
                    "env",
                    "DEBIAN_FRONTEND=noninteractive",
                    "apt-get",
                    "install",
                    "-y",
                    "-q",
                    "--no-install-recommends"));
            install.addAll(packages);
            steps.add(new SetupStep("the host lacks " + String.join(", ", packages), asRoot(facts, install)));
        }
        if (!facts.binfmtMounted()) {
            steps.add(new SetupStep(
                    "the kernel's binfmt_misc is not mounted",
                    asRoot(facts, List.of("mount", "-t", "binfmt_misc", "binfmt_misc", "/proc/sys/fs/binfmt_misc"))));
        }
        if (facts.emulator().filter(HostFacts.Emulator::usable).isEmpty()) {
            String handler = "qemu-" + facts.architecture().mirror().machine();
            steps.add(new SetupStep(
                    "programs for %s have no handler"
                            .formatted(facts.architecture().mirror()),
                    asRoot(facts, List.of("update-binfmts", "--enable", handler))));
        }
        if (stopped(facts) && facts.systemd()) {
            steps.add(new SetupStep(
                    "the Docker engine does not run", asRoot(facts, List.of("systemctl", "start", "docker"))));
        }
        return steps;
    }

    /** Whether the host lacks nothing, its engine included. */
    public static boolean ready(HostFacts facts) {
        return missing(facts).isEmpty() && facts.engineAnswers();
    }

    /**
     * Carries the steps out, printing each one first, and starts an engine where no init system does. Blocks until the
     * engine answers.
     *
     * @throws UnsupportedHostException when this host isn't one that it can set up
     * @throws ArchtestException when a step fails
     */
    public void apply(HostFacts facts, Consumer<String> out) {
        refuseForeign(facts);
        steps.run(missing(facts), out);
        if (stopped(facts) && !facts.systemd()) {
            engine.start(facts, out);
        }
    }

    private static void refuseForeign(HostFacts facts) {
        if (!facts.linux()) {
            throw new UnsupportedHostException(
                    "A Docker engine of its own is set up on Linux hosts only; found %s. For machines by Colima: archtest setup --provider colima"
                            .formatted(facts.distribution()));
        }
        if (!facts.packageManager() && !packages(facts).isEmpty()) {
            throw new UnsupportedHostException(
                    "Cannot set up %s: set-up knows Debian, Ubuntu and their relatives (no apt-get here). Install by hand what provides: Docker, qemu-user with binfmt handlers (flag F), mmdebstrap"
                            .formatted(facts.distribution()));
        }
        if (facts.engineDenied() && !facts.root()) {
            throw new UnsupportedHostException("A Docker engine is here, but this user can't use it: %s. %s"
                    .formatted(facts.engineProblem(), DockerSocket.JOIN_GROUP));
        }
        if (!facts.canBecomeRoot() && !ready(facts)) {
            throw new UnsupportedHostException(
                    "Set-up needs root, or sudo without a password; run it as root: sudo archtest setup. It would run:%s"
                            .formatted(missing(facts).stream()
                                    .map(step -> "\n  " + step.line())
                                    .reduce("", String::concat)));
        }
    }

    private static boolean stopped(HostFacts facts) {
        return !facts.engineAnswers() && !facts.engineDenied();
    }

    private static List<String> packages(HostFacts facts) {
        List<String> packages = new ArrayList<>();
        if (stopped(facts) && !facts.has("dockerd")) {
            packages.add("docker.io");
        }
        if (stopped(facts) && !facts.has("iptables")) {
            packages.add("iptables");
        }
        if (stopped(facts) && !facts.has("ip")) {
            packages.add("iproute2");
        }
        if (facts.emulator().filter(HostFacts.Emulator::usable).isEmpty()) {
            packages.add("qemu-user-static");
            if (!facts.has("update-binfmts")) {
                packages.add("binfmt-support");
            }
        }
        if (!facts.has("mmdebstrap")) {
            packages.add("mmdebstrap");
        }
        return packages;
    }

    private static List<String> asRoot(HostFacts facts, List<String> command) {
        if (facts.root()) {
            return command;
        }
        List<String> withSudo = new ArrayList<>(List.of("sudo", "-n"));
        withSudo.addAll(command);
        return withSudo;
    }
}
