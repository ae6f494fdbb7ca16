package io.archtest.plan;

import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.Placement;
import io.archtest.scenario.Scenario;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Finds a {@link Cover} for a scenario: pinned components stay, and those that can't be parted stay together. */
final class CoveringPlacements {
    private static final String PREFIX = Cover.NAME + "-";

    private final Scenario scenario;
    private final Architecture host;
    private final Groups groups;
    /** By leader, where one of its group is pinned. */
    private final Map<ComponentName, Architecture> pins;

    private CoveringPlacements(
            Scenario scenario, Architecture host, Groups groups, Map<ComponentName, Architecture> overrides) {
        this.scenario = scenario;
        this.host = host;
        this.groups = groups;
        this.pins = groups.pins(scenario, overrides);
    }

    /**
     * @param overrides components that stay where they are put, as pinned ones do
     */
    static Cover of(Scenario scenario, Architecture host, Groups groups, Map<ComponentName, Architecture> overrides) {
        return new CoveringPlacements(scenario, host, groups, overrides).cover();
    }

    /** The names of its placements. */
    static List<String> names(Cover cover) {
        return cover.placements().stream().map(Placement::name).toList();
    }

    static boolean isOne(String name) {
        return name.matches(PREFIX + "[1-9][0-9]*");
    }

    private Cover cover() {
        List<Cover.Link> links = links();
        List<ComponentName> free = scenario.components().stream()
                .map(component -> groups.leader(component.name()))
                .distinct()
                .filter(leader -> !pins.containsKey(leader))
                .toList();
        List<BitSet> neighbours =
                new ArrayList<>(free.stream().map(leader -> new BitSet()).toList());
        for (Cover.Link link : links) {
            int from = free.indexOf(groups.leader(link.from()));
            int to = free.indexOf(groups.leader(link.to()));
            if (from >= 0 && to >= 0 && from != to) {
                neighbours.get(from).set(to);
                neighbours.get(to).set(from);
            }
        }
        BinaryCover.Result rows = BinaryCover.of(neighbours);
        List<Placement> placements = new ArrayList<>();
        for (int i = 0; i < rows.length(); i++) {
            int position = i;
            placements.add(placement(
                    PREFIX + (i + 1),
                    leader -> (rows.rows().get(free.indexOf(leader)) >> position & 1) == 1 ? host.mirror() : host));
        }
        return new Cover(placements, links, free.size(), rows.proven());
    }

    private Placement placement(String name, Function<ComponentName, Architecture> chosen) {
        TreeMap<ComponentName, Architecture> placed = new TreeMap<>();
        for (Component component : scenario.components()) {
            ComponentName leader = groups.leader(component.name());
            Architecture pin = pins.get(leader);
            placed.put(component.name(), pin == null ? chosen.apply(leader) : pin);
        }
        return Placement.of(name, placed);
    }

    /** Declared edges and dependencies; where there are none of either, all that could talk to each other. */
    private List<Cover.Link> links() {
        Set<Cover.Link> links = new LinkedHashSet<>();
        scenario.edges().forEach(edge -> links.add(new Cover.Link(edge.from(), edge.to())));
        for (Component component : scenario.components()) {
            component.dependencies().stream()
                    .filter(dependency -> reaches(component, scenario.component(dependency.on())))
                    .forEach(dependency -> links.add(new Cover.Link(component.name(), dependency.on())));
        }
        if (links.isEmpty()) {
            for (Component from : scenario.components()) {
                scenario.components().stream()
                        .filter(to -> !to.equals(from) && reaches(from, to))
                        .forEach(to -> links.add(new Cover.Link(from.name(), to.name())));
            }
        }
        return List.copyOf(links);
    }

    private static boolean reaches(Component from, Component to) {
        return !to.ports().isEmpty() && from.sharesNetworkWith(to);
    }
}
