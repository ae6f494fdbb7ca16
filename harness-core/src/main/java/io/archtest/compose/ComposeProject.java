package io.archtest.compose;

import io.archtest.model.InvalidRequestException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files of a request, read. What its own section says can be asked before its variables are known ({@link #own}); then
 * {@link #load} makes one tree of it all, in Compose's order: in each file variables are replaced, services laid over those
 * that they extend, what it includes added; then the files are laid over each other.
 */
public final class ComposeProject {
    private final ComposeRequest request;
    private final List<Path> files;
    private final Map<String, String> variables;
    private final Sources sources;

    /**
     * Finds the project's variables.
     *
     * @throws InvalidRequestException when an env file can't be read
     */
    public ComposeProject(ComposeRequest request, Problems problems) {
        this.request = request;
        this.files = request.files();
        this.variables =
                new HashMap<>(Variables.dotEnv(request.folder(), request.envFiles(), request.environment(), problems));
        variables.putAll(request.environment());
        this.sources = new Sources(request.folder(), variables, problems);
    }

    /**
     * One tree of everything, as YAML with all references followed.
     *
     * @param root has no {@code include}, no {@code extends} and no tags any more
     * @param sources the files that were read, env files and contents of configs not among them
     * @param name the project's, by Compose's rules
     * @param variables all that hold for it
     * @param profiles active Compose profiles; {@code *} for all
     */
    public record Loaded(
            Yaml.Mapping root,
            List<Path> sources,
            String name,
            Path folder,
            Map<String, String> variables,
            Set<String> profiles) {}

    /** A top-level {@code x-} section of the files as it is written, their parts laid over each other; an empty map if none. */
    public Yaml.Mapping own(String section) {
        Merge merge = new Merge(new Problems());
        Yaml.Mapping merged = new Yaml.Mapping(start(), Map.of());
        for (Path file : files) {
            for (Yaml.Mapping document : sources.raw(file, request.folder())) {
                Yaml.Entry entry = document.entries().get(section);
                if (entry != null) {
                    merged = merge.file(merged, new Yaml.Mapping(document.at(), Map.of(section, entry)));
                }
            }
        }
        Yaml.Entry found = merged.entries().get(section);
        return found != null && found.value() instanceof Yaml.Mapping mapping
                ? mapping
                : new Yaml.Mapping(start(), Map.of());
    }

    private Yaml.Position start() {
        Path first = files.get(0);
        return new Yaml.Position(first.getFileName().toString(), request.folder(), 1, 1);
    }

    /**
     * Reads everything.
     *
     * @param stronger variables that win over all others
     * @throws InvalidRequestException when a file can't be read; what is wrong within files goes to the problems
     */
    public Loaded load(Map<String, String> stronger) {
        Map<String, String> all = new HashMap<>(variables);
        all.putAll(stronger);
        String name = named(all).orElseGet(() -> normalized(folderName()));
        all.put("COMPOSE_PROJECT_NAME", name);
        Yaml.Mapping root = new Include(sources.with(all)).project(files, request.folder(), List.of());
        Set<String> profiles = new LinkedHashSet<>(request.profiles());
        for (String profile : all.getOrDefault("COMPOSE_PROFILES", "").split(",")) {
            if (!profile.isBlank()) {
                profiles.add(profile.strip());
            }
        }
        return new Loaded(root, sources.files(), name, request.folder(), all, profiles);
    }

    /** Before all else, since files may use it as a variable. */
    private Optional<String> named(Map<String, String> all) {
        if (request.name().isPresent()) {
            return request.name().map(ComposeProject::valid);
        }
        String fromEnvironment = all.getOrDefault("COMPOSE_PROJECT_NAME", "");
        if (!fromEnvironment.isBlank()) {
            return Optional.of(valid(fromEnvironment));
        }
        List<String> names = new ArrayList<>();
        for (Path file : files) {
            for (Yaml.Mapping document : sources.raw(file, request.folder())) {
                Yaml.Entry entry = document.entries().get("name");
                if (entry != null && entry.value() instanceof Yaml.Scalar scalar && !scalar.missing()) {
                    String name = new Interpolation(all, new Problems()).text(scalar.text(), scalar.at());
                    if (!normalized(name).equals(name)) {
                        sources.problems().add(scalar.at(), refusal(name));
                    }
                    names.add(normalized(name));
                }
            }
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(names.get(names.size() - 1));
    }

    private String folderName() {
        Path last = request.folder().getFileName();
        return last == null ? "scenario" : last.toString();
    }

    /** Compose's rule: lower case letters, digits, dashes and underscores, the first one a letter or digit. */
    private static String normalized(String name) {
        String plain =
                name.toLowerCase(Locale.ROOT).replaceAll("[^-_a-z0-9]", "").replaceFirst("^[-_]+", "");
        return plain.isEmpty() ? "scenario" : plain;
    }

    private static String valid(String name) {
        if (!normalized(name).equals(name)) {
            throw new InvalidRequestException(refusal(name));
        }
        return name;
    }

    private static String refusal(String name) {
        return "'%s' is no project name: lower case letters, digits, '-' and '_' only, beginning with a letter or digit; for example '%s'"
                .formatted(name, normalized(name));
    }
}
