package io.archtest.run;

import io.archtest.engine.Engine;
import io.archtest.image.ImageMode;
import io.archtest.plan.PlannedRun;
import io.archtest.profile.Demand;
import io.archtest.profile.Profile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Compares what components reserve with what their engines have, before anything is started. */
final class MemoryCheck {
    private static final double GIB = 1L << 30;

    private MemoryCheck() {}

    /** A line for each engine that has less memory than its components reserve; packaged images need less than real ones. */
    static List<String> shortages(PlannedRun run, Function<Profile, Engine> engines) {
        if (run.images() == ImageMode.PACKAGED) {
            return List.of();
        }
        Map<Engine, Long> reserved = new LinkedHashMap<>();
        for (Demand demand : run.demands()) {
            reserved.merge(engines.apply(demand.profile()), demand.memoryBytes(), Long::sum);
        }
        List<String> lines = new ArrayList<>();
        reserved.forEach((engine, bytes) -> {
            if (bytes > engine.info().memoryBytes()) {
                lines.add(
                        "the components on the engine at '%s' reserve %s of memory, and it has %s: expect some to be killed. Give it more, or place some of them elsewhere"
                                .formatted(
                                        engine.info().endpoint(),
                                        gib(bytes),
                                        gib(engine.info().memoryBytes())));
            }
        });
        return lines;
    }

    private static String gib(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
    }
}
