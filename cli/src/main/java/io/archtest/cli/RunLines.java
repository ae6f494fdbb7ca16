package io.archtest.cli;

import io.archtest.check.CheckResult;
import io.archtest.environment.Phase;
import io.archtest.model.ComponentName;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.report.TextColumns;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What of a run is worth a line that stays, on a terminal as in a log. */
final class RunLines {
    private static final int NAME = 20;

    private final TimedLines out;
    private final boolean verbose;
    private final Set<String> noticed = new HashSet<>();
    private final PhasePrinter profiles;

    RunLines(TimedLines out, Detail detail) {
        this.out = out;
        this.verbose = detail == Detail.VERBOSE;
        this.profiles = new PhasePrinter(out::line);
    }

    void begins(RunId id, PlannedRun run) {
        out.begin();
        noticed.clear();
        out.line("run %s: %s, placement %s, %d components"
                .formatted(
                        id,
                        run.scenario().name(),
                        run.placement().name(),
                        run.scenario().components().size()));
    }

    void entered(ComponentName component, Phase phase, String detail) {
        if (verbose) {
            out.line("%s %s%s".formatted(name(component), phase.word(), detail.isEmpty() ? "" : ": " + detail));
        }
    }

    void ready(ComponentName component, Underway.Took took) {
        String usual = took.expected()
                .map(expected ->
                        (took.overdue() ? ", overdue: earlier %s" : " (earlier %s)").formatted(seconds(expected)))
                .orElse("");
        out.line("%s ready after %s%s".formatted(name(component), seconds(took.elapsed()), usual));
    }

    void health(ComponentName component, String status) {
        if (verbose) {
            out.line("%s %s, says its health check".formatted(name(component), status));
        }
    }

    void notice(String text) {
        // components that share an image each say the same
        if (noticed.add(text)) {
            out.line(text);
        }
    }

    void working(String profile, String phase, String lastLine, Duration elapsed) {
        profiles.working(profile, phase, lastLine, elapsed);
    }

    void line(String text) {
        out.line(text);
    }

    void checked(CheckResult result) {
        Optional<String> took = Optional.of(" (%s)".formatted(seconds(result.duration())))
                .filter(any -> verbose && !result.duration().isZero());
        out.line("%-7s %s%s".formatted(result.outcome().verdict().word(), result.name(), took.orElse("")));
    }

    private static String name(ComponentName component) {
        return component.value() + " ".repeat(Math.max(0, NAME - TextColumns.width(component.value())));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
