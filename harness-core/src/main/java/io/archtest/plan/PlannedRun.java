package io.archtest.plan;

import io.archtest.image.ImageMode;
import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.Edge;
import io.archtest.model.NetworkDefinition;
import io.archtest.model.Placement;
import io.archtest.profile.Demand;
import io.archtest.profile.Profile;
import io.archtest.scenario.Scenario;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One scenario under one placement, complete and valid.
 *
 * @param profiles one for each architecture that the placement uses
 * @param edges declared ones
 * @param tags of opt-in checks that are asked as well
 * @param relays the forwarders that the placement makes necessary
 */
public record PlannedRun(
        Scenario scenario,
        Placement placement,
        Map<Architecture, Profile> profiles,
        ImageMode images,
        Set<String> tags,
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
        tags = Set.copyOf(tags);
        edges = List.copyOf(edges);
        relays = List.copyOf(relays);
    }

    /** What is wanted of each profile. Of jobs only the largest counts, since they end before most components begin. */
    public List<Demand> demands() {
        return profiles.entrySet().stream()
                .map(entry -> new Demand(entry.getValue(), reservedOn(entry.getKey())))
                .toList();
    }

    private long reservedOn(Architecture architecture) {
        long components = 0;
        long largestJob = 0;
        for (Component component : scenario.components()) {
            long reserved = component.resources().reservedBytes().orElse(0L);
            if (placement.of(component.name()) != architecture) {
                continue;
            }
            if (component.kind() == Component.Kind.JOB) {
                largestJob = Math.max(largestJob, reserved);
            } else {
                components += reserved;
            }
        }
        return components + largestJob;
    }

    /** What the sides' networks are, by Compose name. */
    public Map<String, NetworkDefinition> networks(Architecture architecture) {
        return AddressPlan.of(scenario, placement, profiles).sides().getOrDefault(architecture, Map.of());
    }

    /** What isn't as the file says, or isn't asked, one sentence each. */
    public List<String> notes() {
        return Stream.concat(
                        AddressPlan.of(scenario, placement, profiles).notes().stream(),
                        UdpNotes.of(scenario, placement).stream())
                .toList();
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
