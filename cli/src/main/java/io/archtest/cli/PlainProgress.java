package io.archtest.cli;

import io.archtest.check.CheckResult;
import io.archtest.environment.Phase;
import io.archtest.model.ComponentName;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.run.RunListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** Progress as lines that are never taken back, for logs and pipes: one per component that is ready, one per check. */
final class PlainProgress implements RunListener {
    private final PrintWriter out;
    private final LongSupplier nanoTime;
    private final Map<ComponentName, Long> began = new HashMap<>();
    private final Set<String> noticed = new HashSet<>();
    private final PhasePrinter phases = new PhasePrinter(this::line);
    private long origin;

    PlainProgress(PrintWriter out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.origin = nanoTime.getAsLong();
    }

    @Override
    public synchronized void runBegins(RunId id, PlannedRun run) {
        origin = nanoTime.getAsLong();
        began.clear();
        noticed.clear();
        line("run %s: %s, placement %s, %d components"
                .formatted(
                        id,
                        run.scenario().name(),
                        run.placement().name(),
                        run.scenario().components().size()));
    }

    @Override
    public synchronized void entered(ComponentName component, Phase phase, String detail) {
        if (phase == Phase.CREATE) {
            began.put(component, nanoTime.getAsLong());
        }
        if (phase == Phase.BUILD) {
            line(detail);
        }
    }

    @Override
    public synchronized void ready(ComponentName component) {
        Duration took = Duration.ofNanos(nanoTime.getAsLong() - began.getOrDefault(component, origin));
        line("%-20s ready after %.1f s".formatted(component, took.toMillis() / 1000.0));
    }

    @Override
    public synchronized void notice(String text) {
        // components that share an image each say the same
        if (noticed.add(text)) {
            line(text);
        }
    }

    @Override
    public synchronized void working(String profile, String phase, String lastLine, Duration elapsed) {
        phases.working(profile, phase, lastLine, elapsed);
    }

    @Override
    public synchronized void checking(String what) {
        line(what);
    }

    @Override
    public synchronized void checked(CheckResult result) {
        line("%-7s %s".formatted(result.outcome().verdict().word(), result.name()));
    }

    @Override
    public synchronized void cleaningUp() {
        line("removing what was started");
    }

    private void line(String text) {
        double seconds = Duration.ofNanos(nanoTime.getAsLong() - origin).toMillis() / 1000.0;
        out.println("[%6.1f s] %s".formatted(seconds, text));
    }
}
