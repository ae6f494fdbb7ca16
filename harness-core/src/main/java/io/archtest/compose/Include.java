package io.archtest.compose;

import io.archtest.model.InvalidRequestException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the files of a project and of those that it includes (Compose Specification, "Include"). */
final class Include {
    /** Keys of an included file that mean something there, beside its resources. */
    private static final Set<String> OTHER = Set.of("name", "version");

    private static final List<String> RESOURCES = List.of("services", "networks", "volumes", "configs", "secrets");

    private final Sources sources;
    private final Problems problems;

    Include(Sources sources) {
        this.sources = sources;
        this.problems = sources.problems();
    }

    /**
     * Files laid over each other, with what they include.
     *
     * @param folder what relative paths in them are relative to
     * @param including the files on the way here
     */
    Yaml.Mapping project(List<Path> files, Path folder, List<Path> including) {
        Merge merge = new Merge(problems);
        Optional<Yaml.Mapping> result = Optional.empty();
        for (Path file : files) {
            for (Yaml.Mapping document : sources.documents(file, folder)) {
                Yaml.Mapping complete = included(Extends.apply(document, sources), file, including);
                result = Optional.of(result.isEmpty() ? merge.alone(complete) : merge.file(result.get(), complete));
            }
        }
        return result.orElseThrow();
    }

    private Yaml.Mapping included(Yaml.Mapping document, Path file, List<Path> including) {
        Fields top = new Fields(document, sources.label(file), problems);
        Yaml.Mapping result = without(document);
        for (Yaml item : top.items("include")) {
            Optional<Yaml.Mapping> part = item instanceof Yaml.Mapping
                    ? top.map(item, "include").flatMap(fields -> longForm(fields, file, including))
                    : top.text(item, "include")
                            .flatMap(path ->
                                    part(List.of(path), item.at(), Optional.empty(), List.of(), file, including));
            if (part.isPresent()) {
                result = joined(result, part.get(), item.at());
            }
        }
        return result;
    }

    private static Yaml.Mapping without(Yaml.Mapping document) {
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>(document.entries());
        entries.remove("include");
        return new Yaml.Mapping(document.at(), entries);
    }

    private Optional<Yaml.Mapping> longForm(Fields fields, Path file, List<Path> including) {
        List<String> paths = fields.strings("path");
        Optional<String> folder = fields.text("project_directory");
        List<String> envFiles = fields.strings("env_file");
        fields.finish();
        if (paths.isEmpty()) {
            fields.problem(fields.at(), "'include' needs 'path'");
            return Optional.empty();
        }
        return part(paths, fields.at(), folder, envFiles, file, including);
    }

    private Optional<Yaml.Mapping> part(
            List<String> paths,
            Yaml.Position at,
            Optional<String> projectFolder,
            List<String> envFiles,
            Path file,
            List<Path> including) {
        try {
            List<Path> files = new ArrayList<>();
            for (String path : paths) {
                files.add(LocalPath.of(path, at));
            }
            List<Path> way = new ArrayList<>(including);
            way.add(file);
            Optional<Path> again = files.stream().filter(way::contains).findFirst();
            if (again.isPresent()) {
                throw new InvalidRequestException("'include' forms a cycle: %s -> %s"
                        .formatted(
                                String.join(
                                        " -> ", way.stream().map(sources::label).toList()),
                                sources.label(again.get())));
            }
            Path folder = projectFolder.isPresent()
                    ? LocalPath.of(projectFolder.get(), at)
                    : files.get(0).resolveSibling("").normalize();
            Yaml.Mapping part = new Include(sources.with(variables(envFiles, folder, at))).project(files, folder, way);
            if (part.entries().containsKey("x-archtest")) {
                problems.notice(
                        part.entries().get("x-archtest").keyAt(),
                        "x-archtest of an included file is not used; only that of the including one counts");
            }
            return Optional.of(part);
        } catch (InvalidRequestException e) {
            problems.add(at, "cannot include: %s".formatted(e.getMessage()));
            return Optional.empty();
        }
    }

    /** The including project's variables win over those of the included one's env files. */
    private Map<String, String> variables(List<String> envFiles, Path folder, Yaml.Position at) {
        List<Path> files = envFiles.stream().map(name -> LocalPath.of(name, at)).toList();
        Map<String, String> all = new HashMap<>(Variables.ofPart(folder, files, sources.variables(), problems));
        all.putAll(sources.variables());
        return all;
    }

    private Yaml.Mapping joined(Yaml.Mapping document, Yaml.Mapping part, Yaml.Position at) {
        refuseUnknown(part);
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>(document.entries());
        for (String kind : RESOURCES) {
            Yaml.Entry theirs = part.entries().get(kind);
            if (theirs == null || !(theirs.value() instanceof Yaml.Mapping added)) {
                continue;
            }
            Yaml.Entry ours = entries.get(kind);
            if (ours != null && !(ours.value() instanceof Yaml.Mapping) && !isNull(ours.value())) {
                continue; // reported by who reads the section
            }
            Map<String, Yaml.Entry> all = new LinkedHashMap<>();
            if (ours != null && ours.value() instanceof Yaml.Mapping own) {
                all.putAll(own.entries());
            }
            added.entries().forEach((name, entry) -> {
                Yaml.Entry there = all.putIfAbsent(name, entry);
                if (there != null && !Yaml.same(there.value(), entry.value())) {
                    problems.add(
                            there.keyAt(),
                            "%s '%s' is also that of an included file, at %s, and differs. Give one another name, or lay a further file over it by -f"
                                    .formatted(kind, name, entry.keyAt()));
                }
            });
            entries.put(kind, new Yaml.Entry(ours == null ? at : ours.keyAt(), new Yaml.Mapping(added.at(), all)));
        }
        return new Yaml.Mapping(document.at(), entries);
    }

    private void refuseUnknown(Yaml.Mapping part) {
        Set<String> known = new HashSet<>(RESOURCES);
        known.addAll(OTHER);
        part.entries().forEach((key, entry) -> {
            if (!key.startsWith("x-") && !known.contains(key)) {
                problems.unknown(entry.keyAt(), "unknown key in an included file:", key, known);
            }
        });
    }

    private static boolean isNull(Yaml value) {
        return value instanceof Yaml.Scalar scalar && scalar.missing();
    }
}
