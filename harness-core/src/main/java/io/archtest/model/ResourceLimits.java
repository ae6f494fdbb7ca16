package io.archtest.model;

import java.util.List;
import java.util.Optional;

/**
 * What a container may use at the most; an absent value is unlimited (or the engine's default for {@code shmBytes}).
 *
 * @param reservedBytes memory that it is expected to need, to which the engine shrinks it when memory is short
 */
public record ResourceLimits(
        Optional<Long> memoryBytes,
        Optional<Long> reservedBytes,
        Optional<Double> cpus,
        Optional<Long> shmBytes,
        Optional<Long> pids,
        List<Ulimit> ulimits) {

    /** One {@code ulimits} entry. */
    public record Ulimit(String name, long soft, long hard) {}

    public ResourceLimits {
        ulimits = List.copyOf(ulimits);
    }

    public static ResourceLimits none() {
        return new ResourceLimits(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }
}
