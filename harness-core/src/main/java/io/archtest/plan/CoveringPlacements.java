package io.archtest.plan;

import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.Mount;
import io.archtest.model.Placement;
import io.archtest.scenario.Scenario;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Finds a {@link Cover} for a scenario: pinned components stay, and those that share a volume stay together. */
final class CoveringPlacements {
    private static final String PREFIX = Cover.NAME + "-";

    private final Scenario scenario;
    private final Architecture host;
    private final Map<ComponentName, Architecture> overrides;
    /** By component: the first one that it must be placed with. */
    private final Map<ComponentName, ComponentName> leaders = new LinkedHashMap<>();
    /** By leader, where one of its group is pinned. */
    private final Map<ComponentName, Architecture> pins = new LinkedHashMap<>();

    private CoveringPlacements(Scenario scenario, Architecture host, Map<ComponentName, Architecture> overrides) {
        this.scenario = scenario;
        this.host = host;
        this.overrides = overrides;
        group();
    }

    /**
     * @param overrides components that stay where they are put, as pinned ones do
     */
    static Cover of(Scenario scenario, Architecture host, Map<ComponentName, Architecture> overrides) {
        return new CoveringPlacements(scenario, host, overrides).cover();
    }

    /** The names of its placements. */
    static List<String> names(Cover cover) {
        return cover.placements().stream().map(Placement::name).toList();
    }

    static boolean isOne(String name) {
        return name.matches(PREFIX + "[1-9][0-9]*");
    }

    private void group() {
        scenario.components().forEach(component -> leaders.put(component.name(), component.name()));
        for (String volume : scenario.volumes()) {
            List<ComponentName> users = scenario.components().stream()
                    .filter(component -> component.mounts().stream()
                            .anyMatch(mount -> mount.type() == Mount.Type.VOLUME
                                    && mount.source().equals(Optional.of(volume))))
                    .map(Component::name)
                    .toList();
            users.forEach(user -> join(users.get(0), user));
        }
        for (Component component : scenario.components()) {
            Optional.ofNullable(overrides.get(component.name()))
                    .or(component::pinned)
                    .ifPresent(pin -> pins.put(leader(component.name()), pin));
        }
    }

    private void join(ComponentName one, ComponentName other) {
        ComponentName kept = leader(one);
        ComponentName gone = leader(other);
        leaders.replaceAll((name, leader) -> leader.equals(gone) ? kept : leader);
    }

    private ComponentName leader(ComponentName name) {
        return java.util.Objects.requireNonNull(leaders.get(name));
    }

    private Cover cover() {
        List<Cover.Link> links = links();
        List<ComponentName> free = new LinkedHashSet<>(leaders.values())
                .stream().filter(leader -> !pins.containsKey(leader)).toList();
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
        leaders.forEach((component, leader) -> {
            Architecture pin = pins.get(leader);
            placed.put(component, pin == null ? chosen.apply(leader) : pin);
        });
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
