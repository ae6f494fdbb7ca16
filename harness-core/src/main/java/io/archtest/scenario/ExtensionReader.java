package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Problems;
import io.archtest.compose.Quantities;
import io.archtest.compose.Yaml;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.Edge;
import io.archtest.model.InferredEdge;
import io.archtest.model.InferredEdge.Use;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the file's {@code x-archtest}, except for the secrets, which must be known before anything else is read. */
final class ExtensionReader {
    private final Fields extension;
    private final Replicas replicas;
    private final Set<String> services;
    private final Problems problems;
    private final List<InferredEdge> ignored = new ArrayList<>();

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
                boolean ignore = fields.flag("ignore").orElse(false);
                fields.finish();
                if (ignore && from.isPresent() && to.isPresent()) {
                    ignored.add(new InferredEdge(from.get(), to.get(), port, Use.COVERED, ""));
                } else if (from.isPresent() && to.isPresent() && port.isPresent()) {
                    edges.add(new Edge(from.get(), to.get(), port.get()));
                } else {
                    needs(fields, "an edge", "from, to, port; or from, to, ignore: true");
                }
            });
        }
        return edges;
    }

    /** What nobody is to infer, once {@link #edges} has been read. */
    List<InferredEdge> ignored() {
        return ignored;
    }

    boolean infer() {
        return extension.flag("infer").orElse(true);
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

    List<CheckDeclaration> checks(CheckReader reader) {
        List<CheckDeclaration> checks = new ArrayList<>();
        for (Yaml item : extension.items("checks")) {
            extension.map(item, "checks").flatMap(reader::read).ifPresent(asWritten -> {
                for (Map<ComponentName, ComponentName> choice : replicas.choices(asWritten.components())) {
                    extension
                            .map(item, "checks")
                            .flatMap(fields -> reader.meaning(choice).read(fields))
                            .ifPresent(checks::add);
                }
            });
        }
        return checks;
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
        return Optional.of(ComponentName.of(name));
    }

    private static void needs(Fields fields, String what, String keys) {
        fields.problem(fields.at(), "%s needs: %s".formatted(what, keys));
    }
}
