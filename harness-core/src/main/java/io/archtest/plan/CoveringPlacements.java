package io.archtest.plan;

import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.Placement;
import io.archtest.scenario.Scenario;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds a {@link Cover} for a scenario: pinned components stay, and those that can't be parted stay together. */
final class CoveringPlacements {
    private static final String PREFIX = Cover.NAME + "-";

    private final Scenario scenario;
    private final Architecture host;
    private final PlacementGroups groups;

    private CoveringPlacements(
            Scenario scenario, Architecture host, Groups groups, Map<ComponentName, Architecture> overrides) {
        this.scenario = scenario;
        this.host = host;
        this.groups = PlacementGroups.of(scenario, groups, overrides);
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

    static Optional<Placement> named(Cover cover, String name) {
        return cover.placements().stream()
                .filter(placement -> placement.name().equals(name))
                .findFirst();
    }

    static boolean isOne(String name) {
        return name.matches(PREFIX + "[1-9][0-9]*");
    }

    private Cover cover() {
        List<Cover.Link> links = Links.of(scenario);
        List<ComponentName> free = groups.free();
        List<BitSet> neighbours = groups.neighbours(links);
        BinaryCover.Result rows = BinaryCover.of(neighbours);
        List<Placement> placements = new ArrayList<>();
        for (int i = 0; i < rows.length(); i++) {
            int position = i;
            placements.add(groups.placement(
                    PREFIX + (i + 1),
                    leader -> (rows.rows().get(free.indexOf(leader)) >> position & 1) == 1 ? host.mirror() : host));
        }
        return new Cover(placements, links, free.size(), rows.proven(), List.of());
    }
}
