package io.archtest.cli;

import io.archtest.scenarios.BuiltInScenarios;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code archtest list}. */
@Command(
        description = "Lists the built-in scenarios.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ListCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    ListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        BuiltInScenarios scenarios = new BuiltInScenarios();
        for (String name : scenarios.names()) {
            surroundings.out().println("%-20s %s".formatted(name, scenarios.description(name)));
        }
        return ExitCode.PASSED;
    }
}
