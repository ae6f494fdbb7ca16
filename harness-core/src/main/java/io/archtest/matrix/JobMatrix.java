package io.archtest.matrix;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The jobs, and what there is no job for.
 *
 * @param day on which it holds: machines come and go
 */
public record JobMatrix(LocalDate day, List<Job> jobs, List<Skipped> skipped) {

    /**
     * One call of {@code archtest run} on one machine.
     *
     * @param scenario as it was given: a name, or a path from the checkout's root
     * @param options {@code NAME=VALUE,...} of the scenario; may be empty
     * @param artifact a name for files and artifacts that no other job has
     */
    public record Job(
            Lane lane, String scenario, String placement, String options, int timeoutMinutes, String artifact) {
        /** For people. */
        public String name() {
            return "%s, %s, %s".formatted(scenario, placement, lane.name());
        }
    }

    /**
     * What could have been a job.
     *
     * @param scenario none where the reason is the lane's alone; likewise the placement
     */
    public record Skipped(
            Lane lane, Optional<String> scenario, Optional<String> placement, SkipReason reason, String sentence) {
        /** One line for people. */
        public String line() {
            return "%s%s%s: %s (%s)"
                    .formatted(
                            scenario.map(name -> name + ", ").orElse(""),
                            placement.map(name -> name + ", ").orElse(""),
                            lane.name(),
                            sentence,
                            reason.code());
        }
    }

    public JobMatrix {
        jobs = List.copyOf(jobs);
        skipped = List.copyOf(skipped);
    }
}
