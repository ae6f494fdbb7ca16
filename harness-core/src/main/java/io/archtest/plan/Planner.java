package io.archtest.plan;

import io.archtest.image.AvailableArchitectures;
import io.archtest.image.ImageOffers;
import io.archtest.image.ImagePorts;
import io.archtest.model.Architecture;
import io.archtest.model.BuildSpec;
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
import java.util.stream.Stream;

/** Turns a request into a plan: validates everything, starts nothing. */
public final class Planner {
    private final ProfileProvider provider;
    private final ImagePorts imagePorts;
    private final AvailableArchitectures available;

    public Planner(ProfileProvider provider) {
        this(provider, ImagePorts.unknown());
    }

    /** @param imagePorts for services that say nothing of their ports */
    public Planner(ProfileProvider provider, ImagePorts imagePorts) {
        this(provider, imagePorts, AvailableArchitectures.unknown());
    }

    /** @param available asked only where placements are to be chosen by it */
    public Planner(ProfileProvider provider, ImagePorts imagePorts, AvailableArchitectures available) {
        this.provider = provider;
        this.imagePorts = imagePorts;
        this.available = available;
    }

    /**
     * One run per placement.
     *
     * @throws InvalidRequestException when the request or the scenario is wrong
     * @throws UnsupportedHostException when the provider has no profile for an architecture that is needed
     */
    public Plan plan(RunRequest request) {
        List<String> asked = request.placements().isEmpty() ? List.of(unnamed(request)) : request.placements();
        ImageOffers offers = offers(request, asked);
        Optional<Cover> cover = cover(request, asked, offers);
        List<PlannedRun> runs = new ArrayList<>();
        for (String name : expanded(asked, cover)) {
            runs.add(plan(request, name, offers));
        }
        return new Plan(
                runs.get(0).scenario().name(),
                provider.hostArchitecture(),
                provider.name(),
                runs,
                cover,
                talks(request, offers));
    }

    /** What to call the placement that nobody named: a file without a default of its own is split, and called so. */
    private static String unnamed(RunRequest request) {
        return request.scenario().get().placements().containsKey(Placements.DEFAULT)
                ? Placements.DEFAULT
                : SplitPlacement.NAME;
    }

    /** Of the scenario that was asked for, if {@code cover} is among the placements and isn't one of its own. */
    private Optional<Cover> cover(RunRequest request, List<String> placements, ImageOffers offers) {
        if (!placements.contains(Cover.NAME)) {
            return Optional.empty();
        }
        Scenario scenario = request.scenario().get().pinning(offers.pins());
        return scenario.placements().containsKey(Cover.NAME)
                ? Optional.empty()
                : Optional.of(CoveringPlacements.of(
                                scenario,
                                provider.hostArchitecture(),
                                groups(scenario),
                                Placements.expanded(scenario, request.overrides()))
                        .noting(offers.notes()));
    }

    /** Only a cover needs them: what a registry says takes time, and may be counted as a pull. */
    private ImageOffers offers(RunRequest request, List<String> placements) {
        Scenario scenario = request.scenario().get();
        boolean covering = placements.stream()
                .anyMatch(name -> !scenario.placements().containsKey(name)
                        && (name.equals(Cover.NAME) || CoveringPlacements.isOne(name)));
        return covering ? available.of(scenario, request.images()) : ImageOffers.none();
    }

    private Talks talks(RunRequest request, ImageOffers offers) {
        Scenario scenario = request.scenario().get().pinning(offers.pins());
        return Talks.of(scenario, groups(scenario), Placements.expanded(scenario, request.overrides()));
    }

    private static List<String> expanded(List<String> placements, Optional<Cover> cover) {
        return placements.stream()
                .flatMap(name -> name.equals(Cover.NAME) && cover.isPresent()
                        ? CoveringPlacements.names(cover.get()).stream()
                        : Stream.of(name))
                .toList();
    }

    /** The names that a list of placements stands for: {@code cover} is several. */
    public List<String> names(RunRequest request) {
        return expanded(
                request.placements(), cover(request, request.placements(), offers(request, request.placements())));
    }

    private PlannedRun plan(RunRequest request, String placementName, ImageOffers offers) {
        Scenario read = request.scenario().get();
        // by what the file says alone: two hosts that hold different images must mean the same by one name
        Groups groups = groups(read);
        Placement placement = placement(read, groups, request, placementName, offers);
        groups.torn(read, placement).ifPresent(sentence -> {
            throw new InvalidRequestException(sentence);
        });
        Scenario scenario = ExposedPorts.completed(read, imagePorts);
        refuseEdgesToNowhere(scenario);
        refuseForbiddenBuilds(scenario, placement);
        Map<Architecture, Profile> profiles = profiles(placement);
        refuseHostFiles(scenario, placement, profiles);
        List<PlannedRelay> relays = relays(scenario, placement);
        refuseUnknownWays(relays, profiles);
        return new PlannedRun(
                scenario, placement, profiles, request.images(), request.tags(), scenario.edges(), relays);
    }

