package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Problems;
import io.archtest.model.Colocation;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.Connections;
import io.archtest.model.Dependency;
import io.archtest.model.NetworkAttachment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code network_mode: service:...} and {@code links} say of other services than the one they stand in. */
final class NetworkModes {
    private static final String MODE = "network_mode";
    private static final String LINKS = "links";

    private final Problems problems;
    private final Map<String, Fields> services;
    private final Set<String> all;

    /** @param all services, those that are no part of the variant included */
    NetworkModes(Problems problems, Map<String, Fields> services, Set<String> all) {
        this.problems = problems;
        this.services = services;
        this.all = all;
    }

    /** The components with networks, dependencies and ties as those keys imply them. */
    List<Component> resolve(List<Component> components) {
        Map<ComponentName, Component> byName = new HashMap<>();
        components.forEach(component -> byName.put(component.name(), component));
        List<Component> inNamespaces = components.stream()
                .map(component -> inNamespace(component, byName))
                .toList();
        inNamespaces.forEach(component -> byName.put(component.name(), component));
        return inNamespaces.stream().map(component -> linked(component, byName)).toList();
    }

    private Component inNamespace(Component component, Map<ComponentName, Component> byName) {
        Optional<ComponentName> named = component.connections().namespaceOf();
        if (named.isEmpty()) {
            return component;
        }
        Optional<Component> root =
                known(component, named.get().value(), MODE) ? root(component, byName) : Optional.empty();
        if (root.isEmpty()) {
            return component.connected(
                    component.name(),
                    component.dependencies(),
                    List.of(),
                    component.connections().within(Optional.empty()));
        }
        List<Colocation> ties = new ArrayList<>(component.connections().colocations());
        ties.add(new Colocation(named.get(), "network_mode: service:" + named.get()));
        List<NetworkAttachment> networks = root.get().networks().stream()
                .map(network -> new NetworkAttachment(network.network(), List.of()))
                .toList();
        return component.connected(
                component.name(),
                depending(component, named.get()),
                networks,
                component.connections().within(Optional.of(root.get().name())).with(ties));
    }

    /** The one at the end of a chain of services that each share the next one's network. */
    private Optional<Component> root(Component component, Map<ComponentName, Component> byName) {
        Set<ComponentName> seen = new HashSet<>();
        Optional<Component> at = Optional.of(component);
        while (at.isPresent()) {
            Optional<ComponentName> next = at.get().connections().namespaceOf();
            if (next.isEmpty()) {
                return at;
            }
            if (!seen.add(at.get().name())) {
                problems.add(
                        at(component, MODE),
                        "network_mode goes round in a circle: none of these has a network of its own: %s"
                                .formatted(seen));
                return Optional.empty();
            }
            at = Optional.ofNullable(byName.get(next.get()));
        }
        return Optional.empty();
    }

    private Component linked(Component component, Map<ComponentName, Component> byName) {
        Component linked = component;
        for (Connections.Link link : component.connections().links()) {
            if (!known(component, link.name(), LINKS)) {
                continue;
            }
            Component target = byName.values().stream()
                    .filter(other -> other.name().value().equals(link.name()))
                    .findFirst()
                    .orElse(component); // its service is wrong, which was reported
            if (!component.sharesNetworkWith(target)) {
                problems.add(
                        at(component, LINKS),
                        "links names '%s', which shares no network with '%s'; put both on one"
                                .formatted(link.name(), component.name()));
            }
            linked = linked.connected(
                    linked.name(), depending(linked, target.name()), linked.networks(), linked.connections());
        }
        return linked;
    }

    /** As Compose does, which starts the other one first. */
    private static List<Dependency> depending(Component component, ComponentName on) {
        List<Dependency> dependencies = new ArrayList<>(component.dependencies());
        if (!on.equals(component.name())
                && dependencies.stream().noneMatch(dependency -> dependency.on().equals(on))) {
            dependencies.add(new Dependency(on, Dependency.Condition.STARTED, true));
        }
        return dependencies;
    }

    private boolean known(Component component, String name, String key) {
        if (services.containsKey(name)) {
            return true;
        }
        if (all.contains(name)) {
            problems.add(
                    at(component, key),
                    "%s names '%s', which is not started: its 'profiles' are not active, or its 'scale' is 0"
                            .formatted(key, name));
        } else {
            problems.unknown(at(component, key), key + " names an unknown service", name, services.keySet());
        }
        return false;
    }

    private io.archtest.compose.Yaml.Position at(Component component, String key) {
        Fields service = services.get(component.name().value());
        if (service == null) {
            throw new IllegalStateException("component '%s' came from no service".formatted(component.name()));
        }
        return service.at(key);
    }
}
