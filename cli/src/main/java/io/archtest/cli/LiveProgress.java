package io.archtest.cli;

import io.archtest.check.CheckResult;
import io.archtest.engine.PullStatus;
import io.archtest.environment.Phase;
import io.archtest.image.BuildStep;
import io.archtest.model.ComponentName;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.report.Report;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Progress on a terminal: lines that stay, and below them a few that are rewritten and say who is at work, for how long, and
 * how long it usually takes. Closing it takes those away.
 */
final class LiveProgress implements Progress {
    private final LongSupplier nanoTime;
    private final Supplier<TerminalSize.Size> size;
    private final LiveScreen screen;
    private final TimedLines out;
    private final RunLines lines;
    private final Underway underway;
    private String activity = "";
    private long activeSince;
    private final Ticker ticker = new Ticker();
    private boolean closed;

    LiveProgress(
            PrintWriter out,
            LongSupplier nanoTime,
            Supplier<TerminalSize.Size> size,
            Detail detail,
            Underway underway) {
        this.nanoTime = nanoTime;
        this.size = size;
        this.screen = new LiveScreen(out);
        this.out = new TimedLines(out, nanoTime, () -> OptionalInt.of(size.get().columns()));
        this.lines = new RunLines(this.out, detail);
        this.underway = underway;
    }

    /** The same, rewritten every second. */
    LiveProgress ticking() {
        ticker.start(this::repaint);
        return this;
    }

    @Override
    public synchronized void runBegins(RunId id, PlannedRun run) {
        underway.begins(run);
        active("getting ready");
        above(() -> lines.begins(id, run));
    }

    @Override
    public synchronized void entered(ComponentName component, Phase phase, String detail) {
        underway.entered(component, phase, detail);
        above(() -> lines.entered(component, phase, detail));
    }

    @Override
    public synchronized void pulling(ComponentName component, PullStatus status) {
        underway.pulling(component, status);
        repaint();
    }

    @Override
    public synchronized void building(ComponentName component, BuildStep step) {
        underway.building(component, step);
        above(() -> lines.entered(component, Phase.BUILD, step.text()));
    }

    @Override
    public synchronized void ready(ComponentName component) {
        Underway.Took took = underway.ready(component);
        above(() -> lines.ready(component, took));
    }

    @Override
    public synchronized void health(ComponentName component, String status) {
        above(() -> lines.health(component, status));
    }

    @Override
    public synchronized void notice(String text) {
        above(() -> lines.notice(text));
    }

    @Override
    public synchronized void working(String profile, String phase, String lastLine, Duration elapsed) {
        active("%s: %s%s".formatted(profile, phase, lastLine.isEmpty() ? "" : " · " + lastLine));
        activeSince -= elapsed.toNanos();
        repaint();
    }

    @Override
    public synchronized void checking(String what) {
        active(what);
        above(() -> lines.line(what));
    }

    @Override
    public synchronized void asking(String check, int number, int of) {
        active("check %d of %d: %s".formatted(number, of, check));
        repaint();
    }

    @Override
    public synchronized void checked(CheckResult result) {
        above(() -> lines.checked(result));
    }

    @Override
    public synchronized void cleaningUp() {
        underway.over();
        active("removing what was started");
        above(() -> lines.line("removing what was started"));
    }

    @Override
    public synchronized void ended(Report.Run run) {
        active("");
        repaint();
    }

    @Override
    public synchronized void print(Runnable printing) {
        above(printing);
    }

    synchronized void repaint() {
        if (!closed) {
            screen.show(block(new StatusBlock(size.get())));
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            ticker.close();
            screen.erase();
        }
    }

    private void above(Runnable print) {
        if (!closed) {
            screen.erase();
        }
        print.run();
        repaint();
    }

    private List<String> block(StatusBlock block) {
        if (underway.starting()) {
            return block.of(out.stamp(), underway);
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - activeSince);
        return block.of(out.stamp(), activity, seconds);
    }

    private void active(String what) {
        activity = what;
        activeSince = nanoTime.getAsLong();
    }
}
