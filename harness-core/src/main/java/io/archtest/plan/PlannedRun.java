package io.archtest.plan;

import io.archtest.image.ImageMode;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.Edge;
import io.archtest.model.Placement;
import io.archtest.profile.Profile;
import io.archtest.scenario.Scenario;
import java.util.List;
import java.util.Map;

/**
 * One scenario under one placement, complete and valid.
 *
 * @param profiles one for each architecture that the placement uses
 * @param edges declared ones
 * @param relays the forwarders that the placement makes necessary
 */
public record PlannedRun(
        Scenario scenario,
        Placement placement,
        Map<Architecture, Profile> profiles,
        ImageMode images,
        List<Edge> edges,
        List<PlannedRelay> relays) {

    /** A forwarder on the side of {@code served} for a component of the other side, on all its ports. */
    public record PlannedRelay(ComponentName standsFor, Architecture served, List<Integer> ports) {
        public PlannedRelay {
            ports = List.copyOf(ports);
        }
    }

    public PlannedRun {
        profiles = Map.copyOf(profiles);
        edges = List.copyOf(edges);
        relays = List.copyOf(relays);
    }

    public Profile profileOf(ComponentName component) {
        return profile(placement.of(component));
    }

    public Profile profile(Architecture architecture) {
        Profile profile = profiles.get(architecture);
        if (profile == null) {
            throw new IllegalArgumentException("No profile planned for " + architecture);
        }
        return profile;
    }
}
