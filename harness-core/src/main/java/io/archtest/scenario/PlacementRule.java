package io.archtest.scenario;

import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import java.util.Map;
import java.util.Set;

/**
 * A placement as a scenario's author writes it. What it does not name is native.
 *
 * @param emulated components that run on the architecture that isn't the host's
 * @param fixed components with an architecture by name
 */
public record PlacementRule(Set<ComponentName> emulated, Map<ComponentName, Architecture> fixed) {
    public PlacementRule {
        emulated = Set.copyOf(emulated);
        fixed = Map.copyOf(fixed);
    }
}
