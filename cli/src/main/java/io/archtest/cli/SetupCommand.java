package io.archtest.cli;

import io.archtest.host.HostFacts;
import io.archtest.host.HostSetup;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code archtest setup}. */
@Command(
        description = "Installs and starts what this host lacks (Debian, Ubuntu); prints each command that it runs.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class SetupCommand implements Callable<Integer> {
    @Option(names = "--dry-run", description = "Only say what would be run.")
    private boolean dryRun;

    @Option(
            names = "--stop-engine",
            description = "Stop the Docker engine that an earlier set-up started; any other is left alone.")
    private boolean stopEngine;

    private final Surroundings surroundings;

    SetupCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Machine machine = new Machine(surroundings.environment(), new ProviderOptions());
        if (stopEngine) {
            surroundings.out().println(machine.ownEngine().stop());
            return ExitCode.PASSED;
        }
        HostFacts facts = machine.facts();
        if (HostSetup.ready(facts)) {
            surroundings.out().println("nothing is missing");
            return ExitCode.PASSED;
        }
        if (dryRun) {
            HostSetup.missing(facts)
                    .forEach(step -> surroundings.out().println("%s:%n  $ %s".formatted(step.reason(), step.line())));
            if (!facts.engineAnswers() && !facts.systemd()) {
                surroundings.out().println("start the Docker engine in a session of its own: setsid dockerd");
            }
            return ExitCode.PASSED;
        }
        machine.setUp(facts, surroundings.out()::println);
        surroundings.out().println("ready");
        return ExitCode.PASSED;
    }
}
