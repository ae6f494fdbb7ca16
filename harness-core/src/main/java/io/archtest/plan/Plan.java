package io.archtest.plan;

import io.archtest.model.Architecture;
import java.util.List;
import java.util.Optional;

/**
 * What will run, in this order.
 *
 * @param cover what the runs named {@code cover-...} are part of
 * @param talks who talks to whom, and in which combinations of architectures they ever can
 */
public record Plan(
        String scenario,
        Architecture host,
        String provider,
        List<PlannedRun> runs,
        Optional<Cover> cover,
        Talks talks) {
    public Plan(String scenario, Architecture host, String provider, List<PlannedRun> runs) {
        this(scenario, host, provider, runs, Optional.empty(), Talks.none());
    }

    /** The same with some of its runs only. */
    public Plan with(List<PlannedRun> some) {
        return new Plan(scenario, host, provider, some, cover, talks);
    }

    public Plan {
        runs = List.copyOf(runs);
    }
}
