package io.archtest.cli;

import io.archtest.check.CheckResult;
import io.archtest.environment.Phase;
import io.archtest.model.ComponentName;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.run.RunListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Progress on a terminal: the lines of {@link PlainProgress}, and below them one that is rewritten every second and says
 * what is waiting for what, and for how long. Closing it ends the rewriting.
 */
final class LiveProgress implements RunListener, AutoCloseable {
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final LongSupplier nanoTime;
    private final int columns;
    private final PlainProgress lines;
    private final Map<ComponentName, Waiting> waiting = new LinkedHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "archtest-progress");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledFuture<?> repainting;
    private String activity = "";

    private record Waiting(Phase phase, String detail, long since) {}

    LiveProgress(PrintWriter out, LongSupplier nanoTime, int columns) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.columns = columns;
        this.lines = new PlainProgress(out, nanoTime);
        repainting = clock.scheduleAtFixedRate(this::repaint, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public synchronized void runBegins(RunId id, PlannedRun run) {
        waiting.clear();
        activity = "";
        above(() -> lines.runBegins(id, run));
    }

    @Override
    public synchronized void entered(ComponentName component, Phase phase, String detail) {
        waiting.put(component, new Waiting(phase, detail, nanoTime.getAsLong()));
        lines.entered(component, phase, detail);
        repaint();
    }

    @Override
    public synchronized void ready(ComponentName component) {
        waiting.remove(component);
        above(() -> lines.ready(component));
    }

    @Override
    public synchronized void notice(String text) {
        above(() -> lines.notice(text));
    }

    @Override
    public synchronized void working(String profile, String phase, String lastLine, Duration elapsed) {
        activity = "%s: %s %d s%s"
                .formatted(profile, phase, elapsed.toSeconds(), lastLine.isEmpty() ? "" : " · " + lastLine);
        repaint();
    }

    @Override
    public synchronized void checking(String what) {
        activity = what;
        above(() -> {});
    }

    @Override
    public synchronized void checked(CheckResult result) {
        above(() -> lines.checked(result));
    }

    @Override
    public synchronized void cleaningUp() {
        activity = "removing what was started";
        above(() -> {});
    }

    @Override
    public synchronized void close() {
        repainting.cancel(false);
        clock.shutdownNow();
        out.print(CLEAR_LINE);
        out.flush();
    }

    /** Prints what stays, above the line that doesn't. */
    synchronized void above(Runnable print) {
        out.print(CLEAR_LINE);
        print.run();
        repaint();
    }

    private synchronized void repaint() {
        String line = status();
        out.print(CLEAR_LINE + (line.length() > columns - 1 ? line.substring(0, columns - 2) + "…" : line));
        out.flush();
    }

    /** Those at work first: whoever waits for another component waits for one of them. */
    private String status() {
        List<String> working = waiting.entrySet().stream()
                .filter(entry -> entry.getValue().phase() != Phase.WAIT)
                .map(entry -> describe(entry.getKey(), entry.getValue()))
                .toList();
        int blocked = waiting.size() - working.size();
        if (waiting.isEmpty()) {
            return activity;
        }
        return String.join(" · ", working) + (blocked == 0 ? "" : " · %d waiting for these".formatted(blocked));
    }

    private String describe(ComponentName component, Waiting state) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - state.since());
        return "%s: %s %d s".formatted(component, state.phase().word(), seconds);
    }
}
