package io.archtest.junit;

import io.archtest.check.CheckResult;
import io.archtest.environment.Phase;
import io.archtest.model.ComponentName;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.run.RunListener;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what is done in the log of the tests. */
final class RunLog implements RunListener {
    private static final Logger LOG = LoggerFactory.getLogger("io.archtest");

    @Override
    public void runBegins(RunId id, PlannedRun run) {
        LOG.info(
                "run {}: {}, placement {}, {} components",
                id,
                run.scenario().name(),
                run.placement().name(),
                run.scenario().components().size());
    }

    @Override
    public void entered(ComponentName component, Phase phase, String detail) {
        LOG.debug("{} {} {}", phase.word(), component, detail);
    }

    @Override
    public void ready(ComponentName component) {
        LOG.info("ready {}", component);
    }

    @Override
    public void notice(String line) {
        LOG.warn("{}", line);
    }

    @Override
    public void working(String profile, String phase, String lastLine, Duration elapsed) {
        LOG.debug("{} {} {} s: {}", profile, phase, elapsed.toSeconds(), lastLine);
    }

    @Override
    public void checking(String what) {
        LOG.debug("{}", what);
    }

    @Override
    public void checked(CheckResult result) {
        LOG.debug("{} {}", result.outcome().verdict().word(), result.name());
    }

    @Override
    public void cleaningUp() {
        LOG.debug("removing what was started");
    }
}
