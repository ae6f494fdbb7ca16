package io.archtest.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Where merging differs from "maps by key, lists appended, values replaced" (Compose Specification, "Merge": "Exceptions"
 * and "Unique resources"). A path's names are joined by dots; names that users choose count as {@code *}.
 */
final class MergeRules {
    /** The form in which two values are laid over each other. */
    enum Shape {
        AS_IT_IS,
        /** The upper one counts. */
        REPLACED,
        /** {@code [A=1]} as {@code {A: 1}}. */
        PAIRS,
        /** {@code [a]} as {@code {a: null}}. */
        NAMES,
        /** {@code [a]} as {@code {a: {condition: service_started}}}. */
        DEPENDENCIES,
        /** {@code a} as {@code [a]}. */
        LIST,
        /** {@code {a: 1}} as {@code [a=1]}: a name may stand there twice. */
        LINES,
        /** {@code .} as {@code {context: .}}. */
        BUILD;

        Yaml common(Yaml value) {
            return switch (this) {
                case AS_IT_IS, REPLACED -> value;
                case PAIRS -> pairs(value);
                case NAMES -> names(value, MergeRules::nothing);
                case DEPENDENCIES -> names(value, MergeRules::started);
                case LIST -> list(value);
                case LINES -> lines(value);
                case BUILD -> value instanceof Yaml.Scalar ? map("context", value) : value;
            };
        }
    }

    private static final Map<String, Shape> SHAPES = Map.ofEntries(
            Map.entry("services.*.command", Shape.REPLACED),
            Map.entry("services.*.entrypoint", Shape.REPLACED),
            Map.entry("services.*.healthcheck.test", Shape.REPLACED),
            Map.entry("services.*.environment", Shape.PAIRS),
            Map.entry("services.*.labels", Shape.PAIRS),
            Map.entry("services.*.annotations", Shape.PAIRS),
            Map.entry("services.*.sysctls", Shape.PAIRS),
            Map.entry("services.*.deploy.labels", Shape.PAIRS),
            Map.entry("services.*.build", Shape.BUILD),
            Map.entry("services.*.build.args", Shape.PAIRS),
            Map.entry("services.*.build.labels", Shape.PAIRS),
            Map.entry("services.*.build.additional_contexts", Shape.PAIRS),
            Map.entry("networks.*.labels", Shape.PAIRS),
            Map.entry("volumes.*.labels", Shape.PAIRS),
            Map.entry("services.*.depends_on", Shape.DEPENDENCIES),
            Map.entry("services.*.networks", Shape.NAMES),
            Map.entry("services.*.extra_hosts", Shape.LINES),
            Map.entry("services.*.build.extra_hosts", Shape.LINES),
            Map.entry("services.*.dns", Shape.LIST),
            Map.entry("services.*.dns_search", Shape.LIST),
            Map.entry("services.*.env_file", Shape.LIST),
            Map.entry("services.*.label_file", Shape.LIST),
            Map.entry("services.*.tmpfs", Shape.LIST));

    /** Of which those of one subnet are laid over each other. */
    private static final String POOLS = "networks.*.ipam.config";

    /** Lists that hold a thing once, and by what it is known; the last one counts, at the place of the first. */
    private static final Map<String, Function<Yaml, String>> KEYS = Map.ofEntries(
            Map.entry("services.*.volumes", MergeRules::mountTarget),
            Map.entry("services.*.devices", MergeRules::mountTarget),
            Map.entry("services.*.ports", MergeRules::port),
            Map.entry("services.*.configs", item -> target(item, "/")),
            Map.entry("services.*.secrets", item -> target(item, "/run/secrets/")),
            // the same name is another file where the service comes from another folder
            Map.entry("services.*.env_file", item -> item.at().folder() + ":" + field(item, "path", text(item))),
            Map.entry(POOLS, item -> field(item, "subnet", "")));

    /** Lists of words that hold each once. */
    private static final Set<String> SETS = Set.of(
            "services.*.cap_add",
            "services.*.cap_drop",
            "services.*.dns",
            "services.*.dns_opt",
            "services.*.dns_search",
            "services.*.expose",
            "services.*.extra_hosts",
            "services.*.links",
            "services.*.profiles",
            "services.*.tmpfs",
            "services.*.build.tags",
            "services.*.build.platforms",
            "services.*.networks.*.aliases",
            "services.*.networks.*.link_local_ips");

    /** Values that may be one word or a map, each replacing the other. */
    private static final Set<String> EITHER = Set.of("services.*.ulimits.*", "services.*.extends");

    private static final Set<String> NAMED = Set.of("services", "networks", "volumes", "configs", "secrets");

    private MergeRules() {}

    static Shape shape(List<String> path) {
        return SHAPES.getOrDefault(pattern(path), Shape.AS_IT_IS);
    }

    /** A name without value among variables, labels and the like says where its value comes from. */
    static boolean nullCounts(List<String> path) {
        return !path.isEmpty() && shape(path.subList(0, path.size() - 1)) == Shape.PAIRS;
    }

    static boolean eitherForm(List<String> path) {
        return EITHER.contains(pattern(path));
    }

