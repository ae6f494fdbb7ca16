package io.archtest.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compose files in a folder, and what their project is read as. */
final class ComposeFolder {
    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();
    final Problems problems = new Problems();

    ComposeFolder(Path folder) {
        this.folder = folder;
    }

    ComposeFolder file(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ComposeFolder variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    ComposeProject.Loaded loaded(ComposeRequest request) {
        return new ComposeProject(request, problems).load(Map.of());
    }

    /** The tree that {@code names} are laid over each other to, as plain maps, lists and texts. */
    Object model(String... names) {
        List<Path> files = List.of(names).stream().map(folder::resolve).toList();
        ComposeRequest request =
                new ComposeRequest(files, environment, List.of(), java.util.Set.of(), java.util.Optional.empty());
        return plain(loaded(request).root());
    }

    /** The service {@code app} in that tree. */
    @SuppressWarnings("unchecked")
    Map<String, Object> app(String... names) {
        return ((Map<String, Map<String, Map<String, Object>>>) model(names))
                .get("services")
                .get("app");
    }

    ComposeRequest at() {
        return ComposeRequest.at(folder, environment);
    }

    /** What is wrong, a line each. */
    String problemsText() {
        try {
            problems.throwIfAny(List.of(folder));
            return "";
        } catch (io.archtest.model.InvalidRequestException e) {
            return String.valueOf(e.getMessage());
        }
    }

    static Object plain(Yaml value) {
        if (value instanceof Yaml.Mapping mapping) {
            Map<String, Object> map = new LinkedHashMap<>();
            mapping.entries().forEach((key, entry) -> map.put(key, plain(entry.value())));
            return map;
        }
        if (value instanceof Yaml.Sequence sequence) {
            return sequence.items().stream().map(ComposeFolder::plain).collect(Collectors.toList());
        }
        return value instanceof Yaml.Scalar scalar && !scalar.missing() ? scalar.text() : "null";
    }
}
