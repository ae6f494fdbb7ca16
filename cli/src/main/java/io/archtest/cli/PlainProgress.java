package io.archtest.cli;

import io.archtest.check.CheckResult;
import io.archtest.engine.PullStatus;
import io.archtest.environment.Phase;
import io.archtest.image.BuildStep;
import io.archtest.model.ComponentName;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.report.Report;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Progress as lines that are never taken back, for logs and pipes. While nothing happens, one now and then says what is
 * waited for: CI systems end what is silent, and so do people.
 */
final class PlainProgress implements Progress {
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_PULL_LINES = Duration.ofSeconds(10);

    private final TimedLines out;
    private final RunLines lines;
    private final Underway underway;
    private final Map<ComponentName, Duration> pullSaid = new HashMap<>();
    private final Map<ComponentName, String> pulled = new HashMap<>();
    private final Ticker ticker = new Ticker();
    private String activity = "";

    PlainProgress(TimedLines out, Detail detail, Underway underway) {
        this.out = out;
        this.lines = new RunLines(out, detail);
        this.underway = underway;
    }

    /** The same, with a line now and then while nothing happens. */
    PlainProgress ticking() {
        ticker.start(this::beat);
        return this;
    }

    @Override
    public synchronized void runBegins(RunId id, PlannedRun run) {
        underway.begins(run);
        pullSaid.clear();
        pulled.clear();
        activity = "";
        lines.begins(id, run);
    }

    @Override
    public synchronized void entered(ComponentName component, Phase phase, String detail) {
        String images = pulled.remove(component);
        if (images != null) {
            lines.line("%s: pulled, %s".formatted(component, images));
        }
        underway.entered(component, phase, detail);
        lines.entered(component, phase, detail);
    }

    @Override
    public synchronized void pulling(ComponentName component, PullStatus status) {
        underway.pulling(component, status);
        Underway.Item item = item(component);
        Duration elapsed = item.took().elapsed();
        Duration before = pullSaid.get(component);
        pulled.put(component, "%s in %d s".formatted(item.detail(), elapsed.toSeconds()));
        if (before == null || elapsed.minus(before).compareTo(BETWEEN_PULL_LINES) >= 0) {
            pullSaid.put(component, elapsed);
            lines.line("%s: pulling, %s".formatted(component, item.detail()));
        }
    }

    @Override
    public synchronized void building(ComponentName component, BuildStep step) {
        underway.building(component, step);
        lines.line("%s %s: %s".formatted(component, underway.architecture(component), step.text()));
    }

    @Override
    public synchronized void ready(ComponentName component) {
        lines.ready(component, underway.ready(component));
    }

    @Override
    public synchronized void health(ComponentName component, String status) {
        lines.health(component, status);
    }

    @Override
    public synchronized void notice(String text) {
        lines.notice(text);
    }

    @Override
    public synchronized void working(String profile, String phase, String lastLine, Duration elapsed) {
        lines.working(profile, phase, lastLine, elapsed);
    }

    @Override
    public synchronized void checking(String what) {
        activity = what;
        lines.line(what);
    }

    @Override
    public synchronized void asking(String check, int number, int of) {
        activity = "check %d of %d, %s".formatted(number, of, check);
    }

    @Override
    public synchronized void checked(CheckResult result) {
        lines.checked(result);
    }

    @Override
    public synchronized void cleaningUp() {
        underway.over();
        activity = "removing what was started";
        lines.line(activity);
    }

    @Override
    public synchronized void ended(Report.Run run) {
        activity = "";
    }

    synchronized void beat() {
        if (out.silent().compareTo(SILENCE) >= 0) {
            String waits = waits();
            if (!waits.isEmpty()) {
                out.line("still at it: " + waits);
            }
        }
    }

    @Override
    public void close() {
        ticker.close();
    }

    private String waits() {
        if (!underway.starting()) {
            return activity;
        }
        List<String> working = underway.working().stream()
                .map(item -> "%s (%s, %s, %s)"
                        .formatted(
                                item.name(),
                                item.architecture(),
                                item.phase(),
                                item.took().said()))
                .toList();
        String summary = StatusBlock.summary(underway);
        return working.isEmpty() ? summary : "%s: %s".formatted(summary, String.join(", ", working));
    }

    private Underway.Item item(ComponentName component) {
        return underway.working().stream()
                .filter(item -> item.name().equals(component.value()))
                .findFirst()
                .orElseThrow();
    }
}
