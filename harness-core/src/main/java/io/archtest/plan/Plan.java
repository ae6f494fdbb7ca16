package io.archtest.plan;

import io.archtest.model.Architecture;
import java.util.List;

/** What will run, in this order. */
public record Plan(String scenario, Architecture host, String provider, List<PlannedRun> runs) {
    public Plan {
        runs = List.copyOf(runs);
    }
}
