package io.archtest.plan;

import io.archtest.image.ImagePorts;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.InferredEdge;
import io.archtest.model.InferredEdge.Use;
import io.archtest.scenario.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fills in ports from images, for components that others name or depend on and whose ports no text gives: a relay must carry
 * something. {@code EXPOSE} is no promise that somebody listens, so nothing is asked there.
 */
final class ExposedPorts {
    /** Some images expose whole ranges, each port of which would take one of the host's. */
    private static final int MOST = 16;

    private final Scenario scenario;
    private final ImagePorts images;
    private final List<InferredEdge> edges = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private ExposedPorts(Scenario scenario, ImagePorts images) {
        this.scenario = scenario;
        this.images = images;
    }

    static Scenario completed(Scenario scenario, ImagePorts images) {
        ExposedPorts ports = new ExposedPorts(scenario, images);
        for (Component component : scenario.components()) {
            // one that lives in another's network is published by that one, and found by its name only
            if (component.kind() == Component.Kind.COMPONENT
                    && component.connections().namespaceOf().isEmpty()
                    && component.ports().isEmpty()) {
                ports.complete(component);
            }
        }
        return scenario.inferring(scenario.inference().and(ports.edges, ports.notes));
    }

    private void complete(Component target) {
        Map<ComponentName, String> reasons = named(target);
        boolean byName = !reasons.isEmpty();
        dependents(target).forEach((from, why) -> reasons.putIfAbsent(from, why));
        if (reasons.isEmpty()) {
            return;
        }
        Optional<List<Integer>> exposed = images.exposed(scenario, target.image());
        exposed.ifPresent(found -> found.stream()
                .limit(MOST)
                .forEach(port -> reasons.forEach((from, why) -> edges.add(new InferredEdge(
                        from,
                        target.name(),
                        Optional.of(port),
                        Use.CARRIED,
                        "%s; its image %s exposes %d".formatted(why, target.image(), port))))));
        if (byName && exposed.filter(found -> !found.isEmpty()).isEmpty()) {
            notes.add(
                    "the port of '%s' is not known, so no relay can carry it when it runs on another architecture than who talks to it: %s, but '%s' has neither 'ports' nor 'expose', and %s. Add it to 'expose'"
                            .formatted(
                                    target.name(),
                                    reasons.values().iterator().next(),
                                    target.name(),
                                    exposed.isPresent()
                                            ? "its image %s exposes none".formatted(target.image())
                                            : "no image %s is held that could tell".formatted(target.image())));
        }
    }

    private Map<ComponentName, String> named(Component target) {
        Map<ComponentName, String> reasons = new LinkedHashMap<>();
        scenario.inference().edges().stream()
                .filter(edge -> edge.to().equals(target.name()))
                .forEach(edge -> reasons.putIfAbsent(edge.from(), edge.why()));
        return reasons;
    }

    private Map<ComponentName, String> dependents(Component target) {
        Map<ComponentName, String> reasons = new LinkedHashMap<>();
        for (Component from : scenario.components()) {
            boolean depends = from.dependencies().stream()
                    .anyMatch(dependency -> dependency.on().equals(target.name()));
            if (depends
                    && from.sharesNetworkWith(target)
                    && !scenario.inference().ignores(from.name(), target.name())) {
                reasons.put(from.name(), "%s depends on %s".formatted(from.name(), target.name()));
            }
        }
        return reasons;
    }
}
