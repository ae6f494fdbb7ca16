package io.archtest.environment;

import io.archtest.engine.ContainerFacts;

/**
 * What of a health check counts as progress: another state, or a failure that says something else than the one before
 * ("refused", then "starting up"). Numbers don't count, since times of day and attempts change in what never will pass; what
 * changes otherwise for ever ends at the wait's total.
 */
final class HealthProgress {
    private HealthProgress() {}

    /** Equal as long as there is none. */
    static String of(ContainerFacts facts) {
        return "%s %s"
                .formatted(facts.health(), facts.lastHealthOutput().strip().replaceAll("[0-9]+", "#"));
    }
}
