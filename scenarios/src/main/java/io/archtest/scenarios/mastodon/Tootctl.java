package io.archtest.scenarios.mastodon;

import io.archtest.check.SystemUnderTest;
import io.archtest.engine.ExecResult;
import io.archtest.model.Outcome;
import java.time.Duration;

/** Mastodon's own command line, run in a web container. */
final class Tootctl {
    /** Each call starts Rails, which takes a few seconds natively. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Tootctl() {}

    static Outcome run(SystemUnderTest system, String component, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "bin/tootctl";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        ExecResult result = system.exec(component, LIMIT, command);
        String output = (result.output() + result.errorOutput()).strip();
        return result.succeeded()
                ? Outcome.passed("tootctl exit code 0: " + output)
                : Outcome.failed("exit code 0", "exit code %d: %s".formatted(result.exitCode(), output));
    }
}
