package io.archtest.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archtest.model.Architecture;
import io.archtest.model.InvalidRequestException;
import io.archtest.profile.ProfileProvider;
import io.archtest.profile.ProfileStatus;
import io.archtest.profile.colima.ColimaMachines;
import io.archtest.profile.colima.StartRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
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
    private static final double GIB = 1L << 30;

    @Mixin
    private ProviderOptions options = new ProviderOptions();

    private final Surroundings surroundings;

    ProfilesCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "list",
            description = "All profiles of all providers, as they are.",
            mixinStandardHelpOptions = true)
    int list(@Option(names = "--json", description = "One JSON array.") boolean json) {
        Machine machine = new Machine(surroundings.environment(), options);
        List<ProfileStatus> found = new ArrayList<>();
        for (ProfileProvider provider : machine.allProviders()) {
            found.addAll(provider.statuses());
        }
        print(found, json);
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
            @Option(names = "--json", description = "One JSON array.") boolean json) {
        Colima colima = new Colima(surroundings.environment());
        return changed(names, json, colima, (machines, name) -> {
            StartRequest request = new StartRequest(
                    name,
                    architecture(name, Optional.ofNullable(architecture)),
                    colima.size(options),
                    options.cpuType());
            try (Progressing progress = new Progressing(surroundings)) {
                machines.acquire(request, true, progress.listener());
                machines.release(name, false, progress.listener());
            }
        });
    }

    @Command(name = "stop", description = "Stops machines that archtest created.", mixinStandardHelpOptions = true)
    int stop(
            @Parameters(arity = "1..*", paramLabel = "PROFILE", description = NAMES) List<String> names,
            @Option(names = "--json", description = "One JSON array.") boolean json) {
        return changed(names, json, new Colima(surroundings.environment()), (machines, name) -> {
            try (Progressing progress = new Progressing(surroundings)) {
                machines.stop(name, progress.listener());
            }
        });
    }

    @Command(
            name = "delete",
            description = "Deletes machines that archtest created, with all images and data in them.",
            mixinStandardHelpOptions = true)
    int delete(
            @Parameters(arity = "1..*", paramLabel = "PROFILE", description = NAMES) List<String> names,
            @Option(names = "--json", description = "One JSON array.") boolean json) {
        return changed(names, json, new Colima(surroundings.environment()), (machines, name) -> {
            try (Progressing progress = new Progressing(surroundings)) {
                machines.delete(name, progress.listener());
            }
        });
    }

    private static final String NAMES = "arm64, x86_64 (archtest's own for them), or a profile's name.";

    private int changed(List<String> words, boolean json, Colima colima, BiConsumer<ColimaMachines, String> change) {
        ColimaMachines machines = colima.machines(options);
        List<ProfileStatus> after = new ArrayList<>();
        for (String name : words.stream().map(ProfilesCommand::name).toList()) {
            change.accept(machines, name);
            after.add(machines.status(name));
        }
        print(after, json);
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

    private void print(List<ProfileStatus> statuses, boolean json) {
        if (json) {
            printJson(statuses);
            return;
        }
        String format = "%-20s %-8s %-7s %-16s %4s %8s %8s  %-9s %-9s %s";
        surroundings
                .out()
                .println(format.formatted(
                                "PROFILE",
                                "PROVIDER",
                                "ARCH",
                                "STATE",
                                "CPUS",
                                "MEMORY",
                                "DISK",
                                "EXECUTES",
                                "OWNER",
                                "ENDPOINT")
                        .stripTrailing());
        for (ProfileStatus status : statuses) {
            surroundings
                    .out()
                    .println(format.formatted(
                            status.name(),
                            status.provider(),
                            status.architecture().map(Object::toString).orElse("-"),
                            status.state(),
                            status.cpus().isPresent() ? status.cpus().getAsInt() : "-",
                            gib(status.memoryBytes()),
                            gib(status.diskBytes()),
                            status.execution().word(),
                            status.owner(),
                            status.endpoint()));
            if (!status.detail().isEmpty()) {
                surroundings.out().println("    " + status.detail());
            }
        }
    }

    private static String gib(java.util.OptionalLong bytes) {
        return bytes.isPresent() ? String.format(Locale.ROOT, "%.1fGiB", bytes.getAsLong() / GIB) : "-";
    }

    private void printJson(List<ProfileStatus> statuses) {
        ObjectMapper mapper = new ObjectMapper();
        ArrayNode all = mapper.createArrayNode();
        for (ProfileStatus status : statuses) {
            ObjectNode node = all.addObject();
            node.put("name", status.name());
            node.put("provider", status.provider());
            status.architecture().ifPresent(known -> node.put("architecture", known.word()));
            node.put("state", status.state().name());
            status.cpus().ifPresent(cpus -> node.put("cpus", cpus));
            status.memoryBytes().ifPresent(bytes -> node.put("memoryBytes", bytes));
            status.diskBytes().ifPresent(bytes -> node.put("diskBytes", bytes));
            node.put("endpoint", status.endpoint());
            node.put("execution", status.execution().word());
            node.put("owner", status.owner());
            node.put("detail", status.detail());
        }
        try {
            surroundings.out().println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(all));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of text and numbers is always JSON", e);
        }
    }
}
