package io.archtest.cli;

import io.archtest.check.CheckResult;
import io.archtest.engine.PullStatus;
import io.archtest.environment.Phase;
import io.archtest.image.BuildStep;
import io.archtest.model.ComponentName;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.report.Report;
import io.archtest.run.RunListener;
import java.time.Duration;

/** Progress whose lines a CI system can fold: one group for the start of each run, one for its checks, one for its end. */
final class GroupedProgress implements RunListener {
    private final RunListener lines;
    private final Ci ci;
    private String run = "";
    private boolean checking;

    GroupedProgress(RunListener lines, Ci ci) {
        this.lines = lines;
        this.ci = ci;
    }

    @Override
    public synchronized void runBegins(RunId id, PlannedRun plan) {
        run = "%s on %s".formatted(plan.scenario().name(), plan.placement().name());
        checking = false;
        ci.open("archtest: start of " + run);
        lines.runBegins(id, plan);
    }

    @Override
    public void entered(ComponentName component, Phase phase, String detail) {
        lines.entered(component, phase, detail);
    }

    @Override
    public void pulling(ComponentName component, PullStatus status) {
        lines.pulling(component, status);
    }

    @Override
    public void building(ComponentName component, BuildStep step) {
        lines.building(component, step);
    }

    @Override
    public void health(ComponentName component, String status) {
        lines.health(component, status);
    }

    @Override
    public void ready(ComponentName component) {
        lines.ready(component);
    }

    @Override
    public void notice(String line) {
        lines.notice(line);
    }

    @Override
    public void working(String profile, String phase, String lastLine, Duration elapsed) {
        lines.working(profile, phase, lastLine, elapsed);
    }

    @Override
    public synchronized void checking(String what) {
        if (!checking) {
            checking = true;
            ci.open("archtest: checks of " + run);
        }
        lines.checking(what);
    }

    @Override
    public void asking(String check, int number, int of) {
        lines.asking(check, number, of);
    }

    @Override
    public void checked(CheckResult result) {
        lines.checked(result);
    }

    @Override
    public synchronized void cleaningUp() {
        ci.open("archtest: removal of " + run);
        lines.cleaningUp();
    }

    @Override
    public void ended(Report.Run ended) {
        lines.ended(ended);
    }
}
