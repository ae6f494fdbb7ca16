package io.archtest.compose;

import io.archtest.model.InvalidRequestException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the files of one Compose project, with its variables. Only files of this host are read: what would have to be
 * fetched is refused.
 */
final class Sources {
    /** Far more than any project has; without it, files that include each other twice would multiply. */
    private static final int MAX_FILES = 500;

    private final Path start;
    private final Map<String, String> variables;
    private final Problems problems;
    private final Map<List<Path>, List<Yaml.Mapping>> read;
    private final int[] count;

    private Sources(
            Path start,
            Map<String, String> variables,
            Problems problems,
            Map<List<Path>, List<Yaml.Mapping>> read,
            int[] count) {
        this.start = start;
        this.variables = Map.copyOf(variables);
        this.problems = problems;
        this.read = read;
        this.count = count;
    }

    /** @param start the folder that messages' file names are relative to */
    Sources(Path start, Map<String, String> variables, Problems problems) {
        this(start, variables, problems, new LinkedHashMap<>(), new int[1]);
    }

    /** The same, for a part that has variables of its own. */
    Sources with(Map<String, String> others) {
        return new Sources(start, others, problems, read, count);
    }

    Map<String, String> variables() {
        return variables;
    }

    Problems problems() {
        return problems;
    }

    /**
     * The file's documents, variables replaced.
     *
     * @param folder what relative paths in it are relative to
     * @throws InvalidRequestException when it can't be read
     */
    List<Yaml.Mapping> documents(Path file, Path folder) {
        Interpolation interpolation = new Interpolation(variables, problems);
        return raw(file, folder).stream()
                .map(document -> (Yaml.Mapping) interpolation.apply(document))
                .toList();
    }

    /** The same with variables as they are written. A file is read once, however often it is used. */
    List<Yaml.Mapping> raw(Path file, Path folder) {
        if (++count[0] > MAX_FILES) {
            throw new InvalidRequestException(
                    "the project consists of more than %d files, counted each time one is used".formatted(MAX_FILES));
        }
        List<Yaml.Mapping> known = read.get(List.of(file, folder));
        if (known == null) {
            known = YamlReader.read(file, label(file), folder, problems);
            read.put(List.of(file, folder), known);
        }
        return known;
    }

    /** Those that were read up to now, each once. */
    List<Path> files() {
        return read.keySet().stream().map(key -> key.get(0)).distinct().toList();
    }

    /** What messages call a file. */
    String label(Path file) {
        Path name = start.relativize(file);
        return name.startsWith("..") && name.getNameCount() > 3 ? file.toString() : name.toString();
    }
}
