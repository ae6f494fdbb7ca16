package io.archtest.plan;

import io.archtest.model.AddressRange;
import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.NetworkAttachment;
import io.archtest.model.NetworkDefinition;
import io.archtest.model.NetworkDefinition.Pool;
import io.archtest.model.Placement;
import io.archtest.profile.Profile;
import io.archtest.scenario.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What each side makes of the scenario's networks. On engines of their own both sides have the addresses that the file
 * names, and a relay has the one of the component that it stands for. One engine can't have two networks with the same
 * addresses: there the side with the components that are told their addresses has them, and the other one takes what is
 * free.
 */
final class AddressPlan {
    private final Scenario scenario;
    private final Placement placement;
    private final boolean oneEngine;
    private final Map<Architecture, Map<String, NetworkDefinition>> sides = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    private AddressPlan(Scenario scenario, Placement placement, boolean oneEngine) {
        this.scenario = scenario;
        this.placement = placement;
        this.oneEngine = oneEngine;
        Set<String> names = new TreeSet<>();
        scenario.components()
                .forEach(component -> component.networks().forEach(attachment -> names.add(attachment.network())));
        placement.architectures().forEach(architecture -> sides.put(architecture, new LinkedHashMap<>()));
        names.forEach(this::place);
    }

    static AddressPlan of(Scenario scenario, Placement placement, Map<Architecture, Profile> profiles) {
        return new AddressPlan(scenario, placement, oneEngine(profiles.values().stream()));
    }

    static boolean oneEngine(Stream<Profile> profiles) {
        return profiles.map(Profile::endpoint).distinct().count() == 1;
    }

    Map<Architecture, Map<String, NetworkDefinition>> sides() {
        return sides;
    }

    /** What a user should know of it, one sentence each. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private void place(String name) {
        NetworkDefinition declared = scenario.network(name);
        Optional<Architecture> only =
                declared.addressed() && oneEngine && sides.size() > 1 ? Optional.of(holder(name)) : Optional.empty();
        sides.forEach((architecture, networks) -> networks.put(
                name,
                only.filter(holder -> holder != architecture).isPresent()
                        ? declared.pooled(List.of())
                        : declared.pooled(declared.pools().stream()
                                .map(pool -> keptFree(name, pool))
                                .toList())));
        only.ifPresent(holder -> notes.add(
                "network '%s' has the addresses %s on the %s side only, and free ones on the %s side: one engine serves both, and can't have two networks with the same addresses"
                        .formatted(
                                name,
                                declared.pools().stream()
                                        .flatMap(pool -> pool.subnet().stream())
                                        .toList(),
                                holder,
                                holder.mirror())));
    }

    /** The planner has refused placements with components on both sides that are told their addresses. */
    private Architecture holder(String network) {
        return attached(network)
                .filter(component -> fixed(component, network).isPresent())
                .map(component -> placement.of(component.name()))
                .findFirst()
                .or(() -> attached(network)
                        .map(component -> placement.of(component.name()))
                        .findFirst())
                .orElseThrow();
    }

    private Stream<Component> attached(String network) {
        return scenario.components().stream()
                .filter(component -> component.connections().namespaceOf().isEmpty())
                .filter(component -> component.networks().stream()
                        .anyMatch(attachment -> attachment.network().equals(network)));
    }

    /** The address that it is told to have there. */
    static Optional<String> fixed(Component component, String network) {
        return component.networks().stream()
                .filter(attachment -> attachment.network().equals(network))
                .map(NetworkAttachment::addresses)
                .flatMap(addresses -> addresses.ipv4().or(addresses::ipv6).stream())
                .findFirst();
    }

    /** So that nobody who starts earlier, such as a relay, takes an address that a component is told to have. */
    private Pool keptFree(String network, Pool pool) {
        Optional<AddressRange> subnet = pool.subnet().flatMap(AddressRange::of).filter(AddressRange::ipv4);
        List<String> fixed = attached(network)
                .flatMap(component -> component.networks().stream())
                .filter(attachment -> attachment.network().equals(network))
                .flatMap(attachment -> attachment.addresses().ipv4().stream())
                .toList();
        boolean needed = !fixed.isEmpty() || !pool.reserved().isEmpty();
        if (subnet.isEmpty() || pool.range().isPresent() || !needed) {
            return pool;
        }
        Optional<String> gateway = pool.gateway()
                .or(() -> Optional.of(subnet.get().firstUsable()).filter(address -> !fixed.contains(address)));
        List<String> taken = Stream.of(fixed.stream(), gateway.stream(), pool.reserved().values().stream())
                .flatMap(addresses -> addresses)
                .toList();
        Optional<String> range = subnet.get().partWithout(taken).map(AddressRange::toString);
        return new Pool(pool.subnet(), gateway, range, pool.reserved());
    }
}
