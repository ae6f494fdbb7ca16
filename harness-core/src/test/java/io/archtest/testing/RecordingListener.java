package io.archtest.testing;

import io.archtest.check.CheckResult;
import io.archtest.environment.Phase;
import io.archtest.model.ComponentName;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.run.RunListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a run says, a line each. */
public final class RecordingListener implements RunListener {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void runBegins(RunId id, PlannedRun run) {
        lines.add("begins " + run.placement().name());
    }

    @Override
    public void entered(ComponentName component, Phase phase, String detail) {
        lines.add("%s %s %s".formatted(phase.word(), component, detail).strip());
    }

    @Override
    public void ready(ComponentName component) {
        lines.add("ready " + component);
    }

    @Override
    public void notice(String line) {
        lines.add("notice " + line);
    }

    @Override
    public void working(String profile, String phase, String lastLine, Duration elapsed) {
        lines.add("working %s %s".formatted(profile, phase));
    }

    @Override
    public void checking(String what) {
        lines.add("checking " + what);
    }

    @Override
    public void checked(CheckResult result) {
        lines.add("checked " + result.name());
    }

    @Override
    public void cleaningUp() {
        lines.add("cleaning up");
    }
}
