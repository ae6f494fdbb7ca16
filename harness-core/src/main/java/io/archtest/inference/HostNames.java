package io.archtest.inference;

import io.archtest.compose.Fields;
import io.archtest.compose.Yaml;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * By which names components find each other: service names, aliases, {@code container_name}, {@code hostname}, and the names
 * that {@code links} gives within one service. A name that several services share leads to none of them in particular.
 */
final class HostNames {
    private final Map<String, ComponentName> byName = new HashMap<>();
    private final Map<ComponentName, Map<String, ComponentName>> links = new HashMap<>();

    HostNames(List<Component> components, Map<String, Fields> services) {
        Set<String> shared = new HashSet<>();
        for (Component component : components) {
            others(component, services.get(component.name().value())).forEach(name -> {
                ComponentName earlier = byName.putIfAbsent(name, component.name());
                if (earlier != null && !earlier.equals(component.name())) {
                    shared.add(name);
                }
            });
        }
        shared.forEach(byName::remove);
        components.forEach(
                component -> byName.put(component.name().value().toLowerCase(Locale.ROOT), component.name()));
        components.forEach(component ->
                links.put(component.name(), links(services.get(component.name().value()))));
    }

    private static Set<String> others(Component component, @org.jspecify.annotations.Nullable Fields service) {
        Set<String> names = new HashSet<>();
        component.networks().forEach(network -> names.addAll(network.aliases()));
        component.process().hostname().ifPresent(names::add);
        if (service != null) {
            scalar(service, "container_name").ifPresent(names::add);
        }
        Set<String> lower = new HashSet<>();
        names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        return lower;
    }

    /** {@code SERVICE} or {@code SERVICE:ALIAS}. */
    private Map<String, ComponentName> links(@org.jspecify.annotations.Nullable Fields service) {
        Map<String, ComponentName> result = new HashMap<>();
        linkTexts(service).forEach(text -> {
            String[] parts = text.split(":", 2);
            ComponentName target = byName.get(parts[0].toLowerCase(Locale.ROOT));
            if (target != null) {
                result.put(parts[parts.length - 1].toLowerCase(Locale.ROOT), target);
            }
        });
        return result;
    }

    static List<String> linkTexts(@org.jspecify.annotations.Nullable Fields service) {
        if (service == null) {
            return List.of();
        }
        Yaml.Entry entry = service.entries().get("links");
        return entry != null && entry.value() instanceof Yaml.Sequence sequence
                ? sequence.items().stream()
                        .filter(Yaml.Scalar.class::isInstance)
                        .map(item -> ((Yaml.Scalar) item).text())
                        .toList()
                : List.of();
    }

    private static Optional<String> scalar(Fields service, String key) {
        Yaml.Entry entry = service.entries().get(key);
        return entry != null && entry.value() instanceof Yaml.Scalar scalar && !scalar.missing()
                ? Optional.of(scalar.text())
                : Optional.empty();
    }

    /** Whom {@code from} means by a name. */
    Optional<ComponentName> find(ComponentName from, String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        ComponentName linked = links.getOrDefault(from, Map.of()).get(lower);
        return Optional.ofNullable(linked != null ? linked : byName.get(lower));
    }
}
