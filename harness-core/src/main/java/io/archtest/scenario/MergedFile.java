package io.archtest.scenario;

import io.archtest.compose.ComposeProject;
import io.archtest.compose.ComposeRequest;
import io.archtest.compose.Fields;
import io.archtest.compose.LocalPath;
import io.archtest.compose.Problems;
import io.archtest.compose.Yaml;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.Redaction;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * What the files of a project come to, as one Compose file: variables replaced, everything included, extended and laid over
 * each other, services of inactive profiles left out, paths absolute. Values that archtest generates show as <code>${NAME}</code>; all
 * others are there as they stand in the files.
 */
public final class MergedFile {
    /** Where a path stands, or may; a list's items count as {@code *}, like names that users choose. */
    private static final Set<String> PATHS = Set.of(
            "services.*.env_file",
            "services.*.env_file.*",
            "services.*.env_file.*.path",
            "services.*.label_file",
            "services.*.label_file.*",
            "services.*.build",
            "services.*.build.context",
            "configs.*.file",
            "secrets.*.file");

    /** Where one may stand, if it begins like one. */
    private static final Set<String> MOUNTS = Set.of("services.*.volumes.*", "services.*.volumes.*.source");

    private static final Set<String> NAMED = Set.of("services", "configs", "secrets");

    private MergedFile() {}

    /**
     * As plain maps, lists, texts, numbers and flags.
     *
     * @throws InvalidRequestException when a file can't be read, or what it says can't be merged
     */
    public static Map<String, Object> of(ComposeRequest request, Map<String, String> options) {
        return of(request, options, secrets -> {});
    }

    private static Map<String, Object> of(
            ComposeRequest request, Map<String, String> options, Consumer<Redaction> secrets) {
        Problems problems = new Problems();
        ComposeProject project = new ComposeProject(request, problems);
        Fields extension = new Fields(project.own("x-archtest"), "x-archtest", problems);
        Variant variant = Variant.of(extension, options, request.files().get(0));
        Map<String, String> stronger = new TreeMap<>(variant.variables());
        extension
                .map("secrets")
                .ifPresent(rules -> new GeneratedSecrets()
                        .generate(rules)
                        .keySet()
                        .forEach(name -> stronger.put(name, "${%s}".formatted(name))));
        ComposeProject.Loaded loaded = project.load(stronger);
        problems.throwIfAny(request.files());
        Map<String, Object> merged = new LinkedHashMap<>();
        merged.put("name", loaded.name());
        loaded.root().entries().forEach((key, entry) -> {
            Yaml value = key.equals("services") ? active(entry.value(), variant, loaded, problems) : entry.value();
            if (!key.equals("name")) {
                merged.put(key, plain(value, key));
            }
        });
        secrets.accept(MergedSecrets.of(merged, loaded.variables()));
        return merged;
    }

    /**
     * The same as YAML.
     *
     * @param secrets is told which texts in it are secret
     */
    public static String yaml(ComposeRequest request, Map<String, String> options, Consumer<Redaction> secrets) {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setMultiLineFlow(true)
                .setWidth(1000)
                .build();
        return new Dump(settings).dumpToString(of(request, options, secrets));
    }

    private static Yaml active(Yaml services, Variant variant, ComposeProject.Loaded loaded, Problems problems) {
        if (!(services instanceof Yaml.Mapping all)) {
            return services;
        }
        Map<String, Yaml.Entry> kept = new LinkedHashMap<>();
        all.entries().forEach((name, entry) -> {
            boolean included = !(entry.value() instanceof Yaml.Mapping service)
                    || variant.includes(new Fields(service, name, problems).strings("profiles"), loaded.profiles());
            if (included) {
                kept.put(name, entry);
            }
        });
        return new Yaml.Mapping(all.at(), kept);
    }

    /** Paths are made absolute, since they are relative to the file that they come from. */
    private static @Nullable Object plain(Yaml value, String path) {
        if (value instanceof Yaml.Mapping mapping) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            mapping.entries()
                    .forEach((key, entry) ->
                            map.put(key, plain(entry.value(), path + (NAMED.contains(path) ? ".*" : "." + key))));
            return map;
        }
        if (value instanceof Yaml.Sequence sequence) {
            return sequence.items().stream()
                    .map(item -> plain(item, path + ".*"))
                    .collect(Collectors.toList());
        }
        if (value instanceof Yaml.Scalar scalar && PATHS.contains(path)) {
            return absolute(scalar.text(), scalar.at());
        }
        if (value instanceof Yaml.Scalar scalar
                && MOUNTS.contains(path)
                && scalar.text().matches("[.~].*")) {
            String[] parts = scalar.text().split(":", 2);
            return absolute(parts[0], scalar.at()) + (parts.length == 1 ? "" : ":" + parts[1]);
        }
        return value instanceof Yaml.Scalar scalar ? plain(scalar) : null;
    }

    private static String absolute(String path, Yaml.Position at) {
        try {
            return LocalPath.of(path, at, Map.of()).toString();
        } catch (InvalidRequestException e) {
            return path; // a URL, about which reading the scenario says more
        }
    }

    private static @Nullable Object plain(Yaml.Scalar scalar) {
        return switch (scalar.type()) {
            case NULL -> null;
            case BOOLEAN -> Boolean.valueOf(scalar.text());
            case INTEGER, FLOAT -> number(scalar);
            case TEXT -> scalar.text();
        };
    }

    private static Object number(Yaml.Scalar scalar) {
        if (scalar.text().matches("0[0-9]+")) {
            return scalar.text(); // a file's mode, which is octal
        }
        try {
            BigDecimal number = new BigDecimal(scalar.asText());
            return number.scale() <= 0 ? number.toBigInteger() : number.doubleValue();
        } catch (NumberFormatException e) {
            return scalar.text(); // infinite, or none
        }
    }
}
