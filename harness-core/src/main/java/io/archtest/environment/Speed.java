package io.archtest.environment;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What one architecture costs on one engine.
 *
 * @param measuredAt ISO 8601, UTC
 * @param hostLoad processes that wanted a processor, for each processor of the engine
 * @param micros what a unit of work costs, by the class's word
 * @param notes why it is less than a whole measurement, such as that the host was busy
 */
public record Speed(
        String measuredAt,
        long tookMs,
        boolean cached,
        double hostLoad,
        Map<String, Double> micros,
        List<String> notes) {
    /** Of a server's processor of about 2020, for hosts that execute neither side themselves. */
    static final Speed USUAL = new Speed(
            "",
            0,
            false,
            0,
            Map.of(WorkClass.PROCESS_START.word(), 1000.0, WorkClass.INTERPRETER.word(), 50.0),
            List.of());

    public Speed {
        micros = Map.copyOf(micros);
        notes = List.copyOf(notes);
    }

    /** What the measuring program said, of which the best of each class counts. */
    static Speed parse(String output, int processors, double busy, Duration took) {
        Map<String, Double> best = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>();
        double before = 0;
        List<Double> during = new ArrayList<>();
        for (String line : output.lines().toList()) {
            String[] words = line.split(" ", 3);
            if (words[0].equals("load") && words.length == 3) {
                before = during.isEmpty() ? Double.parseDouble(words[1]) : before;
                during.add(Double.parseDouble(words[2]));
            } else if (words[0].equals("no-network")) {
                notes.add("the network was not measured: " + line.substring(words[0].length() + 1));
            } else if (words.length == 2) {
                double cost = Double.parseDouble(words[1]);
                // a clock that was set back meanwhile makes work cost less than nothing, which would be the best of all
                if (cost > 0 && Double.isFinite(cost)) {
                    best.merge(words[0], cost, Math::min);
                }
            }
        }
        double load = Math.max(before, median(during)) / Math.max(1, processors);
        if (load > busy) {
            notes.add(String.format(
                    Locale.ROOT,
                    "the host was busy (%.1f processes for each processor): file-system and network may be overrated",
                    load));
        }
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return new Speed(now, took.toMillis(), false, load, best, notes);
    }

    private static double median(List<Double> values) {
        return values.isEmpty() ? 0 : values.stream().sorted().toList().get(values.size() / 2);
    }

    /** 0 for what was not measured, or is no number that one can divide by. */
    double of(WorkClass work) {
        double cost = micros.getOrDefault(work.word(), 0.0);
        return Double.isFinite(cost) ? Math.max(0, cost) : 0;
    }

    /** Whether every class was measured. */
    boolean complete() {
        for (WorkClass work : WorkClass.values()) {
            if (of(work) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether later runs may go by it. */
    boolean trusted() {
        return complete() && notes.isEmpty();
    }

    /** As read from an earlier run. */
    Speed fromCache() {
        return new Speed(measuredAt, tookMs, true, hostLoad, micros, notes);
    }

    Slowness relativeTo(Speed base) {
        Map<WorkClass, Double> ratios = new EnumMap<>(WorkClass.class);
        for (WorkClass work : WorkClass.values()) {
            boolean both = of(work) > 0 && base.of(work) > 0;
            ratios.put(work, both ? Math.max(1, of(work) / base.of(work)) : 0);
        }
        return new Slowness(
                ratios.getOrDefault(WorkClass.PROCESS_START, 0.0),
                ratios.getOrDefault(WorkClass.INTERPRETER, 0.0),
                ratios.getOrDefault(WorkClass.CRYPTO, 0.0),
                ratios.getOrDefault(WorkClass.FILE_SYSTEM, 0.0),
                ratios.getOrDefault(WorkClass.NETWORK, 0.0));
    }
}
