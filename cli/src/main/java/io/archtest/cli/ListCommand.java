package io.archtest.cli;

import io.archtest.plan.PlacementNames;
import io.archtest.run.ScenarioFiles;
import io.archtest.scenarios.BuiltInScenarios;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code archtest list}. */
@Command(
        description = "Lists the built-in scenarios; of those that are named, the placements that they can run under.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ListCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "SCENARIO", description = "A built-in scenario or a Compose file.")
    private List<String> named = new ArrayList<>();

    private final Surroundings surroundings;

    ListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (!named.isEmpty()) {
            placements();
            return ExitCode.PASSED;
        }
        BuiltInScenarios scenarios = new BuiltInScenarios();
        for (String name : scenarios.names()) {
            surroundings.out().println("%-20s %s".formatted(name, scenarios.description(name)));
        }
        return ExitCode.PASSED;
    }

    private void placements() {
        try (ScenarioFiles files = new ScenarioFiles(surroundings.environment(), surroundings.discretion()::learn)) {
            for (String name : named) {
                Map<String, String> placements =
                        PlacementNames.of(files.scenario(name, Map.of()).get());
                surroundings.out().println(name);
                placements.forEach(
                        (placement, meaning) -> surroundings.out().println("  %-12s %s".formatted(placement, meaning)));
            }
        }
    }
}
