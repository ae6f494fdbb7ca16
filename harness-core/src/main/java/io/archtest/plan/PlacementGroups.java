package io.archtest.plan;

import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.Placement;
import io.archtest.scenario.Scenario;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Which components can be placed by themselves: pinned ones stay, and those that can't be parted stay together. */
final class PlacementGroups {
    /** By component: the first one that it must be placed with. */
    private final Map<ComponentName, ComponentName> leaders = new LinkedHashMap<>();
    /** By leader, where one of its group is pinned. */
    private final Map<ComponentName, Architecture> pins = new LinkedHashMap<>();

    private PlacementGroups() {}

    /** @param overrides components that stay where they are put, as pinned ones do */
    static PlacementGroups of(Scenario scenario, Groups bonds, Map<ComponentName, Architecture> overrides) {
        PlacementGroups groups = new PlacementGroups();
        scenario.components()
                .forEach(component -> groups.leaders.put(component.name(), bonds.leader(component.name())));
        groups.pins.putAll(bonds.pins(scenario, overrides));
        return groups;
    }

    /** The one that stands for all that must be placed with a component. */
    ComponentName leader(ComponentName name) {
        return Objects.requireNonNull(leaders.get(name));
    }

    Optional<Architecture> pin(ComponentName leader) {
        return Optional.ofNullable(pins.get(leader));
    }

    /** The leaders that nobody pins. */
    List<ComponentName> free() {
        return new LinkedHashSet<>(leaders.values())
                .stream().filter(leader -> !pins.containsKey(leader)).toList();
    }

    /** By index in {@link #free}: with whom it talks, in either direction. */
    List<BitSet> neighbours(List<Cover.Link> links) {
        List<ComponentName> free = free();
        List<BitSet> neighbours =
                new ArrayList<>(free.stream().map(leader -> new BitSet()).toList());
        for (Cover.Link link : links) {
            int from = free.indexOf(leader(link.from()));
            int to = free.indexOf(leader(link.to()));
            if (from >= 0 && to >= 0 && from != to) {
                neighbours.get(from).set(to);
                neighbours.get(to).set(from);
            }
        }
        return neighbours;
    }

    /** @param chosen for the leaders that are free */
    Placement placement(String name, Function<ComponentName, Architecture> chosen) {
        TreeMap<ComponentName, Architecture> placed = new TreeMap<>();
        leaders.forEach(
                (component, leader) -> placed.put(component, pin(leader).orElseGet(() -> chosen.apply(leader))));
        return Placement.of(name, placed);
    }
}
