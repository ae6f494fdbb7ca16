package io.archtest.cli;

import io.archtest.check.CheckResult;
import io.archtest.environment.Phase;
import io.archtest.model.ComponentName;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import java.time.Duration;

/** Says nothing: the report at the end has what counts. */
final class QuietProgress implements Progress {
    @Override
    public void runBegins(RunId id, PlannedRun run) {}

    @Override
    public void entered(ComponentName component, Phase phase, String detail) {}

    @Override
    public void ready(ComponentName component) {}

    @Override
    public void notice(String line) {}

    @Override
    public void working(String profile, String phase, String lastLine, Duration elapsed) {}

    @Override
    public void checking(String what) {}

    @Override
    public void checked(CheckResult result) {}

    @Override
    public void cleaningUp() {}
}
