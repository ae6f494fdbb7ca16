package io.archtest.cli;

import io.archtest.run.ScenarioFiles;
import java.io.PrintWriter;
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
            "Starts nothing. Secrets show as [secret], those that archtest generates as $${NAME}."
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

    @Option(names = "--show-secrets", description = "Prints the secrets that stand in the files too.")
    private boolean open;

    private final Surroundings surroundings;

    ConfigCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try (ScenarioFiles files = new ScenarioFiles(surroundings.environment(), surroundings.discretion()::learn)) {
            for (String name : project.scenarios()) {
                String merged = files.merged(name, project.settings(), settings);
                PrintWriter out = open ? surroundings.discretion().unredacted() : surroundings.out();
                out.print(merged);
                out.flush();
            }
        }
        return ExitCode.PASSED;
    }
}
