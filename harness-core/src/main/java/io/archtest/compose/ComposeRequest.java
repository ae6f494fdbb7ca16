package io.archtest.compose;

import io.archtest.model.InvalidRequestException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which files make up a project, and with which settings; the conventions are Compose's own.
 *
 * @param files laid over each other in this order; paths absolute; the first one's folder is the project's
 * @param environment wins over the variables of env files
 * @param envFiles instead of the project folder's {@code .env}; none for that one
 * @param profiles active ones, beside {@code COMPOSE_PROFILES}
 * @param name of the project, over {@code COMPOSE_PROJECT_NAME}, which wins over the file's {@code name}
 */
public record ComposeRequest(
        List<Path> files,
        Map<String, String> environment,
        List<Path> envFiles,
        Set<String> profiles,
        Optional<String> name) {
    /** What archtest lays over a Compose file of that stem without being told to. */
    private static final String OVERLAY = ".archtest";

    private static final List<String> STEMS = List.of("compose", "docker-compose");
    private static final List<String> ENDINGS = List.of(".yaml", ".yml");

    public ComposeRequest {
        files = files.stream().map(file -> file.toAbsolutePath().normalize()).toList();
        environment = Map.copyOf(environment);
        envFiles =
                envFiles.stream().map(file -> file.toAbsolutePath().normalize()).toList();
        profiles = Set.copyOf(profiles);
        if (files.isEmpty()) {
            throw new InvalidRequestException("No Compose file was named");
        }
    }

    /** One file, nothing else set. */
    public static ComposeRequest of(Path file, Map<String, String> environment) {
        return new ComposeRequest(List.of(file), environment, List.of(), Set.of(), Optional.empty());
    }

    /**
     * A file, or a folder: then its {@code COMPOSE_FILE} (from the environment or {@code .env}), or {@code compose.yaml} or
     * one of the other usual names, with the override file beside it.
     *
     * @throws InvalidRequestException when there is no such file or folder, or no Compose file in it
     */
    public static ComposeRequest at(Path path, Map<String, String> environment) {
        return Files.isDirectory(path)
                ? new ComposeRequest(inFolder(path, environment), environment, List.of(), Set.of(), Optional.empty())
                : of(path, environment);
    }

    private static List<Path> inFolder(Path folder, Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(Variables.dotEnv(folder, List.of(), environment, new Problems()));
        variables.putAll(environment);
        String named = variables.getOrDefault("COMPOSE_FILE", "");
        if (!named.isBlank()) {
            String separator = variables.getOrDefault("COMPOSE_PATH_SEPARATOR", System.getProperty("path.separator"));
            return List.of(named.split(java.util.regex.Pattern.quote(separator))).stream()
                    .map(name -> resolved(folder, name))
                    .toList();
        }
        for (String stem : STEMS) {
            Optional<Path> found = existing(folder, stem);
            if (found.isPresent()) {
                List<Path> files = new ArrayList<>(List.of(found.get()));
                existing(folder, stem + ".override").ifPresent(files::add);
                return files;
            }
        }
        throw new InvalidRequestException(
                "No Compose file in %s; looked for compose.yaml, compose.yml, docker-compose.yaml, docker-compose.yml, and COMPOSE_FILE isn't set. Name a Compose file, a folder with one or a built-in scenario"
                        .formatted(folder.toAbsolutePath().normalize()));
    }

    private static Path resolved(Path folder, String name) {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw new InvalidRequestException("COMPOSE_FILE names '%s': %s".formatted(name, e.getReason()));
        }
    }

    private static Optional<Path> existing(Path folder, String stem) {
        return ENDINGS.stream()
                .map(ending -> folder.resolve(stem + ending))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** The same with what people say beside it. */
    public ComposeRequest with(ComposeSettings settings) {
        List<Path> all = new ArrayList<>(files);
        all.addAll(settings.files());
        Set<String> active = new LinkedHashSet<>(profiles);
        active.addAll(settings.profiles());
        return new ComposeRequest(
                all, environment, settings.envFiles(), active, settings.name().or(() -> name));
    }

    /**
     * The same with {@code compose.archtest.yaml} (for {@code compose.yaml}; likewise for other names) laid on top, if it
     * lies beside the first file and isn't named already.
     */
    public ComposeRequest withOverlay() {
        Path first = files.get(0);
        String name = first.getFileName().toString();
        String stem = name.replaceFirst("\\.ya?ml$", "");
        return existing(first.resolveSibling(""), stem + OVERLAY)
                .filter(overlay -> !files.contains(overlay.toAbsolutePath().normalize()))
                .map(this::over)
                .orElse(this);
    }

    private ComposeRequest over(Path overlay) {
        List<Path> all = new ArrayList<>(files);
        all.add(overlay);
        return new ComposeRequest(all, environment, envFiles, profiles, name);
    }

    Path folder() {
        return files.get(0).resolveSibling("").normalize();
    }
}
