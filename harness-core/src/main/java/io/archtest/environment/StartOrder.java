package io.archtest.environment;

import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.Dependency;
import io.archtest.model.InvalidRequestException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Components with each one after those it depends on. */
final class StartOrder {
    private StartOrder() {}

    static List<Component> of(List<Component> components) {
        List<Component> ordered = new ArrayList<>();
        Set<ComponentName> done = new HashSet<>();
        while (ordered.size() < components.size()) {
            List<Component> next = components.stream()
                    .filter(component -> !done.contains(component.name()))
                    .filter(component -> component.dependencies().stream()
                            .map(Dependency::on)
                            .allMatch(done::contains))
                    .toList();
            if (next.isEmpty()) {
                throw new InvalidRequestException(
                        "The components' depends_on form a cycle; none of these can be started first: %s"
                                .formatted(components.stream()
                                        .map(Component::name)
                                        .filter(name -> !done.contains(name))
                                        .toList()));
            }
            ordered.addAll(next);
            next.forEach(component -> done.add(component.name()));
        }
        return ordered;
    }

    /** How many components depend on each one, at whatever distance. */
    static Map<ComponentName, Integer> followers(List<Component> components) {
        List<Component> ordered = of(components);
        Map<ComponentName, Set<ComponentName>> followers = new HashMap<>();
        for (int i = ordered.size() - 1; i >= 0; i--) {
            Component last = ordered.get(i);
            Set<ComponentName> own = followers.computeIfAbsent(last.name(), name -> new HashSet<>());
            last.dependencies().forEach(dependency -> {
                Set<ComponentName> before = followers.computeIfAbsent(dependency.on(), name -> new HashSet<>());
                before.add(last.name());
                before.addAll(own);
            });
        }
        Map<ComponentName, Integer> counted = new HashMap<>();
        followers.forEach((name, those) -> counted.put(name, those.size()));
        return counted;
    }
}
