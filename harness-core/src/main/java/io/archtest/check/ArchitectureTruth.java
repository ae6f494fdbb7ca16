package io.archtest.check;

import io.archtest.engine.ContainerFacts;
import io.archtest.engine.Engine;
import io.archtest.engine.EngineException;
import io.archtest.engine.ExecResult;
import io.archtest.engine.Execution;
import io.archtest.environment.RunningComponent;
import io.archtest.model.Architecture;
import io.archtest.model.ArchtestException;
import io.archtest.model.Component;
import io.archtest.model.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks what a component really runs on, and compares four independent facts with the placement and with each other. The
 * image's own word is one of them only: labels lie (cloudposse/atmos#2931), and so does {@code uname} under emulation.
 */
public final class ArchitectureTruth {
    private static final Duration UNAME_LIMIT = Duration.ofSeconds(60);

    /** A component's facts with the verdict on them. */
    public record Result(RunningComponent component, ObservedArchitecture observed, CheckResult check) {}

    /** Looks at one component; blocks for a few exchanges with its engine. */
    public Result examine(RunningComponent component) {
        long began = System.nanoTime();
        ObservedArchitecture observed;
        Outcome outcome;
        try {
            Evidence evidence = collect(component);
            observed = evidence.observed();
            outcome = judge(component, evidence);
        } catch (ArchtestException e) {
            observed = new ObservedArchitecture("", List.of(), "", Execution.UNKNOWN);
            outcome = Outcome.errored(e.getMessage());
        }
        CheckResult check = new CheckResult(
                "architecture",
                "%s really runs on %s".formatted(component.name(), component.requested()),
                Optional.of(component.name()),
                outcome,
                Duration.ofNanos(System.nanoTime() - began));
        return new Result(component, observed, check);
    }

    private record Evidence(ObservedArchitecture observed, Map<String, ElfHeader> headers, boolean running) {}

    private static Evidence collect(RunningComponent component) {
        Engine engine = component.engine();
        ContainerFacts facts = engine.inspectContainer(component.containerId());
        List<String> processes = facts.running() ? engine.processes(component.containerId()) : List.of();
        Map<String, ElfHeader> headers = new Executables(engine, facts).find(processes);
        List<String> elf = headers.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue().word())
                .toList();
        ObservedArchitecture observed = new ObservedArchitecture(
                manifest(engine, facts),
                elf,
                facts.running() ? uname(engine, component) : "",
                execution(component, processes, headers));
        return new Evidence(observed, headers, facts.running());
    }

    /** By the id that the container was made from, not by a tag that may name another image by now. */
    private static String manifest(Engine engine, ContainerFacts facts) {
        for (Architecture architecture : Architecture.values()) {
            if (engine.findImage(facts.imageId(), architecture).isPresent()) {
                return architecture.word();
            }
        }
        return "neither";
    }

    private static String uname(Engine engine, RunningComponent component) {
        try {
            ExecResult result = engine.exec(component.containerId(), List.of("uname", "-m"), UNAME_LIMIT);
            return result.succeeded() ? result.output().strip() : "";
        } catch (EngineException e) {
            return ""; // no shell or no uname in the image; the other facts must do
        }
    }

    private static Execution execution(
            RunningComponent component, List<String> processes, Map<String, ElfHeader> headers) {
        if (processes.isEmpty()) {
            return Execution.UNKNOWN;
        }
        Optional<Execution> emulator = Executables.emulator(processes.get(0));
        if (emulator.isPresent()) {
            return emulator.get();
        }
        Architecture engine = component.engine().info().architecture();
        boolean ownInstructions = !headers.isEmpty()
                && headers.values().stream().allMatch(header -> header.machine() == engine.elfMachine());
        return ownInstructions ? component.profile().execution(engine) : Execution.UNKNOWN;
    }

    private static Outcome judge(RunningComponent component, Evidence evidence) {
        ObservedArchitecture observed = evidence.observed();
        Architecture wanted = component.requested();
        List<String> wrong = new ArrayList<>();
        if (!observed.manifest().equals(wanted.word())) {
            wrong.add("the image's manifest says %s".formatted(observed.manifest()));
        }
        evidence.headers().forEach((path, header) -> {
            if (header.machine() != wanted.elfMachine()) {
                wrong.add("%s is for %s".formatted(path, header.word()));
            }
        });
        if (!observed.uname().isEmpty() && !observed.uname().equals(wanted.machine())) {
            wrong.add("uname -m says %s".formatted(observed.uname()));
        }
        if (evidence.running()) {
            wrongExecution(component, observed.execution()).ifPresent(wrong::add);
        }
        if (!wrong.isEmpty()) {
            return Outcome.failed(
                    "manifest, executables, uname and execution of %s".formatted(wanted),
                    String.join("; ", wrong),
                    wrong.size() == 1 ? "these facts disagree with each other" : "");
        }
        if (evidence.headers().isEmpty()) {
            return Outcome.errored(
                    "no executable could be read behind the command line %s, so only the image's own word is known"
                            .formatted(Arrays.toString(component
                                    .engine()
                                    .inspectContainer(component.containerId())
                                    .commandLine()
                                    .toArray())));
        }
        return Outcome.passed("manifest %s, %d executables, uname %s, %s"
                .formatted(
                        observed.manifest(),
                        evidence.headers().size(),
                        observed.uname().isEmpty() ? "not asked" : observed.uname(),
                        observed.execution().word()));
    }

    /** An engine of the same architecture must not emulate, and one of the other can't do without. */
    private static Optional<String> wrongExecution(RunningComponent component, Execution execution) {
        boolean own = component.requested() == component.engine().info().architecture();
        boolean fits = own
                ? execution == Execution.NATIVE || execution == Execution.SYSTEM
                : execution == Execution.QEMU_USER || execution == Execution.ROSETTA;
        if (fits) {
            return Optional.empty();
        }
        String kind = component.component().kind() == Component.Kind.JOB ? "job" : "component";
        return Optional.of("a %s %s on a %s engine is executed as '%s'"
                .formatted(
                        component.requested(), kind, component.engine().info().architecture(), execution.word()));
    }
}
