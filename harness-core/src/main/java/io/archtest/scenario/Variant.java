package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.model.ComponentName;
import io.archtest.model.Edge;
import io.archtest.model.InferredEdge;
import io.archtest.model.InvalidRequestException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a scenario's options were set to: {@code x-archtest.options: { NAME: { VALUE: { profiles: [...], variables: {...} } } }}.
 * The first value of an option is its default. A value activates Compose profiles and sets variables, which win over the
 * environment's.
 *
 * @param chosen value by option, all options included
 * @param profiles active Compose profiles
 */
record Variant(Map<String, String> chosen, Set<String> profiles, Map<String, String> variables) {
    Variant {
        chosen = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(chosen));
        profiles = Set.copyOf(profiles);
        variables = Map.copyOf(variables);
    }

    /**
     * @param extension the file's {@code x-archtest}, which may have {@code options}
     * @param asked value by option
     * @param file for messages
     * @throws InvalidRequestException when there is no such option or value, listing those that there are
     */
    static Variant of(Fields extension, Map<String, String> asked, Path file) {
        Optional<Fields> options = extension.map("options");
        if (options.isEmpty() && !asked.isEmpty()) {
            // a built-in one lies in a temporary folder, of which a user knows nothing
            int names = file.getNameCount();
            throw new InvalidRequestException("%s has no options; asked for: %s"
                    .formatted(
                            file.subpath(Math.max(0, names - 2), names),
                            asked.entrySet().stream()
                                    .map(Object::toString)
                                    .sorted()
                                    .collect(Collectors.joining(", "))));
        }
        return options.map(found -> read(found, asked)).orElseGet(() -> new Variant(Map.of(), Set.of(), Map.of()));
    }

    private static Variant read(Fields options, Map<String, String> asked) {
        refuseUnknown(options, asked);
        Map<String, String> chosen = new LinkedHashMap<>();
        Set<String> profiles = new HashSet<>();
        Map<String, String> variables = new LinkedHashMap<>();
        options.entries()
                .keySet()
                .forEach(name -> options.map(name).ifPresent(values -> {
                    String value = value(name, values, asked);
                    chosen.put(name, value);
                    values.entries()
                            .keySet()
                            .forEach(candidate -> values.map(candidate).ifPresent(effect -> {
                                List<String> active = effect.strings("profiles");
                                Map<String, String> set = effect.pairs("variables", key -> Optional.empty());
                                effect.finish();
                                if (candidate.equals(value)) {
                                    profiles.addAll(active);
                                    variables.putAll(set);
                                }
                            }));
                }));
        return new Variant(chosen, profiles, variables);
    }

    private static void refuseUnknown(Fields options, Map<String, String> asked) {
        Set<String> known = options.entries().keySet();
        asked.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidRequestException("The scenario has no option '%s'; its options: %s"
                            .formatted(name, known.isEmpty() ? "none" : String.join(", ", known)));
                });
    }

    private static String value(String name, Fields values, Map<String, String> asked) {
        Set<String> known = values.entries().keySet();
        String value = asked.get(name);
        if (value == null) {
            return known.stream().findFirst().orElse("");
        }
        if (!known.contains(value)) {
            throw new InvalidRequestException("Option '%s' can't be '%s'; its values: %s (the first is the default)"
                    .formatted(name, value, String.join(", ", known)));
        }
        return value;
    }

    /**
     * Whether a service with these Compose profiles is part of it.
     *
     * @param alsoActive profiles that the user switched on; {@code *} stands for all
     */
    boolean includes(List<String> serviceProfiles, Set<String> alsoActive) {
        return serviceProfiles.isEmpty()
                || alsoActive.contains("*")
                || serviceProfiles.stream()
                        .anyMatch(profile -> profiles.contains(profile) || alsoActive.contains(profile));
    }

    /** The edges between services that are part of it. */
    static List<Edge> edges(List<Edge> edges, Set<String> active) {
        return edges.stream()
                .filter(edge -> active.contains(edge.from().value())
                        && active.contains(edge.to().value()))
                .toList();
    }

    /** The edges not to be inferred, as far as both ends are part of it. */
    static List<InferredEdge> ignored(List<InferredEdge> edges, Set<String> active) {
        return edges.stream()
                .filter(edge -> active.contains(edge.from().value())
                        && active.contains(edge.to().value()))
                .toList();
    }

    /** The checks about services that are part of it. */
    static List<CheckDeclaration> checks(List<CheckDeclaration> checks, Set<String> active) {
        return checks.stream()
                .filter(check -> check.components().stream().allMatch(name -> active.contains(name.value())))
                .toList();
    }

    /** The placements without services that are no part of it. */
    static Map<String, PlacementRule> placements(Map<String, PlacementRule> placements, Set<String> active) {
        Map<String, PlacementRule> restricted = new LinkedHashMap<>();
        placements.forEach((name, rule) -> restricted.put(
                name,
                new PlacementRule(
                        rule.emulated().stream()
                                .filter(component -> active.contains(component.value()))
                                .collect(Collectors.toSet()),
                        rule.fixed().entrySet().stream()
                                .filter(entry -> active.contains(entry.getKey().value()))
                                .collect(Collectors
                                        .<Map.Entry<ComponentName, io.archtest.model.Architecture>, ComponentName,
                                                io.archtest.model.Architecture>
                                                toMap(Map.Entry::getKey, Map.Entry::getValue)))));
        return restricted;
    }
}
