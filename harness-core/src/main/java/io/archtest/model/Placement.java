package io.archtest.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which architecture each component of a scenario runs on. */
public record Placement(String name, SortedMap<ComponentName, Architecture> components) {

    public Placement {
        components = Collections.unmodifiableSortedMap(new TreeMap<>(components));
    }

    public static Placement of(String name, Map<ComponentName, Architecture> components) {
        return new Placement(name, new TreeMap<>(components));
    }

    public Architecture of(ComponentName component) {
        Architecture architecture = components.get(component);
        if (architecture == null) {
            throw new IllegalArgumentException("No component '%s' in placement '%s'".formatted(component, name));
        }
        return architecture;
    }

    /** The architectures that it needs an engine for. */
    public Set<Architecture> architectures() {
        Set<Architecture> all = EnumSet.noneOf(Architecture.class);
        all.addAll(components.values());
        return all;
    }

    /** Whether the two ends run on different architectures. */
    public boolean crosses(Edge edge) {
        return of(edge.from()) != of(edge.to());
    }
}
