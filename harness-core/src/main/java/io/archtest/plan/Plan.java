package io.archtest.plan;

import io.archtest.model.Architecture;
import java.util.List;
import java.util.Optional;

/**
 * What will run, in this order.
 *
 * @param cover what the runs named {@code cover-...} are part of
 */
public record Plan(String scenario, Architecture host, String provider, List<PlannedRun> runs, Optional<Cover> cover) {
    public Plan(String scenario, Architecture host, String provider, List<PlannedRun> runs) {
        this(scenario, host, provider, runs, Optional.empty());
    }

    public Plan {
        runs = List.copyOf(runs);
    }
}
