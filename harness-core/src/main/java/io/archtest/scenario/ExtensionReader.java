package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Problems;
import io.archtest.compose.Quantities;
import io.archtest.compose.ShellWords;
import io.archtest.compose.Yaml;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.Edge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the file's {@code x-archtest}, except for the secrets, which must be known before anything else is read. */
final class ExtensionReader {
    private static final Duration EXEC_LIMIT = Duration.ofSeconds(30);

    private final Fields extension;
    private final Replicas replicas;
    private final Set<String> services;
    private final Problems problems;
    /** While a check is read of one container among several: which one each service's name means. */
    private Map<ComponentName, ComponentName> meant = Map.of();

    ExtensionReader(Fields extension, Replicas replicas, Set<String> services, Problems problems) {
        this.extension = extension;
        this.replicas = replicas;
        this.services = replicas.names(services);
        this.problems = problems;
    }

    List<Edge> edges() {
        List<Edge> edges = new ArrayList<>();
        for (Yaml item : extension.items("edges")) {
            extension.map(item, "edges").ifPresent(fields -> {
                Optional<ComponentName> from = service(fields, "from");
                Optional<ComponentName> to = service(fields, "to");
                Optional<Integer> port = fields.parsed("port", Quantities::port);
                fields.finish();
                if (from.isPresent() && to.isPresent() && port.isPresent()) {
                    edges.add(new Edge(from.get(), to.get(), port.get()));
                } else {
                    needs(fields, "an edge", "from, to, port");
                }
            });
        }
        return edges;
    }

    Map<String, PlacementRule> placements() {
        Map<String, PlacementRule> placements = new LinkedHashMap<>();
        extension
                .map("placements")
                .ifPresent(all -> all.entries()
                        .forEach((name, entry) ->
                                all.map(name).ifPresent(fields -> placements.put(name, placement(fields)))));
        return placements;
    }

    private PlacementRule placement(Fields fields) {
        Set<ComponentName> emulated = new HashSet<>();
        for (Yaml item : fields.items("emulated")) {
            fields.text(item, "emulated")
                    .flatMap(name -> service(name, item.at()))
                    .ifPresent(emulated::add);
        }
        Map<ComponentName, Architecture> fixed = new LinkedHashMap<>();
        fields.entries().forEach((name, entry) -> {
            if (!name.equals("emulated")) {
                service(name, entry.keyAt())
                        .ifPresent(component -> fields.parsed(entry.value(), name, Architecture::parse)
                                .ifPresent(architecture -> fixed.put(component, architecture)));
            }
        });
        return new PlacementRule(emulated, fixed);
    }

    List<CheckDeclaration> checks() {
        List<CheckDeclaration> checks = new ArrayList<>();
        for (Yaml item : extension.items("checks")) {
            Optional<CheckDeclaration> asWritten = extension.map(item, "checks").flatMap(this::tagged);
            asWritten.ifPresent(check -> {
                for (Map<ComponentName, ComponentName> choice : replicas.choices(check.components())) {
                    meant = choice;
                    extension.map(item, "checks").flatMap(this::tagged).ifPresent(checks::add);
                    meant = Map.of();
                }
            });
        }
        return checks;
    }

    private Optional<CheckDeclaration> tagged(Fields fields) {
        Set<String> tags = new HashSet<>(fields.strings("tags"));
        return check(fields).map(check -> tags.isEmpty() ? check : new CheckDeclaration.Tagged(check, tags));
    }

    private Optional<CheckDeclaration> check(Fields fields) {
        Optional<String> javaChecks = fields.text("class");
        Optional<String> name = fields.text("name").map(claim -> claim + ofWhom());
        Optional<Fields> http = fields.map("http");
        Optional<Fields> tcp = fields.map("tcp");
        Optional<Fields> exec = fields.map("exec");
        Optional<Fields> log = fields.map("log");
        fields.finish();
        if (javaChecks.isPresent()) {
            return javaChecks.map(CheckDeclaration.JavaChecks::new);
        }
        if (name.isEmpty()) {
            needs(fields, "a check", "class, or name and one of http, tcp, exec, log");
            return Optional.empty();
        }
        String claim = name.get();
        return http.flatMap(ask -> http(claim, ask))
                .or(() -> tcp.flatMap(ask -> tcp(claim, ask)))
                .or(() -> exec.flatMap(ask -> exec(claim, ask)))
                .or(() -> log.flatMap(ask -> log(claim, ask)))
                .or(() -> {
                    needs(fields, "check '%s'".formatted(claim), "one complete http, tcp, exec or log");
                    return Optional.empty();
                });
    }

