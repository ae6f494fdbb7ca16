package io.archtest.environment;

import io.archtest.engine.Engine;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What must be there before the first component starts.
 *
 * @param hostPorts by component: container port to leased host port
 */
record Infrastructure(
        Map<Architecture, Side> sides,
        Map<ComponentName, Map<Integer, Integer>> hostPorts,
        List<RunningRelay> relays,
        Map<Architecture, Slowness> slowness,
        Map<Architecture, Speed> speeds) {

    Side side(Architecture architecture) {
        Side side = sides.get(architecture);
        if (side == null) {
            throw new IllegalStateException("No side for " + architecture);
        }
        return side;
    }

    Collection<Engine> engines() {
        return sides.values().stream().map(Side::engine).collect(Collectors.toSet());
    }
}
