package io.archtest.cli;

import io.archtest.engine.Engine;
import io.archtest.engine.Engines;
import io.archtest.engine.OwnedResource;
import io.archtest.environment.StaleRuns;
import io.archtest.host.Ownership;
import io.archtest.host.PortLeases;
import io.archtest.host.StateFolder;
import io.archtest.image.StaleBuilds;
import io.archtest.profile.DockerProfiles;
import io.archtest.profile.colima.Colima;
import io.archtest.profile.colima.MachineWish;
import io.archtest.run.KeptStacks;
import io.archtest.run.ScenarioFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code archtest clean}: removes what killed runs left; runs that live are left alone. */
@Command(
        description = "Removes containers, networks and volumes that killed runs left behind; never anything else.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class CleanCommand implements Callable<Integer> {
    @Option(
            names = "--engine",
            paramLabel = "ADDRESS",
            description = "Where the engine listens. Default: ${DEFAULT-VALUE}.",
            defaultValue = DockerProfiles.DEFAULT_ENDPOINT)
    private String engine = DockerProfiles.DEFAULT_ENDPOINT;

    private final Surroundings surroundings;

    CleanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Ownership owner = Ownership.ofThisProcess();
        stopAbandonedMachines();
        new PortLeases(StateFolder.of(surroundings.environment()).ports(), owner).removeDead();
        KeptStacks stacks = new KeptStacks(StateFolder.of(surroundings.environment()));
        stacks.removeDead();
        stacks.list()
                .forEach(stack -> surroundings
                        .out()
                        .println("stack '%1$s' is up and stays; remove it with: archtest down %1$s"
                                .formatted(stack.name())));
        List<String> builds = StaleBuilds.end();
        builds.forEach(build -> surroundings.out().println("ended a " + build));
        List<Path> folders = new ArrayList<>(ScenarioFiles.removeDead());
        folders.addAll(StaleBuilds.removeFolders(
                StateFolder.of(surroundings.environment()).cache()));
        folders.forEach(folder -> surroundings.out().println("removed folder " + folder));
        try (Engine connection = Engines.connect(engine)) {
            List<OwnedResource> removed = StaleRuns.remove(connection);
            removed.forEach(resource -> surroundings
                    .out()
                    .println("removed %s %s"
                            .formatted(resource.kind().name().toLowerCase(Locale.ROOT), resource.name())));
            if (removed.isEmpty() && builds.isEmpty() && folders.isEmpty()) {
                surroundings.out().println("nothing was left behind");
            }
        }
        return ExitCode.PASSED;
    }

    /** Those of Colima that killed runs started; what is in them goes with the next run. */
    private void stopAbandonedMachines() {
        Colima colima = new Colima(surroundings.environment(), surroundings.system());
        if (!colima.installed()) {
            return;
        }
        try (Progressing progress = new Progressing(surroundings)) {
            colima.machines(MachineWish.none())
                    .stopAbandoned(progress.listener())
                    .forEach(profile ->
                            surroundings.out().println("stopped profile %s, left running".formatted(profile)));
        }
    }
}
