package io.archtest.cli;

import io.archtest.model.Architecture;
import io.archtest.model.InvalidRequestException;
import io.archtest.profile.ProfileListener;
import io.archtest.profile.ProfileProvider;
import io.archtest.profile.ProfileStatus;
import io.archtest.profile.colima.Colima;
import io.archtest.profile.colima.ColimaMachines;
import io.archtest.profile.colima.ColimaProfiles.Afterwards;
import io.archtest.profile.colima.MachineWish;
import io.archtest.profile.colima.StartRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code archtest profiles}: what places there are, and the life of those that archtest owns. */
@Command(
        description = "Shows where containers can run; starts, stops and deletes archtest's own Colima machines.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ProfilesCommand {
    private static final String NAMES = "arm64, x86_64 (archtest's own for them), or a profile's name.";
    private static final String JSON = "One JSON array instead of a table.";

    private final Surroundings surroundings;

    ProfilesCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "list",
            description = "All profiles of all providers, as they are.",
            mixinStandardHelpOptions = true)
    int list(@Mixin ProviderOptions options, @Option(names = "--json", description = JSON) boolean json) {
        Machine machine = new Machine(surroundings, options);
        List<ProfileStatus> found = new ArrayList<>();
        for (ProfileProvider provider : machine.providers().all()) {
            found.addAll(provider.statuses());
        }
        new ProfileTable(surroundings.out()).print(found, json);
        return ExitCode.PASSED;
    }

    @Command(
            name = "start",
            description = "Starts Colima machines and leaves them running; creates those that aren't there.",
            mixinStandardHelpOptions = true)
    int start(
            @Parameters(arity = "1..*", paramLabel = "PROFILE", description = NAMES) List<String> names,
            @Option(names = "--arch", paramLabel = "ARCH", description = "For a name that doesn't end in one.")
                    @Nullable
                    Architecture architecture,
            @Mixin MachineOptions options,
            @Option(names = "--json", description = JSON) boolean json) {
        Colima colima = colima();
        MachineWish wish = options.wish(Afterwards.STOP);
        return changed(names, json, colima.machines(wish), (machines, name, listener) -> {
            Architecture wanted = architecture(name, Optional.ofNullable(architecture));
            machines.acquire(new StartRequest(name, wanted, colima.size(wish, 0), wish.cpuType()), true, listener);
            machines.release(name, false, listener);
        });
    }

    @Command(name = "stop", description = "Stops machines that archtest created.", mixinStandardHelpOptions = true)
    int stop(
            @Parameters(arity = "1..*", paramLabel = "PROFILE", description = NAMES) List<String> names,
            @Option(names = "--json", description = JSON) boolean json) {
        return changed(names, json, machines(), ColimaMachines::stop);
    }

    @Command(
            name = "delete",
            description = "Deletes machines that archtest created, with all images and data in them.",
            mixinStandardHelpOptions = true)
    int delete(
            @Parameters(arity = "1..*", paramLabel = "PROFILE", description = NAMES) List<String> names,
            @Option(names = "--json", description = JSON) boolean json) {
        return changed(names, json, machines(), ColimaMachines::delete);
    }

    private ColimaMachines machines() {
        return colima().machines(MachineWish.none());
    }

    private Colima colima() {
        return new Colima(surroundings.environment(), surroundings.system());
    }

    private interface Change {
        void apply(ColimaMachines machines, String profile, ProfileListener listener);
    }

    private int changed(List<String> words, boolean json, ColimaMachines machines, Change change) {
        List<ProfileStatus> after = new ArrayList<>();
        for (String word : words) {
            String name = name(word);
            try (Progressing progress = new Progressing(surroundings)) {
                change.apply(machines, name, progress.listener());
            }
            after.add(machines.status(name));
        }
        new ProfileTable(surroundings.out()).print(after, json);
        return ExitCode.PASSED;
    }

    /** An architecture stands for archtest's own machine of it. */
    private static String name(String word) {
        try {
            return ColimaMachines.PREFIX + Architecture.parse(word).word();
        } catch (InvalidRequestException e) {
            return word;
        }
    }

    private static Architecture architecture(String name, Optional<Architecture> given) {
        return given.or(() -> Arrays.stream(Architecture.values())
                        .filter(architecture -> name.endsWith("-" + architecture.word()))
                        .findFirst())
                .orElseThrow(() -> new InvalidRequestException(
                        "Of which architecture is '%s' to be? Give --arch arm64 or --arch x86_64".formatted(name)));
    }
}
