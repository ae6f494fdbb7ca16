package io.archtest.matrix;

import io.archtest.engine.Execution;
import io.archtest.model.Architecture;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A kind of machine that a CI service runs jobs on.
 *
 * @param name what {@code --runner} calls it
 * @param labels all that a machine must have: GitHub's {@code runs-on}, GitLab's {@code tags}; empty until a person says them
 * @param hypervisor whether virtual machines of its own architecture run on the processor; decides on macOS only
 * @param memoryGib what the service documents; none for a machine of one's own
 * @param ends the month in which the service takes it away, if it is announced
 */
public record Lane(
        CiService service,
        String name,
        List<String> labels,
        boolean mac,
        Architecture architecture,
        boolean hypervisor,
        OptionalInt memoryGib,
        Optional<YearMonth> ends) {
    public Lane {
        labels = List.copyOf(labels);
    }

    /** Engines that run on a Linux host; on macOS only a virtual machine has one. */
    public String provider() {
        return mac ? "colima" : "docker";
    }

    public Tier tier() {
        return mac && !hypervisor ? Tier.SMOKE : Tier.FULL;
    }

    /** How programs of that architecture are executed there. */
    public Execution execution(Architecture wanted) {
        if (!mac) {
            return wanted == architecture ? Execution.NATIVE : Execution.QEMU_USER;
        }
        return wanted == architecture && hypervisor ? Execution.NATIVE : Execution.SYSTEM;
    }

    Lane labelled(List<String> chosen) {
        return new Lane(service, name, chosen, mac, architecture, hypervisor, memoryGib, ends);
    }
}
