package io.archtest.cli;

import io.archtest.check.CheckResult;
import io.archtest.engine.PullStatus;
import io.archtest.environment.Phase;
import io.archtest.image.BuildStep;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.Outcome;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.report.Report;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Progress for programs. The events are a contract, of which PROGRESS.md has the table. */
final class JsonProgress implements Progress {
    private final JsonLines out;
    private final Underway underway;
    private Optional<RunId> run = Optional.empty();
    private Optional<PlannedRun> plan = Optional.empty();

    JsonProgress(JsonLines out, Underway underway) {
        this.out = out;
        this.underway = underway;
    }

    @Override
    public synchronized void runBegins(RunId id, PlannedRun planned) {
        underway.begins(planned);
        out.redact(planned.scenario().redaction());
        run = Optional.of(id);
        plan = Optional.of(planned);
        line("run-started")
                .with(
                        "components",
                        planned.scenario().components().stream()
                                .map(this::described)
                                .toList())
                .write();
    }

    @Override
    public synchronized void entered(ComponentName component, Phase phase, String detail) {
        underway.entered(component, phase, detail);
        line("phase", component)
                .with("phase", phase.word())
                .with("detail", detail)
                .write();
    }

    @Override
    public synchronized void pulling(ComponentName component, PullStatus status) {
        underway.pulling(component, status);
        line("pull", component)
                .with("layers", status.layers())
                .with("layersDone", status.layersDone())
                .with("bytes", status.bytes())
                .with("totalBytes", status.totalBytes())
                .with("text", status.line())
                .write();
    }

    @Override
    public synchronized void building(ComponentName component, BuildStep step) {
        underway.building(component, step);
        line("build", component)
                .with("step", step.number())
                .with("steps", step.of())
                .with("text", step.text())
                .write();
    }

    @Override
    public synchronized void ready(ComponentName component) {
        Underway.Took took = underway.ready(component);
        line("ready", component)
                .with("durationMs", took.elapsed().toMillis())
                .with("earlierMs", took.expected().map(Duration::toMillis).orElse(null))
                .write();
    }

    @Override
    public synchronized void health(ComponentName component, String status) {
        line("health", component).with("health", status).write();
    }

    @Override
    public synchronized void notice(String text) {
        line("notice").with("text", text).write();
    }

    @Override
    public synchronized void working(String profile, String phase, String lastLine, Duration elapsed) {
        line("profile")
                .with("profile", profile)
                .with("phase", phase)
                .with("text", lastLine)
                .with("durationMs", elapsed.toMillis())
                .write();
    }

    @Override
    public synchronized void checking(String what) {
        line("checking").with("text", what).write();
    }

    @Override
    public synchronized void asking(String check, int number, int of) {
        line("checking")
                .with("text", check)
                .with("number", number)
                .with("of", of)
                .write();
    }

    @Override
    public synchronized void checked(CheckResult result) {
        Outcome outcome = result.outcome();
        line("check")
                .with("group", result.group())
                .with("name", result.name())
                .with("component", result.component().map(ComponentName::value).orElse(null))
                .with("verdict", outcome.verdict().word())
                .with("expected", outcome instanceof Outcome.Failed failed ? failed.expected() : null)
                .with("actual", actual(outcome))
                .with("cause", cause(outcome))
                .with("durationMs", result.duration().toMillis())
                .write();
    }

    @Override
    public synchronized void cleaningUp() {
        underway.over();
        line("cleaning-up").write();
    }

    @Override
    public synchronized void ended(Report.Run ended) {
        line("run-finished")
                .with("verdict", ended.verdict())
                .with("durationMs", ended.durationMs())
                .with("failure", ended.failure())
                .with("flaky", ended.flaky())
                .with("causes", ended.causes())
                .with("reproduce", ended.reproduce())
                .write();
        run = Optional.empty();
        plan = Optional.empty();
    }

    @Override
    public synchronized void reported(Report report, String folder) {
        line("report")
                .with("scenario", report.scenario())
                .with("verdict", report.verdict())
                .with("durationMs", report.durationMs())
                .with("folder", folder)
                .write();
    }

    private Map<String, String> described(Component component) {
        Map<String, String> described = new LinkedHashMap<>();
        described.put("name", component.name().value());
        described.put("kind", component.kind().word());
        described.put("architecture", underway.architecture(component.name()));
        described.put("image", component.image());
        return described;
    }

    private JsonLines.Line line(String event) {
        return out.line(event)
                .with("run", run.map(RunId::value).orElse(null))
                .with("scenario", plan.map(planned -> planned.scenario().name()).orElse(null))
                .with(
                        "placement",
                        plan.map(planned -> planned.placement().name()).orElse(null));
    }

    private JsonLines.Line line(String event, ComponentName component) {
        return line(event).with("component", component.value()).with("architecture", underway.architecture(component));
    }

    private static @Nullable String actual(Outcome outcome) {
        if (outcome instanceof Outcome.Passed passed) {
            return passed.evidence();
        }
        return outcome instanceof Outcome.Failed failed ? failed.actual() : null;
    }

    /** Why it failed, was not asked, or could not be. */
    private static @Nullable String cause(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return failed.cause().isEmpty() ? null : failed.cause();
        }
        if (outcome instanceof Outcome.Errored errored) {
            return errored.cause();
        }
        return outcome instanceof Outcome.Skipped skipped ? skipped.reason() : null;
    }
}
