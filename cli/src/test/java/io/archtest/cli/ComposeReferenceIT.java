package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.archtest.compose.ComposeRequest;
import io.archtest.compose.ComposeSettings;
import io.archtest.model.Component;
import io.archtest.scenario.MergedFile;
import io.archtest.scenario.ScenarioReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Projects that archtest and Docker's own tool must read alike. The reference is {@code docker-compose config} of Debian 12,
 * version 1.29, which knows neither {@code include} nor {@code !reset}, {@code !override}, {@code ${A:+b}} and
 * {@code required}; for those the specification's examples are tests of package {@code compose}.
 */
class ComposeReferenceIT {
    private static final Path PROJECTS = Path.of("src/test/resources/reference").toAbsolutePath();

    /** Where both are right and say it differently, or where archtest follows the newer specification. */
    private static final Set<String> LEFT_OUT = Set.of("extends", "env_file", "profiles");

    static Stream<Path> projects() throws IOException {
        return Files.list(PROJECTS).sorted();
    }

    @ParameterizedTest
    @MethodSource("projects")
    void aProjectIsReadLikeByDockersOwnTool(Path project) throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "docker-compose"))),
                "docker-compose is not installed here; ci/verify installs it");

        assertThat(ours(project)).isEqualTo(reference(project));
    }

    private static ComposeRequest request(Path project) {
        List<Path> over = Files.exists(project.resolve("override.yaml"))
                ? List.of(project.resolve("override.yaml"))
                : List.<Path>of();
        return ComposeRequest.of(project.resolve("compose.yaml"), Map.of())
                .with(new ComposeSettings(over, List.of(), Set.of(), Optional.empty()));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> ours(Path project) {
        Map<String, Object> merged = MergedFile.of(request(project), Map.of());
        Map<String, Object> services = normalized(project, (Map<String, Map<String, Object>>) merged.get("services"));
        // with the contents of env files, which the merged file only names
        for (Component component : new ScenarioReader()
                .read(request(project), Map.of(), Optional.empty())
                .components()) {
            Map<String, Object> service =
                    (Map<String, Object>) services.get(component.name().value());
            if (!component.process().environment().isEmpty()) {
                service.put("environment", new TreeMap<>(component.process().environment()));
            }
        }
        return services;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> reference(Path project) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker-compose", "-f", "compose.yaml"));
        if (Files.exists(project.resolve("override.yaml"))) {
            command.addAll(List.of("-f", "override.yaml"));
        }
        command.add("config");
        ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("COMPOSE_"));
        Path output = Files.createTempFile("docker-compose-", ".yaml");
        Path messages = Files.createTempFile("docker-compose-", ".log");
        try {
            Process process = builder.redirectOutput(output.toFile())
                    .redirectError(messages.toFile())
                    .start();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(messages)).isZero();
            Map<String, Object> config =
                    (Map<String, Object>) new Load(LoadSettings.builder().build())
                            .loadFromString(Files.readString(output, StandardCharsets.UTF_8));
            return normalized(project, unescaped((Map<String, Map<String, Object>>) config.get("services")));
        } finally {
            Files.delete(output);
            Files.delete(messages);
        }
    }

    /** Its output can be read again, so its dollar signs are doubled. */
    @SuppressWarnings("unchecked")
    private static <T> T unescaped(T value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> result = new TreeMap<>();
            map.forEach((key, item) -> {
                if (item != null) { // a variable of the environment, which has none here
                    result.put(key, unescaped(item));
                }
            });
            return (T) result;
        }
        if (value instanceof List<?> list) {
            return (T) list.stream().map(ComposeReferenceIT::unescaped).collect(Collectors.toList());
        }
        return value instanceof String text ? (T) text.replace("$$", "$") : value;
    }

    private static Map<String, Object> normalized(Path project, Map<String, Map<String, Object>> services) {
        Map<String, Object> result = new TreeMap<>();
        services.forEach((name, service) -> {
            Map<String, Object> plain = new TreeMap<>();
            service.forEach((key, value) -> {
                if (!LEFT_OUT.contains(key) && !(key.equals("networks") && value.equals(List.of()))) {
                    plain.put(key, form(project, key, value));
                }
            });
            result.put(name, plain);
        });
        return result;
    }

    /** One way to write each of what may be written in several. */
    private static Object form(Path project, String key, Object value) {
        return switch (key) {
            case "environment", "labels", "sysctls" -> pairs(value);
            case "depends_on", "networks" -> names(key, value);
            case "ports" -> list(value).map(ComposeReferenceIT::port).toList();
            case "volumes" ->
                list(value)
                        .map(item -> volume(project, String.valueOf(item)))
                        .sorted()
                        .toList();
            case "dns", "tmpfs" -> list(value).map(String::valueOf).toList();
            default -> words(value);
        };
    }

    private static Stream<?> list(Object value) {
        return value instanceof List<?> items ? items.stream() : Stream.of(value);
    }

    private static Object words(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> result = new TreeMap<>();
            map.forEach((key, item) -> result.put(String.valueOf(key), item == null ? "" : words(item)));
            return result;
        }
        return value instanceof List<?> items
                ? items.stream().map(ComposeReferenceIT::words).toList()
                : String.valueOf(value);
    }

    /** A name without value is passed on from the environment, which has none here. */
    private static Map<String, String> pairs(Object value) {
        Map<String, String> result = new TreeMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> {
                if (item != null) {
                    result.put(String.valueOf(key), String.valueOf(item));
                }
            });
        } else {
            list(value)
                    .map(String::valueOf)
                    .filter(line -> line.contains("="))
                    .forEach(line ->
                            result.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        }
        return result;
    }

    private static Object names(String key, Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> result = new TreeMap<>();
            map.forEach((name, item) ->
                    result.put(String.valueOf(name), item == null || item.equals("") ? Map.of() : words(item)));
            return result;
        }
        Object content = key.equals("networks") ? Map.of() : Map.of("condition", "service_started");
        return new TreeMap<>(list(value).collect(Collectors.toMap(String::valueOf, name -> content)));
    }

    private static String port(Object item) {
        if (item instanceof Map<?, ?> map) {
            String published = map.get("published") == null ? "" : map.get("published") + ":";
            return published + map.get("target");
        }
        return String.valueOf(item).replaceFirst("/tcp$", "");
    }

    private static String volume(Path project, String text) {
        String[] parts = text.split(":", 3);
        String source =
                parts[0].startsWith(".") ? project.resolve(parts[0]).normalize().toString() : parts[0];
        return source + ":" + parts[1] + ":" + (parts.length == 3 ? parts[2] : "rw");
    }
}
