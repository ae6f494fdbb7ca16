package io.archtest.model;

import java.util.List;
import java.util.Optional;

/**
 * What there is to say of a component's network beside the networks that it is on.
 *
 * @param namespaceOf the component whose network namespace it shares ({@code network_mode: service:...}), itself in none
 *     but its own
 * @param links further names of other components that only this one knows
 * @param udpPorts container ports that speak UDP; relays and nonces know TCP only
 * @param replicaOf the service of which this is one container among several
 * @param colocations components that it can't be parted from
 */
public record Connections(
        Optional<ComponentName> namespaceOf,
        List<Link> links,
        List<Integer> udpPorts,
        Optional<ComponentName> replicaOf,
        List<Colocation> colocations) {

    /** {@code name} is what the other one is called on the networks that both are on. */
    public record Link(String name, String alias) {}

    public Connections {
        links = List.copyOf(links);
        udpPorts = List.copyOf(udpPorts);
        colocations = List.copyOf(colocations);
    }

    /** A network namespace of its own and nothing special. */
    public static Connections none() {
        return new Connections(Optional.empty(), List.of(), List.of(), Optional.empty(), List.of());
    }

    public Connections within(Optional<ComponentName> namespace) {
        return new Connections(namespace, links, udpPorts, replicaOf, colocations);
    }

    public Connections asReplicaOf(ComponentName service) {
        return new Connections(namespaceOf, links, udpPorts, Optional.of(service), colocations);
    }

    public Connections with(List<Colocation> all) {
        return new Connections(namespaceOf, links, udpPorts, replicaOf, all);
    }
}