    /** What a person places is taken as it is, and refused where no image can be there; what archtest chooses goes by it. */
    private Placement placement(Scenario read, Groups groups, RunRequest request, String name, ImageOffers offers) {
        Placement placement = new Placements(read, offers.pins(), provider.hostArchitecture(), groups)
                .named(name, request.overrides());
        offers.certain().forEach((component, offer) -> {
            Architecture wanted = placement.of(component);
            if (!offer.architectures().contains(wanted)) {
                throw new InvalidRequestException(
                        "Placement '%s' puts '%s' on %s, but there is no such image of it: %s%s"
                                .formatted(
                                        placement.name(),
                                        component,
                                        wanted,
                                        offer.sentence(),
                                        remedy(component, offer)));
            }
        });
        return placement;
    }

    private static String remedy(ComponentName component, ImageOffers.Offer offer) {
        return offer.architectures().stream()
                .findFirst()
                .map(there -> ". Place it there: --place %s=%s, or pin it in the file (platform: %s)"
                        .formatted(component, there, there.platform()))
                .orElse("");
    }

    private Groups groups(Scenario scenario) {
        List<Profile> both = Stream.of(Architecture.values())
                .flatMap(architecture -> provider.profile(architecture).stream())
                .toList();
        return Groups.of(scenario, both.size() > 1 && AddressPlan.oneEngine(both.stream()));
    }

    private Map<Architecture, Profile> profiles(Placement placement) {
        Map<Architecture, Profile> chosen = new EnumMap<>(Architecture.class);
        for (Architecture architecture : placement.architectures()) {
            chosen.put(
                    architecture,
                    provider.profile(architecture)
                            .orElseThrow(() -> new UnsupportedHostException(
                                    "Provider '%s' has no profile for %s on this host, which placement '%s' needs. 'archtest doctor' says what is missing; '--placement native' does with the host's own architecture"
                                            .formatted(provider.name(), architecture, placement.name()))));
        }
        return chosen;
    }

    /** A machine that doesn't have this host's files would be given an empty folder, without a word. */
    private static void refuseHostFiles(Scenario scenario, Placement placement, Map<Architecture, Profile> profiles) {
        for (Component component : scenario.components()) {
            Profile profile = profiles.get(placement.of(component.name()));
            Optional<Mount> bind = component.mounts().stream()
                    .filter(mount -> mount.type() == Mount.Type.BIND)
                    .findFirst();
            if (profile != null && !profile.hostFiles() && bind.isPresent()) {
                throw new InvalidRequestException(
                        "'%s' mounts '%s' of this host, which profile '%s' (provider %s) can't see. Put files in by 'configs' or 'secrets', and data in a named volume; or use provider docker"
                                .formatted(
                                        component.name(),
                                        bind.get().source().orElse(""),
                                        profile.name(),
                                        profile.provider()));
            }
        }
    }

    /** Containers on another machine don't reach this one by host.docker.internal. */
    private static void refuseUnknownWays(List<PlannedRelay> relays, Map<Architecture, Profile> profiles) {
        for (PlannedRelay relay : relays) {
            Profile from = profiles.get(relay.served());
            Profile to = profiles.get(relay.served().mirror());
            if (from != null
                    && to != null
                    && from.reach().address().isPresent()
                    && to.reach().address().isEmpty()) {
                throw new InvalidRequestException(
                        "'%s' runs on this host, and containers on the engine at '%s' have no way to it. Say at which address of this host they reach it: --reach %s=ADDRESS"
                                .formatted(relay.standsFor(), from.endpoint(), to.architecture()));
            }
        }
    }

    private static void refuseForbiddenBuilds(Scenario scenario, Placement placement) {
        for (Component component : scenario.components()) {
            Architecture architecture = placement.of(component.name());
            Optional<BuildSpec> build = scenario.build(component).filter(spec -> !spec.allows(architecture));
            if (build.isPresent()) {
                throw new InvalidRequestException(
                        "Placement '%s' puts '%s' on %s, for which its build.platforms allow no image: %s. Add %s there, or pin the component (platform: %s)"
                                .formatted(
                                        placement.name(),
                                        component.name(),
                                        architecture,
                                        build.get().platforms(),
                                        architecture.platform(),
                                        architecture.mirror().platform()));
            }
        }
    }

    private static void refuseEdgesToNowhere(Scenario scenario) {
        for (Edge edge : scenario.edges()) {
            Component target = scenario.component(edge.to());
            if (target.connections().udpPorts().contains(edge.port())
                    && !target.ports().contains(edge.port())) {
                throw new InvalidRequestException(
                        "Edge %s of scenario '%s' leads to a UDP port, and only TCP can be proven by a nonce; remove the edge, and ask what goes over UDP by an 'exec' check"
                                .formatted(edge, scenario.name()));
            }
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
