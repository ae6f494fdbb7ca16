package io.archtest.host;

import io.archtest.model.ArchtestException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Carries out the steps of a set-up, each one announced before it runs. */
public final class StepRunner {
    private final CommandRunner runner;
    private final Duration limit;

    /** @param limit of each step */
    public StepRunner(CommandRunner runner, Duration limit) {
        this.runner = runner;
        this.limit = limit;
    }

    /**
     * Runs them one after the other; blocks.
     *
     * @throws ArchtestException when one fails, with its last lines; the others are not begun
     */
    public void run(List<SetupStep> steps, Consumer<String> out) {
        for (SetupStep step : steps) {
            out.accept(step.announcement());
            CommandRunner.Result result = runner.run(step.command(), Map.of(), limit, line -> {});
            if (!result.succeeded()) {
                throw new ArchtestException("Set-up failed: '%s' ended with exit code %d:%s"
                        .formatted(step.line(), result.exitCode(), result.tail()));
            }
        }
    }
}
