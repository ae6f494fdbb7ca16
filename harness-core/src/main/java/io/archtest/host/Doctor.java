package io.archtest.host;

import io.archtest.host.Examination.Ability;
import io.archtest.host.Examination.Verdict;
import io.archtest.model.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says what a host has and lacks, and which architectures its Docker engine can run, how, or why not. */
public final class Doctor {
    /** Packaged images of both architectures, their archives and the engine's copies. */
    private static final long NEEDED_BYTES = 6L << 30;

    private Doctor() {}

    /** One line of the examination; {@code remedy} is empty when nothing is to be done. */
    public record Finding(boolean good, String subject, String detail, String remedy) {}

    /** What matters whatever the provider is. */
    public static List<Finding> host(HostFacts facts) {
        List<Finding> findings = new ArrayList<>();
        boolean known = facts.linux() || facts.mac();
        findings.add(new Finding(
                known,
                "host",
                facts.linux()
                        ? "%s, %s, %s".formatted(facts.operatingSystem(), facts.distribution(), facts.architecture())
                        : "%s, %s".formatted(facts.distribution(), facts.architecture()),
                known ? "" : "archtest runs on Linux, and with Colima on macOS"));
        boolean unpacker = facts.has("mmdebstrap");
        findings.add(new Finding(
                true,
                "mmdebstrap",
                unpacker
                        ? "is here: packaged images can be built"
                        : "not here: packaged images are built in a container of debian:bookworm-slim (registry)",
                unpacker || !facts.linux() ? "" : "archtest setup"));
        boolean space = facts.freeBytes() >= NEEDED_BYTES;
        findings.add(new Finding(
                space,
                "disk",
                "%.1f GB free".formatted(facts.freeBytes() / 1e9),
                space ? "" : "packaged images need about 6 GB; free some: docker system prune"));
        return findings;
    }

    /** What the host's own Docker engine needs. */
    public static Examination docker(HostFacts facts) {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding(
                facts.engineAnswers(),
                "Docker engine",
                facts.engineAnswers() ? "answers" : "does not answer: " + facts.engineProblem(),
                engineRemedy(facts)));
        if (facts.linux()) {
            findings.add(emulator(facts));
        }
        return new Examination(
                "docker",
                findings,
                List.of(
                        verdict(facts, facts.architecture()),
                        verdict(facts, facts.architecture().mirror())));
    }

    /** Why this host can't run a placement of these architectures now; empty when it can. */
    public static String problem(HostFacts facts, Iterable<Architecture> architectures) {
        List<String> problems = new ArrayList<>();
        if (!facts.linux()) {
            problems.add("it is %s, and provider docker needs Linux (--provider colima doesn't)"
                    .formatted(facts.distribution()));
        }
        if (!facts.engineAnswers()) {
            problems.add("no Docker engine answers (%s)".formatted(facts.engineProblem()));
        }
        for (Architecture architecture : architectures) {
            if (facts.linux()
                    && architecture != facts.architecture()
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
        return facts.engineAnswers() || !facts.linux() ? "" : "archtest setup";
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

    private static Verdict verdict(HostFacts facts, Architecture architecture) {
        String problem = problem(facts, List.of(architecture));
        if (!problem.isEmpty()) {
            return new Verdict(architecture, Ability.NONE, "can't run: " + problem);
        }
        return architecture == facts.architecture()
                ? new Verdict(architecture, Ability.NATIVE, "can run natively")
                : new Verdict(
                        architecture,
                        Ability.EMULATED,
                        "can run emulated by qemu-user: expect 8 to 28 times slower, by the kind of work");
    }
}
