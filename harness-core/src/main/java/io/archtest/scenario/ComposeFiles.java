package io.archtest.scenario;

import io.archtest.compose.EnvFile;
import io.archtest.compose.Fields;
import io.archtest.compose.LocalPath;
import io.archtest.compose.Problems;
import io.archtest.compose.TextFile;
import io.archtest.compose.Yaml;
import io.archtest.model.FileContent;
import io.archtest.model.InvalidRequestException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a Compose file takes from beside itself: env files, the contents of configs and secrets, host paths. */
final class ComposeFiles {
    private final Map<String, String> variables;
    private final Problems problems;
    private final Map<String, Map<String, String>> declared = new HashMap<>();

    ComposeFiles(Map<String, String> variables, Problems problems) {
        this.variables = variables;
        this.problems = problems;
    }

    /** The value of a variable that is passed on from the environment; one that isn't set is left out, as Compose does. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    /** A host path as it stands at that place; what is none is reported, and stays as it is. */
    String hostPath(String path, Yaml.Position at) {
        try {
            return LocalPath.of(path, at, variables).toString();
        } catch (InvalidRequestException e) {
            problems.add(at, e.getMessage());
            return path;
        }
    }

    /** Reads a top-level {@code configs} or {@code secrets}. */
    void declare(String kind, Fields top) {
        Map<String, String> contents = new HashMap<>();
        top.entries()
                .forEach((name, entry) -> top.map(name).ifPresent(fields -> {
                    Optional<String> content = fields.text("content");
                    Optional<String> file = fields.text("file");
                    Optional<String> variable = fields.text("environment");
                    AttributeSupport.withoutEffectUnder(kind + ".*").keySet().forEach(fields::take);
                    boolean foreign = External.foreign(fields);
                    fields.finish(AttributeSupport.refusedUnder(kind + ".*"));
                    if (foreign) {
                        contents.put(name, "");
                        return;
                    }
                    content.or(() -> file.flatMap(path -> read(path, fields.at("file"))))
                            .or(() -> variable.flatMap(this::variable))
                            .ifPresentOrElse(
                                    text -> contents.put(name, text),
                                    () -> fields.problem(
                                            entry.keyAt(),
                                            "%s '%s' has no content: give 'file', 'content' or 'environment' (a variable that is set)"
                                                    .formatted(kind, name)));
                }));
        declared.put(kind, contents);
    }

    /** The files that a service's {@code configs} and {@code secrets} put into its container. */
    List<FileContent> contents(Fields service) {
        List<FileContent> files = new ArrayList<>();
        contents(service, "configs", "/", files);
        contents(service, "secrets", "/run/secrets/", files);
        return files;
    }

    private void contents(Fields service, String kind, String defaultFolder, List<FileContent> files) {
        Map<String, String> known = declared.getOrDefault(kind, Map.of());
        for (Yaml item : service.items(kind)) {
            if (item instanceof Yaml.Mapping) {
                service.map(item, kind)
                        .flatMap(fields -> longForm(fields, kind, defaultFolder, known))
                        .ifPresent(files::add);
            } else {
                service.text(item, kind).ifPresent(name -> {
                    String content = known.get(name);
                    if (content == null) {
                        problems.unknown(item.at(), "unknown name in " + kind, name, known.keySet());
                    } else {
                        files.add(new FileContent(defaultFolder + name, content, 0444, 0, 0));
                    }
                });
            }
        }
    }

    private Optional<FileContent> longForm(
            Fields fields, String kind, String defaultFolder, Map<String, String> known) {
        String name = fields.text("source").orElse("");
        String target = fields.text("target").orElse(name);
        int mode = fields.parsed("mode", text -> Integer.parseInt(text.replaceFirst("^0o?", "0"), 8))
                .orElse(0444);
        int uid = fields.integer("uid").orElse(0);
        int gid = fields.integer("gid").orElse(0);
        fields.finish();
        String content = known.get(name);
        if (content == null) {
            problems.unknown(fields.at(), "unknown name in " + kind, name, known.keySet());
            return Optional.empty();
        }
        String path = target.startsWith("/") ? target : defaultFolder + target;
        return Optional.of(new FileContent(path, content, mode, uid, gid));
    }

    /** {@code env_file}: one path, a list of paths, or of maps with {@code path}, {@code required} and {@code format}. */
    Map<String, String> envFiles(Fields service, Yaml value) {
        Map<String, String> result = new LinkedHashMap<>();
        List<Yaml> items = value instanceof Yaml.Sequence sequence ? sequence.items() : List.of(value);
        for (Yaml item : items) {
            if (item instanceof Yaml.Mapping) {
                service.map(item, "env_file").ifPresent(fields -> {
                    boolean required = fields.flag("required").orElse(true);
                    boolean raw = fields.text("format").filter("raw"::equals).isPresent();
                    fields.text("path").ifPresent(path -> result.putAll(envFile(path, required, raw, item.at())));
                    fields.finish();
                });
            } else {
                service.text(item, "env_file").ifPresent(path -> result.putAll(envFile(path, true, false, item.at())));
            }
        }
        return result;
    }

    private Map<String, String> envFile(String path, boolean required, boolean raw, Yaml.Position at) {
        if (!required && !Files.exists(Path.of(hostPath(path, at)))) {
            return Map.of();
        }
        return read(path, at)
                .map(text -> raw ? EnvFile.parseRaw(text, variables) : EnvFile.parse(text, path, variables, problems))
                .orElse(Map.of());
    }

    /** A file that the Compose file names, as text. */
    Optional<String> read(String path, Yaml.Position at) {
        try {
            return Optional.of(TextFile.read(LocalPath.of(path, at, variables)));
        } catch (InvalidRequestException e) {
            problems.add(at, e.getMessage());
            return Optional.empty();
        }
    }
}
