package io.archtest.cli;

import io.archtest.host.Examination;
import io.archtest.host.HostFacts;
import io.archtest.host.HostSetup;
import io.archtest.host.SetupStep;
import io.archtest.model.Architecture;
import io.archtest.profile.colima.Colima;
import io.archtest.profile.colima.ColimaFacts;
import io.archtest.profile.colima.HomebrewSetup;
import io.archtest.run.ProviderWish;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code archtest setup}. */
@Command(
        description = {
            "Installs and starts what this host lacks; prints each command that it runs.",
            "docker (auto on Linux): on Debian and Ubuntu, starts the engine as well.",
            "colima (auto on macOS): with Homebrew, starts no machine."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class SetupCommand implements Callable<Integer> {
    private static final List<Architecture> BOTH = List.of(Architecture.values());

    @Mixin
    private ProviderChoice choice = new ProviderChoice();

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
        Machine machine = new Machine(surroundings, ProviderOptions.of(choice));
        if (stopEngine) {
            surroundings.out().println(machine.ownEngine().stop());
            return ExitCode.PASSED;
        }
        HostFacts facts = machine.providers().facts();
        // where a Docker engine can be installed and started, one that doesn't run yet is meant as well
        boolean colima = choice.automatic() ? !facts.linux() : choice.name().equals(ProviderWish.COLIMA);
        if (colima) {
            setUp(machine.providers().colima());
        } else {
            setUp(machine, facts);
        }
        return ExitCode.PASSED;
    }

    private void setUp(Machine machine, HostFacts facts) {
        if (HostSetup.ready(facts)) {
            surroundings.out().println("nothing is missing");
            return;
        }
        if (dryRun) {
            announce(HostSetup.missing(facts));
            if (!facts.engineAnswers() && !facts.systemd()) {
                surroundings.out().println("start the Docker engine in a session of its own: setsid dockerd");
            }
            return;
        }
        machine.setUpDocker(facts, surroundings.out()::println);
        surroundings.out().println("ready");
    }

    private void setUp(Colima colima) {
        if (dryRun) {
            ColimaFacts facts = colima.facts();
            List<SetupStep> steps = HomebrewSetup.missing(facts, BOTH);
            announce(steps);
            HomebrewSetup.refuseIfUnable(facts, BOTH);
            if (steps.isEmpty()) {
                surroundings.out().println("nothing is missing");
            }
            return;
        }
        Examination after = colima.setup().apply(BOTH, surroundings.out()::println);
        new DiagnosisPrinter(surroundings.out()).print(after.verdicts());
        surroundings.out().println(after.runsAll() ? "ready" : "nothing is missing, but see above");
    }

    private void announce(List<SetupStep> steps) {
        steps.forEach(step -> surroundings.out().println(step.announcement()));
    }
}
