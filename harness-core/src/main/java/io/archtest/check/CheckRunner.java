package io.archtest.check;

import io.archtest.environment.Environment;
import io.archtest.environment.RecoveryException;
import io.archtest.environment.RunningComponent;
import io.archtest.model.Component;
import io.archtest.model.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts a scenario's own checks to an environment, and looks whether its components stayed well. */
public final class CheckRunner {
    private final Environment environment;
    private final Consumer<CheckResult> listener;

    /** @param listener gets each result as soon as it is there */
    public CheckRunner(Environment environment, Consumer<CheckResult> listener) {
        this.environment = environment;
        this.listener = listener;
    }

    /** Asks all checks, in order; one that throws is errored and stops nothing. */
    public List<CheckResult> ask(List<Check> checks) {
        SystemUnderTest system = new LiveSystem(environment);
        List<CheckResult> results = new ArrayList<>();
        for (Check check : checks) {
            CheckResult result = ask(check, system);
            listener.accept(result);
            results.add(result);
        }
        return results;
    }

    /** One result per component; to be called when everything else has been asked. */
    public List<CheckResult> health() {
        List<Environment.Incident> incidents = environment.incidents();
        List<CheckResult> results = new ArrayList<>();
        for (RunningComponent component : environment.components()) {
            if (component.component().kind() == Component.Kind.COMPONENT) {
                Outcome outcome = incidents.stream()
                        .filter(incident -> incident.component().equals(component.name()))
                        .findFirst()
                        .map(incident -> Outcome.failed("running and healthy during all checks", incident.cause()))
                        .orElseGet(() -> Outcome.passed("no incident"));
                CheckResult result = new CheckResult(
                        "health",
                        "%s stays up and healthy".formatted(component.name()),
                        Optional.of(component.name()),
                        outcome,
                        Duration.ZERO);
                listener.accept(result);
                results.add(result);
            }
        }
        return results;
    }

    private CheckResult ask(Check check, SystemUnderTest system) {
        long began = System.nanoTime();
        Outcome outcome;
        try {
            outcome = check.ask(system);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome = Outcome.errored("interrupted");
        } catch (RecoveryException e) {
            outcome = Outcome.failed("all components well after the outage", e.getMessage());
        } catch (Exception e) {
            // the check could not put its question; what it is about may be right or wrong
            outcome = Outcome.errored(
                    e.getMessage() == null
                            ? e.getClass().getSimpleName()
                            : e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        return new CheckResult(
                "scenario",
                check.name(),
                check.component(),
                environment.scenario().redaction().of(outcome),
                Duration.ofNanos(System.nanoTime() - began));
    }
}
