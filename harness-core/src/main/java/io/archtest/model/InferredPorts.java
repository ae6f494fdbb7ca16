package io.archtest.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Ports of a component that its own {@code ports} and {@code expose} don't say, each with the reason why it counts.
 *
 * @param asked connectivity is asked for them, and fails when nobody listens
 * @param carried relays forward them; nothing fails when nobody listens
 */
public record InferredPorts(SortedMap<Integer, String> asked, SortedMap<Integer, String> carried) {
    public InferredPorts {
        asked = Collections.unmodifiableSortedMap(new TreeMap<>(asked));
        carried = Collections.unmodifiableSortedMap(new TreeMap<>(carried));
    }

    InferredPorts(Map<Integer, String> asked, Map<Integer, String> carried) {
        this(new TreeMap<>(asked), new TreeMap<>(carried));
    }

    public static InferredPorts none() {
        return new InferredPorts(Map.of(), Map.of());
    }

    /** Without those that are declared after all. */
    InferredPorts without(java.util.Collection<Integer> declared) {
        TreeMap<Integer, String> askedRest = new TreeMap<>(asked);
        askedRest.keySet().removeAll(declared);
        TreeMap<Integer, String> carriedRest = new TreeMap<>(carried);
        carriedRest.keySet().removeAll(declared);
        return new InferredPorts(askedRest, carriedRest);
    }
}
