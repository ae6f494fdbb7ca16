package io.archtest.profile.colima;

import io.archtest.host.CommandRunner;
import io.archtest.model.Architecture;
import io.archtest.profile.ProfileException;
import io.archtest.profile.ProfileException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a machine of an architecture needs on this host; Colima itself says some of it only after minutes, some never. */
public final class Preflight {
    /** The Homebrew formula of the guest agents of foreign architectures. */
    static final String GUEST_AGENTS = "lima-additional-guestagents";

    private final Programs programs;
    private final ColimaHost host;
    private final CommandRunner runner;

    public Preflight(Programs programs, ColimaHost host, CommandRunner runner) {
        this.programs = programs;
        this.host = host;
        this.runner = runner;
    }

    private LimaVersion lima() {
        return LimaVersion.of(Installed.look(programs), ColimaFacts.answers(programs, runner, List.of("limactl")));
    }

    /** A program, and the Homebrew formula that brings it. */
    record Need(String program, Reason reason, String formula) {}

    /**
     * Something that is missing.
     *
     * @param formula the Homebrew formula that brings it
     */
    public record Lack(Reason reason, String what, String formula) {}

    /** What lacks for machines of that architecture; empty when nothing does. */
    public List<Lack> lacks(Architecture architecture) {
        return lacks(Installed.look(programs), host, architecture);
    }

    static List<Lack> lacks(Installed installed, ColimaHost host, Architecture architecture) {
        List<Lack> lacks = new ArrayList<>();
        for (Need need : needs(host, architecture)) {
            if (!installed.has(need.program())) {
                lacks.add(new Lack(need.reason(), need.program(), need.formula()));
            }
        }
        if (architecture != host.architecture() && installed.guestAgentMissing(architecture)) {
            lacks.add(new Lack(Reason.MISSING_GUEST_AGENT, "Lima's guest agent for " + architecture, GUEST_AGENTS));
        }
        return lacks;
    }

    /** The programs that machines of that architecture need. */
    static List<Need> needs(ColimaHost host, Architecture architecture) {
        List<Need> needs = new ArrayList<>(List.of(
                new Need("colima", Reason.NOT_INSTALLED, "colima"),
                new Need("limactl", Reason.NOT_INSTALLED, "lima"),
                new Need("docker", Reason.MISSING_DOCKER_CLI, "docker")));
        if (host.emulates(architecture) || !host.hasVirtualizationFramework()) {
            needs.add(new Need("qemu-img", Reason.MISSING_QEMU, "qemu"));
            needs.add(new Need("qemu-system-" + architecture.machine(), Reason.MISSING_QEMU, "qemu"));
        }
        return needs;
    }

    /**
     * Why machines of that architecture can't run here whatever is added; empty when they can.
     */
    static Optional<String> impossible(ColimaHost host, Architecture architecture, LimaVersion lima) {
        if (!host.needsNewLima(architecture) || !lima.tooOldToEmulateAll()) {
            return Optional.empty();
        }
        return Optional.of(
                host.hostedAppleSilicon()
                        ? "GitHub's Apple Silicon runners have no nested virtualization, and to emulate takes Lima 2.2 or newer (here: %s); use an Intel runner (macos-15-intel) or Linux, or run: brew upgrade lima"
                                .formatted(lima)
                        : "this Mac has no hypervisor for it (kern.hv_support is not 1), and to emulate takes Lima 2.2 or newer (here: %s); run: brew upgrade lima"
                                .formatted(lima));
    }

    /** Refuses what can't run here whatever is added; asks no machine. */
    void refuseImpossible(String profile, Architecture architecture) {
        impossible(host, architecture, lima()).ifPresent(why -> {
            throw new ProfileException(
                    Reason.NO_VIRTUALIZATION,
                    "Profile '%s' (%s) can't run here: %s".formatted(profile, architecture, why));
        });
    }

    void refuseLacks(String profile, Architecture architecture) {
        refuseImpossible(profile, architecture);
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
}
