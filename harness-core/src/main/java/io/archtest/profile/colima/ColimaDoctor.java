package io.archtest.profile.colima;

import io.archtest.host.Doctor.Finding;
import io.archtest.host.Examination;
import io.archtest.host.Examination.Ability;
import io.archtest.host.Examination.Verdict;
import io.archtest.model.Architecture;
import io.archtest.profile.ProfileException;
import io.archtest.profile.colima.Preflight.Lack;
import io.archtest.profile.colima.Preflight.Need;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what a host has and lacks for Colima's machines, and which architectures they can be of, how, or why not. */
public final class ColimaDoctor {
    private static final double GIB = 1L << 30;
    private static final Pattern VERSION = Pattern.compile("version v?([^\\s,]+)");
    private static final String INSTALL = "brew install ";
    private static final String TRANSLATED =
            "this Java is for x86_64 and runs translated by Rosetta, so archtest takes the Mac for an Intel one";

    private ColimaDoctor() {}

    public static Examination examine(ColimaFacts facts) {
        ColimaHost host = facts.host();
        Architecture foreign = host.architecture().mirror();
        List<Finding> findings = new ArrayList<>();
        Set<Need> needs = new LinkedHashSet<>(Preflight.needs(host, host.architecture()));
        needs.addAll(Preflight.needs(host, foreign));
        needs.forEach(need -> findings.add(program(facts, need)));
        findings.add(guestAgent(facts, foreign));
        if (findings.stream().anyMatch(finding -> finding.remedy().startsWith(INSTALL))
                && !facts.installed().has("brew")) {
            findings.add(new Finding(
                    false, "brew", "is missing, which would install them", "https://brew.sh, or install them by hand"));
        }
        findings.add(acceleration(facts));
        runner(host).ifPresent(findings::add);
        if (facts.superuser()) {
            findings.add(new Finding(
                    false, "user", "root: Lima refuses to run as root", "run archtest as the user of the machines"));
        }
        if (facts.translatedJava()) {
            findings.add(new Finding(false, "Java", TRANSLATED, "install a JDK for arm64 (aarch64)"));
        }
        findings.add(size(facts));
        return new Examination(
                ColimaProfiles.PROVIDER,
                findings,
                List.of(verdict(facts, host.architecture()), verdict(facts, foreign)));
    }

    private static Finding program(ColimaFacts facts, Need need) {
        String program = need.program();
        if (!facts.installed().has(program)) {
            return new Finding(false, program, "is missing", INSTALL + need.formula());
        }
        Optional<String> problem = program.equals("colima") ? versionProblem(facts) : Optional.empty();
        Optional<String> answer = Optional.ofNullable(facts.answers().get(program));
        String version = answer.map(ColimaDoctor::shortVersion).orElse("is here");
        return new Finding(
                problem.isEmpty(),
                program,
                "%s (%s)"
                        .formatted(
                                problem.orElse(version),
                                facts.installed().programs().get(program)),
                problem.isEmpty() || answer.isEmpty() ? "" : "brew upgrade colima");
    }

    /** What follows the word "version", which each of these programs prints before it. */
    private static String shortVersion(String answer) {
        Matcher matcher = VERSION.matcher(answer);
        return matcher.find() ? matcher.group(1) : Text.shortened(answer);
    }

