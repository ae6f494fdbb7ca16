package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Problems;
import io.archtest.compose.Yaml;
import io.archtest.model.Component;
import io.archtest.model.Dependency;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code depends_on} says of services beyond the one it stands in. */
final class DependencyRules {
    private final Problems problems;
    private final Map<String, Fields> services;

    DependencyRules(Problems problems, Map<String, Fields> services) {
        this.problems = problems;
        this.services = services;
    }

    /** Services that another one waits for to complete, and those that call themselves jobs. */
    Set<String> jobs() {
        Set<String> jobs = new HashSet<>();
        services.forEach((name, service) -> {
            if (service.map("x-archtest").flatMap(fields -> fields.flag("job")).orElse(false)) {
                jobs.add(name);
            }
            if (service.take("depends_on")
                    .filter(Yaml.Mapping.class::isInstance)
                    .isPresent()) {
                service.map("depends_on")
                        .ifPresent(on -> on.entries()
                                .keySet()
                                .forEach(other -> on.map(other)
                                        .flatMap(fields -> fields.text("condition"))
                                        .filter(Dependency.Condition.COMPLETED.word()::equals)
                                        .ifPresent(condition -> jobs.add(other))));
            }
        });
        return jobs;
    }

    /** Of services that only an option brings in, the message says so. */
    private void refuse(Yaml.Position at, String name, Set<String> all) {
        if (all.contains(name)) {
            problems.add(
                    at,
                    "depends_on names '%s', which is not part of this variant (its 'profiles' are not active, or its 'scale' is 0); add 'required: false'"
                            .formatted(name));
        } else {
            problems.unknown(at, "depends_on names an unknown service", name, services.keySet());
        }
    }

    /** Reports dependencies on unknown services, and cycles. */
    void check(List<Component> components, Set<String> all) {
        Map<String, Component> byName = new HashMap<>();
        components.forEach(component -> byName.put(component.name().value(), component));
        for (Component component : components) {
            Yaml.Position at = at(component);
            for (Dependency dependency : component.dependencies()) {
                if (!services.containsKey(dependency.on().value())) {
                    refuse(at, dependency.on().value(), all);
                }
            }
        }
        cycle(byName)
                .ifPresent(path -> problems.add(
                        at(path.get(0)),
                        "depends_on forms a cycle: %s"
                                .formatted(String.join(
                                        " -> ",
                                        path.stream()
                                                .map(component ->
                                                        component.name().value())
                                                .toList()))));
    }

    private Yaml.Position at(Component component) {
        Fields service = services.get(component.name().value());
        if (service == null) {
            throw new IllegalStateException("component '%s' came from no service".formatted(component.name()));
        }
        return service.at("depends_on");
    }

    private static Optional<List<Component>> cycle(Map<String, Component> byName) {
        Set<String> done = new HashSet<>();
        for (Component component : byName.values()) {
            Deque<Component> path = new ArrayDeque<>();
            if (visit(component, byName, done, path)) {
                return Optional.of(new ArrayList<>(path));
            }
        }
        return Optional.empty();
    }

    private static boolean visit(
            Component component, Map<String, Component> byName, Set<String> done, Deque<Component> path) {
        if (path.contains(component)) {
            while (!path.getFirst().equals(component)) {
                path.removeFirst();
            }
            path.addLast(component);
            return true;
        }
        if (done.contains(component.name().value())) {
            return false;
        }
        path.addLast(component);
        for (Dependency dependency : component.dependencies()) {
            Component next = byName.get(dependency.on().value());
            if (next != null && visit(next, byName, done, path)) {
                return true;
            }
        }
        path.removeLast();
        done.add(component.name().value());
        return false;
    }
}
