package io.archtest.report.baseline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Durations as they could have been measured. */
final class Timings {
    private Timings() {}

    static Timing of(String about, List<Long> earlier, Long... now) {
        return of(Timing.START, about, earlier, now);
    }

    static Timing of(String what, String about, List<Long> earlier, Long... now) {
        Map<String, Long> byRun = new LinkedHashMap<>();
        for (int i = 0; i < earlier.size(); i++) {
            byRun.put("run" + i, earlier.get(i));
        }
        return new Timing("default", what, about, byRun, List.of(now));
    }

    /**
     * Start-ups of 0.1 to 20 seconds, each with its own noise; that of half of them is less than {@code noise}.
     *
     * @param glitches how many of them take up to four times as long for no reason
     * @param busy by how much all of them together vary from run to run
     */
    record Stack(int components, int earlier, int now, double noise, double glitches, double busy) {
        Stack(int components, int earlier, int now, double noise) {
            this(components, earlier, now, noise, 0, 0);
        }

        Stack glitching(double share) {
            return new Stack(components, earlier, now, noise, share, busy);
        }

        Stack busy(double spread) {
            return new Stack(components, earlier, now, noise, glitches, spread);
        }

        /** The first component takes {@code factor} times as long now. */
        List<Timing> timings(Random random, double factor) {
            double[] host = random.doubles(earlier + now)
                    .map(each -> Math.exp(random.nextGaussian() * busy))
                    .toArray();
            List<Timing> timings = new ArrayList<>();
            for (int i = 0; i < components; i++) {
                double typical = 100 * Math.exp(random.nextDouble() * Math.log(200));
                double own = noise * Math.exp(random.nextGaussian() * 0.5);
                List<Long> all = new ArrayList<>();
                for (int run = 0; run < earlier + now; run++) {
                    double glitch = random.nextDouble() < glitches ? 1.5 + 2.5 * random.nextDouble() : 1;
                    double slow = i == 0 && run >= earlier ? factor : 1;
                    all.add(Math.round(typical * slow * glitch * host[run] * Math.exp(random.nextGaussian() * own)));
                }
                timings.add(of(
                        "c" + i,
                        all.subList(0, earlier),
                        all.subList(earlier, earlier + now).toArray(Long[]::new)));
            }
            return timings;
        }
    }
}
