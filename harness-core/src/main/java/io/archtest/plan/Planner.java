package io.archtest.plan;

import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.Edge;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.Mount;
import io.archtest.model.Placement;
import io.archtest.model.UnsupportedHostException;
import io.archtest.plan.PlannedRun.PlannedRelay;
import io.archtest.profile.Profile;
import io.archtest.profile.ProfileProvider;
import io.archtest.scenario.Scenario;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns a request into a plan: validates everything, starts nothing. */
public final class Planner {
    private final ProfileProvider provider;

    public Planner(ProfileProvider provider) {
        this.provider = provider;
    }

    /**
     * One run per placement.
     *
     * @throws InvalidRequestException when the request or the scenario is wrong
     * @throws UnsupportedHostException when the provider has no profile for an architecture that is needed
     */
    public Plan plan(RunRequest request) {
        List<String> names = request.placements().isEmpty() ? List.of(Placements.DEFAULT) : request.placements();
        List<PlannedRun> runs = new ArrayList<>();
        for (String name : names) {
            runs.add(plan(request, name));
        }
        return new Plan(runs.get(0).scenario().name(), provider.hostArchitecture(), provider.name(), runs);
    }

    private PlannedRun plan(RunRequest request, String placementName) {
        Scenario scenario = request.scenario().get();
        Placement placement =
                new Placements(scenario, provider.hostArchitecture()).named(placementName, request.overrides());
        refuseSplitVolumes(scenario, placement);
        refuseEdgesToNowhere(scenario);
        return new PlannedRun(
                scenario,
                placement,
                profiles(placement),
                request.images(),
                scenario.edges(),
                relays(scenario, placement));
    }

    private Map<Architecture, Profile> profiles(Placement placement) {
        Map<Architecture, Profile> chosen = new EnumMap<>(Architecture.class);
        for (Architecture architecture : placement.architectures()) {
            chosen.put(
                    architecture,
                    provider.profiles().stream()
                            .filter(profile -> profile.architecture() == architecture)
                            .findFirst()
                            .orElseThrow(() -> new UnsupportedHostException(
                                    "No profile of provider '%s' for %s, which placement '%s' needs; found: %s"
                                            .formatted(
                                                    provider.name(),
                                                    architecture,
                                                    placement.name(),
                                                    provider.profiles().stream()
                                                            .map(Profile::name)
                                                            .collect(Collectors.joining(", "))))));
        }
        return chosen;
    }

    /** Two engines have no file system in common, and one engine must not hide that. */
    private static void refuseSplitVolumes(Scenario scenario, Placement placement) {
        for (String volume : scenario.volumes()) {
            Map<Architecture, List<ComponentName>> users = scenario.components().stream()
                    .filter(component -> component.mounts().stream().anyMatch(mount -> isVolume(mount, volume)))
                    .map(Component::name)
                    .collect(Collectors.groupingBy(placement::of));
            if (users.size() > 1) {
                throw new InvalidRequestException(
                        "Placement '%s' puts users of volume '%s' on different engines, which share no files: %s. Place them on one architecture, or share the data over the network (object storage, a database)"
                                .formatted(placement.name(), volume, users));
            }
        }
    }

    private static boolean isVolume(Mount mount, String volume) {
        return mount.type() == Mount.Type.VOLUME && mount.source().equals(Optional.of(volume));
    }

    private static void refuseEdgesToNowhere(Scenario scenario) {
        for (Edge edge : scenario.edges()) {
            Component target = scenario.component(edge.to());
            if (!target.ports().contains(edge.port())) {
                throw new InvalidRequestException(
                        "Edge %s of scenario '%s' leads to a port that '%s' doesn't expose; it exposes: %s. Add it to the service's 'expose'"
                                .formatted(edge, scenario.name(), edge.to(), target.ports()));
            }
            if (!scenario.component(edge.from()).sharesNetworkWith(target)) {
                throw new InvalidRequestException("Edge %s of scenario '%s' joins components that share no network"
                        .formatted(edge, scenario.name()));
            }
        }
    }

    /** Every component with ports is reachable by name from all that share a network with it, on either side. */
    private static List<PlannedRelay> relays(Scenario scenario, Placement placement) {
        List<PlannedRelay> relays = new ArrayList<>();
        for (Component target : scenario.components()) {
            Architecture otherSide = placement.of(target.name()).mirror();
            boolean needed = scenario.components().stream()
                    .anyMatch(source -> placement.of(source.name()) == otherSide && source.sharesNetworkWith(target));
            if (needed && !target.ports().isEmpty()) {
                relays.add(new PlannedRelay(target.name(), otherSide, target.ports()));
            }
        }
        return relays;
    }
}
