package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Problems;
import io.archtest.compose.Yaml;
import io.archtest.model.Architecture;
import io.archtest.model.Colocation;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.Dependency;
import io.archtest.model.Edge;
import io.archtest.model.InvalidRequestException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Services with several containers ({@code scale}, {@code deploy.replicas}). {@code web} with three becomes the components
 * {@code web-1}, {@code web-2} and {@code web-3}, which all answer to {@code web}; whatever names {@code web} means each.
 */
final class Replicas {
    /** More is no test of an architecture, and a file's slip of the hand. */
    private static final int MOST = 50;

    private final Problems problems;
    private final Map<String, Fields> services;
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    /** @param services those that are part of the variant */
    Replicas(Problems problems, Map<String, Fields> services) {
        this.problems = problems;
        this.services = services;
        services.forEach((name, service) -> counts.put(name, count(service)));
        counts.forEach(this::refuseWhatIsOnlyOnce);
    }

    /** How many containers a service has; reports what is wrong with that. */
    static int count(Fields service) {
        Optional<Integer> scale = service.parsed("scale", Replicas::number);
        Optional<Integer> deployed = service.take("deploy")
                .filter(Yaml.Mapping.class::isInstance)
                .flatMap(value -> service.map(value, "deploy"))
                .flatMap(deploy -> deploy.parsed("replicas", Replicas::number));
        if (scale.isPresent() && deployed.isPresent() && !scale.equals(deployed)) {
            service.problem(
                    service.at("scale"),
                    "scale says %d and deploy.replicas says %d".formatted(scale.get(), deployed.get()));
        }
        return scale.or(() -> deployed).orElse(1);
    }

    private static int number(String text) {
        int number = Integer.parseInt(text);
        if (number < 0 || number > MOST) {
            throw new InvalidRequestException(
                    "%d containers; archtest starts from 0 to %d of a service".formatted(number, MOST));
        }
        return number;
    }

    private void refuseWhatIsOnlyOnce(String name, int count) {
        Fields service = services.get(name);
        if (service == null || count < 2) {
            return;
        }
        if (service.take("container_name").isPresent()) {
            service.problem(
                    service.at("container_name"),
                    "'container_name' is one name, and '%s' has %d containers; remove one of both"
                            .formatted(name, count));
        }
        for (int i = 1; i <= count; i++) {
            if (services.containsKey(name + "-" + i)) {
                service.problem(
                        service.at(),
                        "'%s' has %d containers, which archtest calls '%s-1' and so on, and there is a service '%s-%d'; rename it"
                                .formatted(name, count, name, name, i));
            }
        }
    }

    private boolean several(String name) {
        return counts.getOrDefault(name, 1) > 1;
    }

    /** One component, or all that its service stands for. */
    List<ComponentName> of(ComponentName name) {
        return several(name.value())
                ? IntStream.rangeClosed(1, counts.getOrDefault(name.value(), 1))
                        .mapToObj(i -> ComponentName.of(name + "-" + i))
                        .toList()
                : List.of(name);
    }

    /** All names by which components can be named: services, and their single containers. */
    Set<String> names(Set<String> known) {
        Set<String> names = new HashSet<>(known);
        counts.forEach((name, count) -> {
            for (int i = 1; count > 1 && i <= count; i++) {
                names.add(name + "-" + i);
            }
        });
        return names;
    }

    List<Component> expand(List<Component> components) {
        return components.stream().flatMap(this::expanded).toList();
    }

    private Stream<Component> expanded(Component component) {
        refuseSharedOnes(component);
        List<Dependency> dependencies = component.dependencies().stream()
                .flatMap(dependency -> of(dependency.on()).stream()
                        .map(on -> new Dependency(on, dependency.condition(), dependency.required())))
                .toList();
        List<Colocation> ties = component.connections().colocations().stream()
                .flatMap(tie -> of(tie.with()).stream().map(with -> new Colocation(with, tie.why())))
                .toList();
        if (!several(component.name().value())) {
            return Stream.of(component.connected(
                    component.name(),
                    dependencies,
                    component.networks(),
                    component.connections().with(ties)));
        }
        if (component.networks().stream()
                .anyMatch(network ->
                        network.addresses().fixed() || network.addresses().mac().isPresent())) {
            problem(
                    component,
                    "networks",
                    "a fixed address is one container's, and '%s' has %d; remove one of both"
                            .formatted(component.name(), of(component.name()).size()));
        }
        String service = component.name().value();
        return of(component.name()).stream()
                .map(name -> component.connected(
                        name,
                        dependencies,
                        component.networks().stream()
                                .map(network -> network.answeringTo(service))
                                .toList(),
                        component.connections().with(ties).asReplicaOf(component.name())));
    }

    private void refuseSharedOnes(Component component) {
        component
                .connections()
                .namespaceOf()
                .filter(root -> several(root.value()))
                .ifPresent(root -> problem(
                        component,
                        "network_mode",
                        "'%s' shares the network of '%s', which has %d containers: it isn't said of which one"
                                .formatted(component.name(), root, of(root).size())));
        component.connections().colocations().stream()
                .filter(tie -> several(tie.with().value()))
                .forEach(tie -> problem(
                        component,
                        "ipc",
                        "'%s' has %s, and '%s' has several containers: it isn't said of which one"
                                .formatted(component.name(), tie.why(), tie.with())));
    }

    private void problem(Component component, String key, String text) {
        Fields service = services.get(component.name().value());
        if (service != null) {
            problems.add(service.at(key), text);
        }
    }

    List<Edge> edges(List<Edge> edges) {
        return edges.stream()
                .flatMap(edge -> of(edge.from()).stream()
                        .flatMap(from -> of(edge.to()).stream().map(to -> new Edge(from, to, edge.port()))))
                .toList();
    }

    Map<String, PlacementRule> placements(Map<String, PlacementRule> placements) {
        Map<String, PlacementRule> expanded = new LinkedHashMap<>();
        placements.forEach((name, rule) -> {
            Set<ComponentName> emulated = new HashSet<>();
            rule.emulated().forEach(component -> emulated.addAll(of(component)));
            Map<ComponentName, Architecture> fixed = new HashMap<>();
            rule.fixed()
                    .forEach((component, architecture) -> of(component).forEach(each -> {
                        // what is said of a single one counts more
                        if (of(component).size() == 1 || !rule.fixed().containsKey(each)) {
                            fixed.put(each, architecture);
                        }
                    }));
            expanded.put(name, new PlacementRule(emulated, fixed));
        });
        return expanded;
    }

    /** For something that names those services: which container each name stands for, in all combinations. */
    List<Map<ComponentName, ComponentName>> choices(Set<ComponentName> named) {
        List<Map<ComponentName, ComponentName>> choices = new ArrayList<>(List.of(Map.of()));
        for (ComponentName name : named.stream().sorted().toList()) {
            if (several(name.value())) {
                List<Map<ComponentName, ComponentName>> more = new ArrayList<>();
                for (Map<ComponentName, ComponentName> choice : choices) {
                    for (ComponentName each : of(name)) {
                        Map<ComponentName, ComponentName> one = new LinkedHashMap<>(choice);
                        one.put(name, each);
                        more.add(one);
                    }
                }
                choices = more;
            }
        }
        return choices;
    }
}