    /** Options of one log driver mean nothing to another. */
    static boolean separate(List<String> path, Yaml.Mapping below, Yaml.Mapping above) {
        if (!pattern(path).equals("services.*.logging")) {
            return false;
        }
        Yaml.Entry low = below.entries().get("driver");
        Yaml.Entry high = above.entries().get("driver");
        return low != null && high != null && !Yaml.same(low.value(), high.value());
    }

    static List<Yaml> once(List<String> path, List<Yaml> items) {
        String pattern = pattern(path);
        Function<Yaml, String> key = KEYS.get(pattern);
        if (key == null && !SETS.contains(pattern)) {
            return items;
        }
        Map<String, Yaml> unique = new LinkedHashMap<>();
        items.forEach(item -> unique.merge(
                key == null ? text(item) : key.apply(item),
                item,
                (below, above) -> pattern.equals(POOLS) ? overlaid(below, above) : above));
        return List.copyOf(unique.values());
    }

    private static Yaml overlaid(Yaml below, Yaml above) {
        if (!(below instanceof Yaml.Mapping lower) || !(above instanceof Yaml.Mapping higher)) {
            return above;
        }
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>(lower.entries());
        higher.entries()
                .forEach((key, entry) -> entries.merge(
                        key, entry, (low, high) -> new Yaml.Entry(high.keyAt(), overlaid(low.value(), high.value()))));
        return new Yaml.Mapping(higher.at(), entries);
    }

    /** Names that users choose stand at the second place, and below a service's networks and ulimits at the fourth. */
    private static String pattern(List<String> path) {
        List<String> names = new ArrayList<>(path);
        if (names.size() > 1 && NAMED.contains(names.get(0))) {
            names.set(1, "*");
        }
        if (names.size() > 3 && Set.of("networks", "ulimits").contains(names.get(2))) {
            names.set(3, "*");
        }
        return String.join(".", names);
    }

    private static Yaml pairs(Yaml value) {
        if (!(value instanceof Yaml.Sequence sequence)) {
            return value;
        }
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
        for (Yaml item : sequence.items()) {
            if (!(item instanceof Yaml.Scalar scalar)) {
                return value; // reported by who reads the list
            }
            int equals = scalar.text().indexOf('=');
            Yaml content = equals < 0
                    ? nothing(scalar.at())
                    : new Yaml.Scalar(scalar.at(), scalar.text().substring(equals + 1), Yaml.Type.TEXT);
            String name = equals < 0 ? scalar.text() : scalar.text().substring(0, equals);
            entries.put(name, new Yaml.Entry(scalar.at(), content));
        }
        return new Yaml.Mapping(sequence.at(), entries);
    }

    private static Yaml nothing(Yaml.Position at) {
        return new Yaml.Scalar(at, "", Yaml.Type.NULL);
    }

    private static Yaml started(Yaml.Position at) {
        return map("condition", new Yaml.Scalar(at, "service_started", Yaml.Type.TEXT));
    }

    private static Yaml names(Yaml value, Function<Yaml.Position, Yaml> content) {
        if (!(value instanceof Yaml.Sequence sequence)
                || !sequence.items().stream().allMatch(Yaml.Scalar.class::isInstance)) {
            return value;
        }
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
        for (Yaml item : sequence.items()) {
            entries.put(text(item), new Yaml.Entry(item.at(), content.apply(item.at())));
        }
        return new Yaml.Mapping(sequence.at(), entries);
    }

    private static Yaml list(Yaml value) {
        return value instanceof Yaml.Sequence ? value : new Yaml.Sequence(value.at(), List.of(value));
    }

    private static Yaml lines(Yaml value) {
        if (!(value instanceof Yaml.Mapping mapping)) {
            return value;
        }
        List<Yaml> lines = new ArrayList<>();
        mapping.entries().forEach((name, entry) -> {
            for (Yaml item : list(entry.value()) instanceof Yaml.Sequence found ? found.items() : List.<Yaml>of()) {
                lines.add(new Yaml.Scalar(item.at(), name + "=" + text(item), Yaml.Type.TEXT));
            }
        });
        return new Yaml.Sequence(mapping.at(), lines);
    }

    private static Yaml map(String key, Yaml value) {
        return new Yaml.Mapping(value.at(), Map.of(key, new Yaml.Entry(value.at(), value)));
    }

    private static String text(Yaml value) {
        return value instanceof Yaml.Scalar scalar ? scalar.text() : value.toString();
    }

    private static String field(Yaml item, String name, String otherwise) {
        Yaml.Entry entry =
                item instanceof Yaml.Mapping mapping ? mapping.entries().get(name) : null;
        return entry == null ? otherwise : text(entry.value());
    }

    private static String mountTarget(Yaml item) {
        String[] parts = text(item).split(":", 3);
        return field(item, "target", parts.length == 1 ? parts[0] : parts[1]);
    }

    private static String target(Yaml item, String folder) {
        String name = field(item, "target", field(item, "source", text(item)));
        return name.startsWith("/") ? name : folder + name;
    }

    private static String port(Yaml item) {
        return item instanceof Yaml.Mapping
                ? "%s:%s:%s/%s"
                        .formatted(
                                field(item, "host_ip", "0.0.0.0"),
                                field(item, "published", ""),
                                field(item, "target", ""),
                                field(item, "protocol", "tcp"))
                : text(item);
    }
}
