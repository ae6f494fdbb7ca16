package io.archtest.report;

import io.archtest.report.Shard.Unit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** How long units took, by the reports of earlier runs. */
public final class Durations {
    private Durations() {}

    /** In milliseconds, the longest where there are several. A run that didn't start tells nothing, so it is left out. */
    public static Map<Unit, Long> of(Collection<Report> reports) {
        Map<Unit, Long> millis = new HashMap<>();
        for (Report report : reports) {
            report.runs().stream()
                    .filter(run -> run.failure() == null)
                    .forEach(run -> millis.merge(
                            new Unit(report.scenario(), run.placement().name()), run.durationMs(), Math::max));
        }
        return millis;
    }
}
