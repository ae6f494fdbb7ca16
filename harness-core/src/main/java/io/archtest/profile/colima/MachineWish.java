package io.archtest.profile.colima;

import io.archtest.profile.colima.ColimaProfiles.Afterwards;
import java.time.Duration;
import java.util.Optional;

/**
 * What was asked for of machines; what is left out is decided by the host and by what runs on them.
 *
 * @param startLimit how long a machine may take to start
 * @param proxy whether this process's proxy settings are handed on
 */
public record MachineWish(
        Optional<Integer> cpus,
        Optional<Double> memoryGib,
        Optional<Integer> diskGib,
        Optional<String> cpuType,
        Optional<Duration> startLimit,
        boolean proxy,
        Afterwards afterwards) {

    /** Nothing in particular. */
    public static MachineWish none() {
        return new MachineWish(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Afterwards.STOP);
    }

    /** What was asked for laid over what fits the host. */
    MachineSize size(MachineSize fitting) {
        return new MachineSize(
                cpus.orElse(fitting.cpus()), memoryGib.orElse(fitting.memoryGib()), diskGib.orElse(fitting.diskGib()));
    }
}
