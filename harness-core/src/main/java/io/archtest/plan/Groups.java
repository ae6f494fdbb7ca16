package io.archtest.plan;

import io.archtest.model.Architecture;
import io.archtest.model.Colocation;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.Dependency;
import io.archtest.model.Edge;
import io.archtest.model.Mount;
import io.archtest.model.Placement;
import io.archtest.scenario.Scenario;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Components that can only be on one engine, and so on one architecture: those that share a volume or a namespace, and
 * those that are known to use another one over UDP alone.
 */
final class Groups {
    private final List<Bond> bonds = new ArrayList<>();
    /** By component: the first one that it must be placed with. */
    private final Map<ComponentName, ComponentName> leaders = new LinkedHashMap<>();

    /**
     * Two that belong together.
     *
     * @param reason a sentence about both
     * @param remedy what else one can do than to place them together; may be empty
     */
    private record Bond(ComponentName one, ComponentName other, String reason, String remedy) {}

    private Groups(Scenario scenario, boolean oneEngine) {
        scenario.components().forEach(component -> leaders.put(component.name(), component.name()));
        scenario.volumes().forEach(volume -> bindByVolume(scenario, volume));
        scenario.components().forEach(this::bindAsDeclared);
        scenario.components().forEach(target -> bindByUdp(scenario, target));
        if (oneEngine) {
            AddressBonds.of(scenario)
                    .forEach(bond -> bonds.add(new Bond(bond.one(), bond.other(), bond.reason(), AddressBonds.REMEDY)));
        }
        bonds.forEach(bond -> join(bond.one(), bond.other()));
    }

    /** @param oneEngine whether one engine serves both architectures, which then can't both have a network's addresses */
    static Groups of(Scenario scenario, boolean oneEngine) {
        return new Groups(scenario, oneEngine);
    }

    private void bindByVolume(Scenario scenario, String volume) {
        List<ComponentName> users = scenario.components().stream()
                .filter(component -> component.mounts().stream().anyMatch(mount -> isVolume(mount, volume)))
                .map(Component::name)
                .toList();
        for (ComponentName user : users.stream().skip(1).toList()) {
            bonds.add(new Bond(
                    users.get(0),
                    user,
                    "'%s' and '%s' both use volume '%s', and engines of different architectures share no files (one engine that serves both must not hide that)"
                            .formatted(users.get(0), user, volume),
                    ", or share the data over the network (object storage, a database)"));
        }
    }

    private static boolean isVolume(Mount mount, String volume) {
        return mount.type() == Mount.Type.VOLUME && mount.source().equals(Optional.of(volume));
    }

    private void bindAsDeclared(Component component) {
        for (Colocation colocation : component.connections().colocations()) {
            if (leaders.containsKey(colocation.with())) {
                bonds.add(new Bond(
                        colocation.with(),
                        component.name(),
                        "'%s' has %s, which only one engine can give".formatted(component.name(), colocation.why()),
                        ""));
            }
        }
    }

    /** Of one that also listens on TCP it isn't known who uses what, so that is noted and not refused. */
    private void bindByUdp(Scenario scenario, Component target) {
        if (target.connections().udpPorts().isEmpty() || !target.ports().isEmpty()) {
            return;
        }
        Stream<ComponentName> byEdge = scenario.edges().stream()
                .filter(edge -> edge.to().equals(target.name()))
                .map(Edge::from);
        Stream<ComponentName> byDependency = scenario.components().stream()
                .filter(component ->
                        component.dependencies().stream().map(Dependency::on).anyMatch(target.name()::equals))
                .filter(component -> component.sharesNetworkWith(target))
                .map(Component::name);
        Stream.concat(byEdge, byDependency)
                .distinct()
                .forEach(user -> bonds.add(new Bond(
                        target.name(),
                        user,
                        "'%s' needs '%s', which listens on UDP only (%s), and relays between architectures carry TCP only"
                                .formatted(
                                        user,
                                        target.name(),
                                        target.connections().udpPorts()),
                        "")));
    }

    private void join(ComponentName one, ComponentName other) {
        ComponentName kept = leader(one);
        ComponentName gone = leader(other);
        leaders.replaceAll((name, leader) -> leader.equals(gone) ? kept : leader);
    }

    /** The same for all components of one group, and for nobody else. */
    ComponentName leader(ComponentName name) {
        return Objects.requireNonNull(leaders.get(name));
    }

    /** By leader: where the group must be, because one of it is pinned there or was placed there by hand. */
    Map<ComponentName, Architecture> pins(Scenario scenario, Map<ComponentName, Architecture> overrides) {
        Map<ComponentName, Architecture> pins = new LinkedHashMap<>();
        for (Component component : scenario.components()) {
            Optional.ofNullable(overrides.get(component.name()))
                    .or(component::pinned)
                    .ifPresent(pin -> pins.putIfAbsent(leader(component.name()), pin));
        }
        return pins;
    }

    /** Why two of one group can't be parted, by all that ties them together; empty for others. */
    Optional<String> together(ComponentName one, ComponentName other) {
        Map<ComponentName, String> reached = new LinkedHashMap<>();
        reached.put(one, "");
        Deque<ComponentName> rest = new ArrayDeque<>(List.of(one));
        while (!rest.isEmpty()) {
            ComponentName next = rest.remove();
            for (Bond bond : bonds) {
                ComponentName far = bond.one().equals(next) ? bond.other() : bond.one();
                boolean touches = bond.one().equals(next) || bond.other().equals(next);
                if (touches && !reached.containsKey(far)) {
                    String before = Objects.requireNonNull(reached.get(next));
                    reached.put(far, before + (before.isEmpty() ? "" : ", and ") + bond.reason());
                    rest.add(far);
                }
            }
        }
        return Optional.ofNullable(reached.get(other)).filter(reason -> !reason.isEmpty());
    }

    /** Why this placement can't be, one sentence; empty when it keeps together what belongs together. */
    Optional<String> torn(Scenario scenario, Placement placement) {
        return bonds.stream()
                .filter(bond -> placement.of(bond.one()) != placement.of(bond.other()))
                .findFirst()
                .map(bond ->
                        "Placement '%s' puts '%s' on %s and '%s' on %s, but they can't be parted: %s.%s Place them on one architecture, for example with --place %s=%s,%s=%s or under x-archtest.placements%s"
                                .formatted(
                                        placement.name(),
                                        bond.one(),
                                        placement.of(bond.one()),
                                        bond.other(),
                                        placement.of(bond.other()),
                                        bond.reason(),
                                        pinned(scenario, bond),
                                        bond.one(),
                                        together(scenario, placement, bond),
                                        bond.other(),
                                        together(scenario, placement, bond),
                                        bond.remedy()));
    }

    private static Architecture together(Scenario scenario, Placement placement, Bond bond) {
        return scenario.component(bond.one())
                .pinned()
                .or(() -> scenario.component(bond.other()).pinned())
                .orElse(placement.of(bond.one()));
    }

    private static String pinned(Scenario scenario, Bond bond) {
        return Stream.of(bond.one(), bond.other())
                .flatMap(name -> scenario.component(name).pinned().stream()
                        .map(pin -> " '%s' is pinned to %s by its 'platform' or x-archtest.architecture."
                                .formatted(name, pin)))
                .reduce("", String::concat);
    }
}
