package io.archtest.cli;

import io.archtest.compose.ComposeSettings;
import io.archtest.model.InvalidRequestException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which scenarios, and what is said of their Compose files; the words of {@code docker compose}, except for its profiles: archtest's are places. */
final class ProjectOptions {
    @Parameters(
            arity = "0..*",
            paramLabel = "SCENARIO",
            description = {
                "A built-in scenario ('archtest list' shows them), a Compose file, or a folder with one. Default: the files",
                "named by --file, else this folder's."
            })
    private List<String> scenarios = new ArrayList<>();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description =
                    "A Compose file that is laid over the scenario's, or over the first --file; may be given several times.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--env-file",
            paramLabel = "FILE",
            description = "Where variables of Compose files come from, instead of '.env'; may be given several times.")
    private List<Path> envFiles = new ArrayList<>();

    @Option(
            names = "--compose-profile",
            paramLabel = "NAME",
            description = "Activates a Compose profile, beside those of COMPOSE_PROFILES; '*' for all.")
    private Set<String> profiles = new LinkedHashSet<>();

    @Option(
            names = {"-p", "--project-name"},
            paramLabel = "NAME",
            description = "What the project is called. Default: COMPOSE_PROJECT_NAME, the file's 'name', the folder's.")
    private @Nullable String projectName;

    /** Built-in names, files and folders. */
    List<String> scenarios() {
        if (!scenarios.isEmpty()) {
            if (scenarios.size() > 1 && !settings().equals(ComposeSettings.none())) {
                throw new InvalidRequestException(
                        "--file, --env-file, --compose-profile and --project-name are about one scenario; named are %s"
                                .formatted(String.join(", ", scenarios)));
            }
            return List.copyOf(scenarios);
        }
        return List.of(files.isEmpty() ? "." : files.get(0).toString());
    }

    /** What is laid over the scenario. */
    ComposeSettings settings() {
        List<Path> over = scenarios.isEmpty() && !files.isEmpty() ? files.subList(1, files.size()) : files;
        return new ComposeSettings(over, envFiles, profiles, Optional.ofNullable(projectName));
    }

    /** All but the scenario as it would be typed again, with a space before it, or nothing. */
    String arguments() {
        Stream<String> words = Stream.of(
                        settings().files().stream().map(file -> "--file " + file),
                        envFiles.stream().map(file -> "--env-file " + file),
                        profiles.stream().map(profile -> "--compose-profile '%s'".formatted(profile)),
                        Stream.ofNullable(projectName).map(name -> "--project-name " + name))
                .flatMap(each -> each);
        return words.map(word -> " " + word).collect(Collectors.joining());
    }
}
