package io.archtest.profile.colima;

import io.archtest.model.Architecture;
import io.archtest.profile.ProfileException;
import io.archtest.profile.ProfileException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a machine of an architecture needs on this host; Colima itself says some of it only after minutes, some never. */
public final class Preflight {
    private final Programs programs;
    private final ColimaHost host;

    public Preflight(Programs programs, ColimaHost host) {
        this.programs = programs;
        this.host = host;
    }

    /**
     * Something that is missing.
     *
     * @param formula the Homebrew formula that brings it
     */
    public record Lack(Reason reason, String what, String formula) {}

    /** What lacks for machines of that architecture; empty when nothing does. */
    public List<Lack> lacks(Architecture architecture) {
        List<Lack> lacks = new ArrayList<>();
        lackOf("colima", Reason.NOT_INSTALLED, "colima").ifPresent(lacks::add);
        lackOf("limactl", Reason.NOT_INSTALLED, "lima").ifPresent(lacks::add);
        lackOf("docker", Reason.MISSING_DOCKER_CLI, "docker").ifPresent(lacks::add);
        boolean qemu = host.emulates(architecture) || !host.hasVirtualizationFramework();
        if (qemu) {
            lackOf("qemu-img", Reason.MISSING_QEMU, "qemu").ifPresent(lacks::add);
            lackOf("qemu-system-" + architecture.machine(), Reason.MISSING_QEMU, "qemu")
                    .ifPresent(lacks::add);
        }
        if (architecture != host.architecture() && guestAgentMissing(architecture)) {
            lacks.add(new Lack(
                    Reason.MISSING_GUEST_AGENT,
                    "Lima's guest agent for " + architecture,
                    "lima-additional-guestagents"));
        }
        return lacks;
    }

    /** Why machines of that architecture can't run here whatever is installed; empty when they can. */
    public Optional<String> impossible(Architecture architecture) {
        if (architecture != host.architecture() || !host.mac() || host.accelerated()) {
            return Optional.empty();
        }
        return Optional.of(
                host.hostedAppleSilicon()
                        ? "GitHub's Apple Silicon runners have no nested virtualization; use an Intel runner (macos-15-intel) or Linux"
                        : "this Mac has no hypervisor for it (kern.hv_support is 0)");
    }

    void refuseLacks(String profile, Architecture architecture) {
        impossible(architecture).ifPresent(why -> {
            throw new ProfileException(
                    Reason.NO_VIRTUALIZATION,
                    "Profile '%s' (%s) can't run here: %s".formatted(profile, architecture, why));
        });
        List<Lack> lacks = lacks(architecture);
        if (!lacks.isEmpty()) {
            throw new ProfileException(
                    lacks.get(0).reason(),
                    "Profile '%s' (%s) can't be started: this host lacks %s. Install: brew install %s"
                            .formatted(
                                    profile,
                                    architecture,
                                    String.join(
                                            ", ", lacks.stream().map(Lack::what).toList()),
                                    String.join(
                                            " ",
                                            lacks.stream()
                                                    .map(Lack::formula)
                                                    .distinct()
                                                    .toList())));
        }
    }

    private Optional<Lack> lackOf(String program, Reason reason, String formula) {
        return programs.find(program).isPresent() ? Optional.empty() : Optional.of(new Lack(reason, program, formula));
    }

    /**
     * Lima from 1.1 on has the foreign ones in a package of their own. Where its files are can only be guessed from the
     * program's place; if the host's own agent isn't there either, the guess was wrong and nothing is said.
     */
    private boolean guestAgentMissing(Architecture architecture) {
        Optional<Path> share = programs.find("limactl").flatMap(Preflight::share);
        return share.isPresent() && hasAgent(share.get(), host.architecture()) && !hasAgent(share.get(), architecture);
    }

    private static Optional<Path> share(Path limactl) {
        try {
            return Stream.of(limactl.toAbsolutePath(), limactl.toRealPath())
                    .map(program -> program.resolveSibling("../share/lima").normalize())
                    .filter(Files::isDirectory)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean hasAgent(Path share, Architecture architecture) {
        String name = "lima-guestagent.Linux-" + architecture.machine();
        return Files.exists(share.resolve(name)) || Files.exists(share.resolve(name + ".gz"));
    }
}
