package io.archtest.run;

import io.archtest.cause.Catalogue;
import io.archtest.cause.Cause;
import io.archtest.cause.Crash;
import io.archtest.cause.Diagnosis;
import io.archtest.cause.Symptoms;
import io.archtest.check.CheckResult;
import io.archtest.check.ConnectivityResult;
import io.archtest.engine.ContainerFacts;
import io.archtest.environment.Environment;
import io.archtest.environment.RunningComponent;
import io.archtest.environment.StartupException;
import io.archtest.image.ImageException;
import io.archtest.model.ArchtestException;
import io.archtest.model.ComponentName;
import io.archtest.model.HealthCheck;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.Outcome;
import io.archtest.model.Verdict;
import io.archtest.report.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the cause of each thing that goes wrong in one run, or says that it has no name and shows the last lines. */
final class Causes {
    private static final String UNKNOWN = "unknown";
    private static final Pattern QUOTED = Pattern.compile("'.*'", Pattern.DOTALL);
    private static final int TAIL = 40;
    private static final int LINES = 5;

    private final List<Report.Cause> found = new ArrayList<>();
    private final List<Crash> crashes = new ArrayList<>();
    private final Map<ComponentName, Optional<Diagnosis>> components = new HashMap<>();

    /** Of components that died first, else in the order in which they were found. */
    List<Report.Cause> all() {
        return List.copyOf(found);
    }

    /** Containers that died as an emulator's fault would have them die. */
    List<Crash> crashes() {
        return List.copyOf(crashes);
    }

    /** Before all others, since it may be theirs. */
    void first(String about, Cause cause) {
        found.add(0, reported(about, cause));
    }

    void notStarted(ArchtestException failure) {
        Diagnosis diagnosis = failure instanceof StartupException startup
                        && startup.diagnosis().isPresent()
                ? startup.diagnosis().get()
                : Diagnosis.of("start", Symptoms.ofEngine(String.valueOf(failure.getMessage())));
        // what is wrong with a file or an image is said by the message, and no log would tell more
        boolean said = failure instanceof InvalidRequestException || failure instanceof ImageException;
        if (!said || diagnosis.cause().isPresent()) {
            add(diagnosis);
        }
    }

    /** Before what was found so far: that a component died is why others don't reach it, and not the other way round. */
    void incidents(List<Environment.Incident> incidents) {
        List<Report.Cause> consequences = List.copyOf(found);
        found.clear();
        for (Environment.Incident incident : incidents) {
            add(incident.diagnosis()
                    .orElseGet(() -> Diagnosis.of(incident.component().value(), Symptoms.ofEngine(incident.cause()))));
        }
        found.addAll(consequences);
    }

    void cells(List<ConnectivityResult> cells) {
        cells.stream().filter(cell -> cell.verdict() == Verdict.FAILED).forEach(cell -> {
            String about =
                    "%s -> %s:%d".formatted(cell.from(), cell.to(), cell.port().orElse(0));
            add(Diagnosis.of(about, Symptoms.ofAnswer(cell.cause())));
        });
    }

    /** To be called while the environment is there; what has to do with the components' well-being is in the incidents. */
    void checks(List<CheckResult> results, Environment environment) {
        for (CheckResult result : results) {
            String answer = answer(result.outcome());
            if (!answer.isEmpty()) {
                add(diagnosis(result, answer, environment), nextStep(result));
            }
        }
    }

    private Diagnosis diagnosis(CheckResult result, String answer, Environment environment) {
        Optional<RunningComponent> component = result.component()
                .flatMap(name -> environment.components().stream()
                        .filter(running -> running.name().equals(name))
                        .findFirst());
        Optional<Cause> cause = component
                .flatMap(this::failed)
                .flatMap(Diagnosis::cause)
                .or(() -> Catalogue.recognise(Symptoms.ofAnswer(answer)));
        List<String> lines = cause.isPresent()
                ? List.of()
                : component.map(running -> log(running, LINES)).orElse(List.of());
        return new Diagnosis(result.name(), cause, Optional.empty(), lines);
    }

    /** Where expected and actual are known there is often nothing to name: the check says all. */
    private static String nextStep(CheckResult result) {
        String log = result.component()
                .map(component -> "the log of '%s' beside the report".formatted(component))
                .orElse("the logs beside the report");
        return result.outcome() instanceof Outcome.Failed
                ? "expected and actual say what differs; why it does, %s may tell".formatted(log)
                : "why it could not be asked, %s may tell".formatted(log);
    }

    /** Of a component that isn't well; the log of one that is mentions what it likes. */
    private Optional<Diagnosis> failed(RunningComponent component) {
        return components.computeIfAbsent(component.name(), name -> {
            try {
                ContainerFacts facts = component.engine().inspectContainer(component.containerId());
                boolean ended = facts.ended() && facts.exitCode() != 0;
                if (!ended && facts.health() != ContainerFacts.Health.UNHEALTHY) {
                    return Optional.empty();
                }
                return Optional.of(Diagnosis.of(
                        name.value(),
                        Symptoms.of(facts, log(component, TAIL), component.emulated())
                                .withHealthTest(component
                                        .component()
                                        .healthCheck()
                                        .map(HealthCheck::test)
                                        .orElse(List.of()))));
            } catch (ArchtestException e) {
                return Optional.empty(); // the engine is gone, which the check itself has found out
            }
        });
    }

    private static List<String> log(RunningComponent component, int lines) {
        try {
            return component.engine().logTail(component.containerId(), lines);
        } catch (ArchtestException e) {
            return List.of();
        }
    }

    private void add(Diagnosis diagnosis) {
        add(diagnosis, "read the logs beside the report; if you find it, its sign belongs into archtest's catalogue");
    }

    /** @param nextStep where the cause has no name */
    private void add(Diagnosis diagnosis, String nextStep) {
        diagnosis.crash().ifPresent(crashes::add);
        found.add(diagnosis
                .cause()
                .map(cause -> reported(diagnosis.about(), cause))
                .orElseGet(() -> unknown(diagnosis, nextStep)));
    }

    private static Report.Cause reported(String about, Cause cause) {
        return new Report.Cause(about, cause.id(), cause.name(), cause.evidence(), cause.nextStep());
    }

    private static Report.Cause unknown(Diagnosis diagnosis, String nextStep) {
        List<String> lines = diagnosis.lastLines();
        return new Report.Cause(
                diagnosis.about(),
                UNKNOWN,
                "cause " + Diagnosis.UNKNOWN,
                lines.isEmpty()
                        ? "nothing was logged"
                        : String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size())),
                nextStep);
    }

    /**
     * What a page or a file says isn't what came of the question; what a command says when it fails is. A page may hold
     * quotes of its own, so that nobody can tell what stands between two: all up to the last one is left out.
     */
    private static String unquoted(String actual) {
        return actual.startsWith("exit code ") ? actual : QUOTED.matcher(actual).replaceAll("''");
    }

    /** Empty when nothing went wrong. */
    private static String answer(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return "%s\n%s".formatted(unquoted(failed.actual()), failed.cause());
        }
        return outcome instanceof Outcome.Errored errored ? errored.cause() : "";
    }
}