    private static Optional<String> versionProblem(ColimaFacts facts) {
        String answer = facts.answers().get("colima");
        if (answer == null) {
            return Optional.of("'colima --version' fails");
        }
        try {
            return ColimaVersion.parse(List.of(answer)).problem();
        } catch (ProfileException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static Finding guestAgent(ColimaFacts facts, Architecture foreign) {
        String subject = "guest agent " + foreign;
        if (facts.installed().guestAgentMissing(foreign)) {
            return new Finding(false, subject, "is missing", INSTALL + Preflight.GUEST_AGENTS);
        }
        return new Finding(
                true,
                subject,
                facts.installed().guestAgents().contains(foreign)
                        ? "is here"
                        : "can't tell: Lima's files are not at ../share/lima beside limactl",
                "");
    }

    private static Finding acceleration(ColimaFacts facts) {
        boolean mac = facts.host().mac();
        String slow = "%s is emulated as well".formatted(facts.host().architecture());
        return switch (facts.acceleration()) {
            case USABLE ->
                new Finding(true, "acceleration", mac ? "Apple's hypervisor (kern.hv_support is 1)" : "/dev/kvm", "");
            case DENIED ->
                new Finding(
                        false,
                        "acceleration",
                        "/dev/kvm is here, but not permitted for this user; " + slow,
                        "sudo usermod -aG kvm $USER, and log in again");
            case ABSENT ->
                new Finding(
                        false,
                        "acceleration",
                        mac ? "none: kern.hv_support is not 1" : "none: there is no /dev/kvm; " + slow,
                        "");
        };
    }

    private static Optional<Finding> runner(ColimaHost host) {
        if (!host.hostedRunner()) {
            return Optional.empty();
        }
        boolean fit = host.accelerated() || !host.hostedAppleSilicon();
        return Optional.of(new Finding(
                fit,
                "runner",
                fit ? "GitHub-hosted" : "GitHub-hosted Apple Silicon: no nested virtualization (abiosoft/colima#970)",
                fit ? "" : "macos-15-intel (until August 2027), a Linux runner, or a Mac of your own"));
    }

    private static Finding size(ColimaFacts facts) {
        ColimaHost host = facts.host();
        MachineSize size = MachineSize.fitting(host, 0);
        double both = 2 * size.memoryGib();
        boolean room = host.memoryBytes() / GIB > both
                && (facts.freeMemory().isEmpty() || facts.freeMemory().getAsLong() / GIB >= both);
        String free = facts.freeMemory().isPresent() ? gib(facts.freeMemory().getAsLong()) + " free" : "free: unknown";
        return new Finding(
                room,
                "memory and CPUs",
                "%s (%s), %d CPUs; two machines get %.0f GiB and %d %s each by default"
                        .formatted(
                                gib(host.memoryBytes()),
                                free,
                                host.cpus(),
                                size.memoryGib(),
                                size.cpus(),
                                size.cpus() == 1 ? "CPU" : "CPUs"),
                room ? "" : "end other programs, or ask for less: --memory GIB");
    }

    private static String gib(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
    }

    private static Verdict verdict(ColimaFacts facts, Architecture architecture) {
        ColimaHost host = facts.host();
        List<String> problems = problems(facts, architecture);
        if (!problems.isEmpty()) {
            return new Verdict(architecture, Ability.NONE, "can't run: " + String.join("; ", problems));
        }
        if (host.needsNewLima(architecture)) {
            return new Verdict(
                    architecture,
                    Ability.UNPROVEN,
                    "might run emulated with Lima 2.2 or newer (here: %s), slowly; unproven on %s"
                            .formatted(
                                    facts.lima(),
                                    host.hostedAppleSilicon() ? "these runners" : "a Mac without a hypervisor"));
        }
        if (!host.emulates(architecture)) {
            boolean old = host.mac() && !host.hasVirtualizationFramework();
            return new Verdict(
                    architecture,
                    Ability.NATIVE,
                    old
                            ? "can run natively, by QEMU: Apple's framework for machines is in macOS 13 and newer"
                            : "can run natively");
        }
        return new Verdict(
                architecture,
                Ability.EMULATED,
                "can run emulated as a whole machine: expect slow (first start about 9-11 minutes on two cores)");
    }

    /** Why machines of that architecture can't run here now. */
    private static List<String> problems(ColimaFacts facts, Architecture architecture) {
        List<String> problems = new ArrayList<>();
        if (facts.translatedJava()) {
            problems.add(TRANSLATED);
        }
        Preflight.impossible(facts.host(), architecture, facts.lima()).ifPresent(problems::add);
        if (facts.superuser()) {
            problems.add("Lima refuses to run as root");
        }
        List<Lack> lacks = Preflight.lacks(facts.installed(), facts.host(), architecture);
        if (!lacks.isEmpty()) {
            problems.add("this host lacks "
                    + String.join(", ", lacks.stream().map(Lack::what).toList()));
        }
        if (facts.installed().has("colima")) {
            versionProblem(facts).ifPresent(problems::add);
        }
        return problems;
    }
}
