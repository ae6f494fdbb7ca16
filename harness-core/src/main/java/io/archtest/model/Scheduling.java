package io.archtest.model;

import java.util.Optional;

/**
 * How the kernel divides processors and memory beyond {@link ResourceLimits}; an absent value is the engine's default.
 *
 * @param cpuQuota microseconds of each {@code cpuPeriod}
 * @param cpuset such as {@code 0-3} or {@code 0,1}
 * @param swapBytes memory and swap together, -1 without limit
 * @param swappiness percent
 */
public record Scheduling(
        Optional<Integer> cpuShares,
        Optional<Long> cpuQuota,
        Optional<Long> cpuPeriod,
        Optional<Long> realtimeRuntime,
        Optional<Long> realtimePeriod,
        Optional<String> cpuset,
        Optional<Long> swapBytes,
        Optional<Long> swappiness,
        boolean oomKillDisabled,
        Optional<Integer> oomScore) {

    public static Scheduling engineDefaults() {
        return new Scheduling(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());
    }
}
