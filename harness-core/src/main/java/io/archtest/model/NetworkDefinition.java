package io.archtest.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network as the Compose file declares it. Each side makes one of its own, under a name of archtest's.
 *
 * @param internal nothing on it reaches outside, and nothing outside reaches it
 * @param options of the bridge driver
 */
public record NetworkDefinition(
        boolean internal,
        boolean attachable,
        boolean ipv6,
        List<Pool> pools,
        Map<String, String> options,
        Map<String, String> labels) {

    /**
     * A range of addresses.
     *
     * @param subnet in CIDR notation
     * @param range from which the engine takes addresses that nobody named
     * @param reserved by name: addresses that no container may have
     */
    public record Pool(
            Optional<String> subnet, Optional<String> gateway, Optional<String> range, Map<String, String> reserved) {
        public Pool {
            reserved = Map.copyOf(reserved);
        }

        public Pool ranging(String newRange) {
            return new Pool(subnet, gateway, Optional.of(newRange), reserved);
        }
    }

    public NetworkDefinition {
        pools = List.copyOf(pools);
        options = Map.copyOf(options);
        labels = Map.copyOf(labels);
    }

    /** As the engine makes it when nothing is said. */
    public static NetworkDefinition plain() {
        return new NetworkDefinition(false, false, false, List.of(), Map.of(), Map.of());
    }

    public NetworkDefinition pooled(List<Pool> newPools) {
        return new NetworkDefinition(internal, attachable, ipv6, newPools, options, labels);
    }

    public NetworkDefinition labelled(Map<String, String> newLabels) {
        return new NetworkDefinition(internal, attachable, ipv6, pools, options, newLabels);
    }

    /** Whether the file says which addresses it has. */
    public boolean addressed() {
        return pools.stream().anyMatch(pool -> pool.subnet().isPresent());
    }
}
