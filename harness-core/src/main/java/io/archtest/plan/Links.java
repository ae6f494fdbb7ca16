package io.archtest.plan;

import io.archtest.model.Component;
import io.archtest.model.Dependency;
import io.archtest.scenario.Scenario;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Who talks to whom, as far as placements go by it: a guess here costs a run more or less, and fails nothing. */
final class Links {
    private Links() {}

    /**
     * Declared edges, inferred ones, and dependencies on what has ports; where there are none of these, all that could talk
     * to each other.
     */
    static List<Cover.Link> of(Scenario scenario) {
        Set<Cover.Link> links = new LinkedHashSet<>();
        scenario.edges().forEach(edge -> links.add(new Cover.Link(edge.from(), edge.to())));
        scenario.inference().edges().forEach(edge -> links.add(new Cover.Link(edge.from(), edge.to())));
        for (Component component : scenario.components()) {
            component.dependencies().stream()
                    .map(Dependency::on)
                    .filter(on -> reaches(scenario, component, scenario.component(on)))
                    .forEach(on -> links.add(new Cover.Link(component.name(), on)));
        }
        if (links.isEmpty()) {
            for (Component from : scenario.components()) {
                scenario.components().stream()
                        .filter(to -> !to.equals(from) && reaches(scenario, from, to))
                        .forEach(to -> links.add(new Cover.Link(from.name(), to.name())));
            }
        }
        return List.copyOf(links);
    }

    /** By what the file says alone: which images happen to be held must not change what {@code cover} is. */
    private static boolean reaches(Scenario scenario, Component from, Component to) {
        return !to.askedPorts().isEmpty()
                && from.sharesNetworkWith(to)
                && !scenario.inference().ignores(from.name(), to.name());
    }
}
