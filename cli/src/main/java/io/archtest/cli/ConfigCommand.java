package io.archtest.cli;

import io.archtest.run.ScenarioFiles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code archtest config}: the counterpart of {@code docker compose config}. */
@Command(
        description = {
            "Prints what the Compose files of a scenario come to, merged and with variables replaced.",
            "Starts nothing. Passwords that stand in the files are printed; those that archtest generates show as $${NAME}."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ConfigCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions project = new ProjectOptions();

    @Option(
            names = "--option",
            split = ",",
            paramLabel = "NAME=VALUE",
            description = "Sets options of the scenario, which choose a variant of it; 'plan' shows them.")
    private Map<String, String> settings = new LinkedHashMap<>();

    private final Surroundings surroundings;

    ConfigCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try (ScenarioFiles files = new ScenarioFiles(surroundings.environment())) {
            for (String name : project.scenarios()) {
                surroundings.out().print(files.merged(name, project.settings(), settings));
            }
        }
        surroundings.out().flush();
        return ExitCode.PASSED;
    }
}
