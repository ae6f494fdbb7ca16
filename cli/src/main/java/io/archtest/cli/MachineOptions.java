package io.archtest.cli;

import io.archtest.model.InvalidRequestException;
import io.archtest.profile.colima.ColimaProfiles.Afterwards;
import io.archtest.profile.colima.MachineWish;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What Colima's machines are to be like; the only place where these options are text. */
final class MachineOptions {
    @Option(names = "--cpus", paramLabel = "N", description = "colima: processors of a new machine.")
    private @Nullable Integer cpus;

    @Option(names = "--memory", paramLabel = "GIB", description = "colima: memory of a new machine, in GiB.")
    private @Nullable Double memory;

    @Option(names = "--disk", paramLabel = "GIB", description = "colima: disk of a new machine, in GiB.")
    private @Nullable Integer disk;

    @Option(
            names = "--cpu-type",
            paramLabel = "TYPE",
            description = "colima: what an emulated machine's CPU is, for QEMU (cortex-a72, max).")
    private @Nullable String cpuType;

    @Option(
            names = "--start-timeout",
            paramLabel = "MINUTES",
            description = "colima: how long a machine may take to start. Default: 3 to 30, by what it is.")
    private @Nullable Integer startMinutes;

    @Option(
            names = "--proxy",
            description = "colima: hand this shell's proxy settings on; Colima writes them into the machine.")
    private boolean proxy;

    /** Which of them were given. */
    List<String> given() {
        Map<String, Boolean> all = new LinkedHashMap<>();
        all.put("--cpus", cpus != null);
        all.put("--memory", memory != null);
        all.put("--disk", disk != null);
        all.put("--cpu-type", cpuType != null);
        all.put("--start-timeout", startMinutes != null);
        all.put("--proxy", proxy);
        return all.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
    }

    MachineWish wish(Afterwards afterwards) {
        return new MachineWish(
                Optional.ofNullable(cpus),
                Optional.ofNullable(memory),
                Optional.ofNullable(disk),
                Optional.ofNullable(cpuType),
                startLimit(),
                proxy,
                afterwards);
    }

    private Optional<Duration> startLimit() {
        if (startMinutes != null && startMinutes < 1) {
            throw new InvalidRequestException("--start-timeout takes minutes, 1 at least; found: " + startMinutes);
        }
        return Optional.ofNullable(startMinutes).map(Duration::ofMinutes);
    }
}