    private Optional<CheckDeclaration> http(String name, Fields ask) {
        Optional<ComponentName> component = service(ask, "component");
        Optional<Integer> port = ask.parsed("port", Quantities::port);
        String path = ask.text("path").orElse("/");
        Map<String, String> headers = ask.pairs("headers", key -> Optional.empty());
        int status = ask.integer("status").orElse(200);
        Optional<String> body = ask.text("body");
        ask.finish();
        return component.flatMap(
                at -> port.map(number -> new CheckDeclaration.Http(name, at, number, path, headers, status, body)));
    }

    private Optional<CheckDeclaration> tcp(String name, Fields ask) {
        Optional<ComponentName> from = service(ask, "from");
        Optional<ComponentName> to = service(ask, "to");
        Optional<Integer> port = ask.parsed("port", Quantities::port);
        ask.finish();
        return from.flatMap(source ->
                to.flatMap(target -> port.map(number -> new CheckDeclaration.Tcp(name, source, target, number))));
    }

    private Optional<CheckDeclaration> exec(String name, Fields ask) {
        Optional<ComponentName> component = service(ask, "component");
        Optional<Yaml> command = ask.take("command");
        List<String> words = command.isPresent() && command.get() instanceof Yaml.Scalar
                ? ask.parsed(command.get(), "command", ShellWords::split).orElse(List.of())
                : ask.strings("command");
        int exit = ask.integer("exit").orElse(0);
        Optional<String> output = ask.text("output");
        Duration limit = ask.duration("limit").orElse(EXEC_LIMIT);
        ask.finish();
        return component
                .filter(at -> !words.isEmpty())
                .map(at -> new CheckDeclaration.Exec(name, at, words, exit, output, limit));
    }

    private Optional<CheckDeclaration> log(String name, Fields ask) {
        Optional<ComponentName> component = service(ask, "component");
        Optional<String> present = ask.text("contains").flatMap(text -> pattern(ask, "contains", text));
        Optional<String> absent = ask.text("absent").flatMap(text -> pattern(ask, "absent", text));
        ask.finish();
        return component.flatMap(at -> present.map(text -> new CheckDeclaration.Log(name, at, text, true))
                .or(() -> absent.map(text -> new CheckDeclaration.Log(name, at, text, false))));
    }

    private static Optional<String> pattern(Fields ask, String key, String text) {
        try {
            return Optional.of(Pattern.compile(text).pattern());
        } catch (PatternSyntaxException e) {
            ask.problem(ask.at(key), "'%s' is no regular expression: %s".formatted(text, e.getDescription()));
            return Optional.empty();
        }
    }

    private Optional<ComponentName> service(Fields fields, String key) {
        Optional<Yaml> value = fields.take(key);
        return value.flatMap(found -> fields.text(found, key).flatMap(name -> service(name, found.at())));
    }

    private Optional<ComponentName> service(String name, Yaml.Position at) {
        if (!services.contains(name)) {
            problems.unknown(at, "unknown service", name, services);
            return Optional.empty();
        }
        ComponentName named = ComponentName.of(name);
        return Optional.of(meant.getOrDefault(named, named));
    }

    private String ofWhom() {
        return meant.isEmpty()
                ? ""
                : " (%s)"
                        .formatted(String.join(
                                ", ",
                                meant.values().stream()
                                        .map(ComponentName::value)
                                        .toList()));
    }

    private static void needs(Fields fields, String what, String keys) {
        fields.problem(fields.at(), "%s needs: %s".formatted(what, keys));
    }
}
