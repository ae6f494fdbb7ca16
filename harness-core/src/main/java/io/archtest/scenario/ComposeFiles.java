package io.archtest.scenario;

import io.archtest.compose.EnvFile;
import io.archtest.compose.Fields;
import io.archtest.compose.LocalPath;
import io.archtest.compose.Problems;
import io.archtest.compose.TextFile;
import io.archtest.compose.Yaml;
import io.archtest.model.InvalidRequestException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a Compose file takes from beside itself: env files, other texts, host paths. */
final class ComposeFiles {
    private final Map<String, String> variables;
    private final Problems problems;

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

    /** {@code env_file}: one path, a list of paths, or of maps with {@code path}, {@code required} and {@code format}. */
    Map<String, String> envFiles(Fields service, Yaml value) {
        Map<String, String> result = new LinkedHashMap<>();
        List<Yaml> items = value instanceof Yaml.Sequence sequence ? sequence.items() : List.of(value);
        for (Yaml item : items) {
            if (item instanceof Yaml.Mapping) {
                service.map(item, "env_file").ifPresent(fields -> {
                    boolean required = fields.flag("required").orElse(true);
                    boolean raw = raw(fields);
                    fields.text("path").ifPresent(path -> result.putAll(envFile(path, required, raw, item.at())));
                    fields.finish();
                });
            } else {
                service.text(item, "env_file").ifPresent(path -> result.putAll(envFile(path, true, false, item.at())));
            }
        }
        return result;
    }

    private boolean raw(Fields fields) {
        Optional<Yaml> value = fields.take("format");
        String format = fields.text("format").orElse("");
        if (value.isPresent() && !format.equals("raw")) {
            problems.unknown(value.get().at(), "unknown format of an env_file", format, List.of("raw"));
        }
        return format.equals("raw");
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
