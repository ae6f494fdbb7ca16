package io.archtest.host;

import io.archtest.model.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says what a host has and lacks, and which architectures it can run, how, or why not. */
public final class Doctor {
    /** Packaged images of both architectures, their archives and the engine's copies. */
    private static final long NEEDED_BYTES = 6L << 30;

    private Doctor() {}

    /** One line of the examination; {@code remedy} is empty when nothing is to be done. */
    public record Finding(boolean good, String subject, String detail, String remedy) {}

    public static List<Finding> examine(HostFacts facts) {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                new Finding(
                        facts.linux(),
                        "host",
                        "%s, %s, %s".formatted(facts.operatingSystem(), facts.distribution(), facts.architecture()),
                        facts.linux()
                                ? ""
                                : "Linux runs it; Colima on macOS is driven, but archtest's own image needs mmdebstrap, which macOS lacks"));
        findings.add(new Finding(
                facts.engineAnswers(),
                "Docker engine",
                facts.engineAnswers() ? "answers" : "does not answer: " + facts.engineProblem(),
                engineRemedy(facts)));
        findings.add(emulator(facts));
        findings.add(new Finding(
                facts.has("mmdebstrap"),
                "mmdebstrap",
                facts.has("mmdebstrap")
                        ? "is here: packaged images can be built"
                        : "is missing: packaged images can't be built",
                facts.has("mmdebstrap") ? "" : "archtest setup"));
        findings.add(new Finding(
                facts.freeBytes() >= NEEDED_BYTES,
                "disk",
                "%.1f GB free".formatted(facts.freeBytes() / 1e9),
                facts.freeBytes() >= NEEDED_BYTES
                        ? ""
                        : "packaged images need about 6 GB; free some: docker system prune"));
        findings.add(architecture(facts, facts.architecture()));
        findings.add(architecture(facts, facts.architecture().mirror()));
        return findings;
    }

    /** Why this host can't run a placement of these architectures now; empty when it can. */
    public static String problem(HostFacts facts, Iterable<Architecture> architectures) {
        List<String> problems = new ArrayList<>();
        if (!facts.linux()) {
            problems.add("it is %s, and this version runs on Linux".formatted(facts.operatingSystem()));
        }
        if (!facts.engineAnswers()) {
            problems.add("no Docker engine answers (%s)".formatted(facts.engineProblem()));
        }
        for (Architecture architecture : architectures) {
            if (architecture != facts.architecture()
                    && facts.emulator().filter(HostFacts.Emulator::usable).isEmpty()) {
                problems.add("it can't execute %s programs (%s)"
                        .formatted(architecture, emulator(facts).detail()));
            }
        }
        return problems.stream().collect(Collectors.joining("; "));
    }

    private static String engineRemedy(HostFacts facts) {
        if (facts.engineDenied()) {
            return DockerSocket.JOIN_GROUP;
        }
        return facts.engineAnswers() ? "" : "archtest setup";
    }

    private static Finding emulator(HostFacts facts) {
        Architecture other = facts.architecture().mirror();
        String subject = "emulator for " + other;
        if (facts.emulator().isEmpty()) {
            return new Finding(
                    false,
                    subject,
                    facts.binfmtMounted() ? "no binfmt handler is registered" : "binfmt_misc is not mounted",
                    "archtest setup");
        }
        HostFacts.Emulator emulator = facts.emulator().get();
        if (!emulator.enabled()) {
            return new Finding(false, subject, emulator.name() + " is disabled", "archtest setup");
        }
        if (!emulator.usable()) {
            return new Finding(
                    false,
                    subject,
                    "%s lacks flag F (has '%s'), so it is not found inside containers"
                            .formatted(emulator.name(), emulator.flags()),
                    "install qemu-user-static, whose handlers have it");
        }
        return new Finding(true, subject, "%s (%s)".formatted(emulator.name(), emulator.interpreter()), "");
    }

    private static Finding architecture(HostFacts facts, Architecture architecture) {
        String problem = problem(facts, List.of(architecture));
        String how = architecture == facts.architecture()
                ? "can run natively"
                : "can run emulated by qemu-user: expect 8 to 28 times slower, by the kind of work";
        return new Finding(
                problem.isEmpty(), architecture.word(), problem.isEmpty() ? how : "can't run: " + problem, "");
    }
}
