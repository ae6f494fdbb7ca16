package io.archtest.report.baseline;

import io.archtest.report.Comparison;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Tells what takes longer than it did. {@code slower} (and likewise {@code faster}) is what all of these say:
 *
 * <ol>
 *   <li>it matters: at least {@link Noise#FLOOR_MS} and {@link #LEAST_RATIO} times as long, median against median;
 *   <li>it is more than noise: farther from the earlier median than Student's distribution allows for the earlier spread,
 *       with one false alarm in {@link #FALSE_ALARMS} of the comparisons, whatever the number of things in them (Bonferroni).
 *       A spread that is small by chance counts as the usual one of things of its kind;
 *   <li>nothing else ever strayed as far (for its own spread) in an earlier run in which this didn't. Runs have glitches that
 *       no normal distribution knows of, and a run now has them as often as one before;
 *   <li>the host being slower, as far as it was measured, isn't enough to explain it.
 * </ol>
 *
 * <p>Tests on ranks can't take the place of 2: one new sample among twenty has one of 21 ranks, which for a hundred things
 * is no evidence at all.
 */
final class Judge {
    static final double LEAST_RATIO = 1.2;
    static final double FALSE_ALARMS = 0.05;

    /** With two the spread has one degree of freedom, and nothing would ever show. */
    static final int LEAST_SAMPLES = 3;

    /** With fewer of a kind there is nothing that could be called usual. */
    private static final int LEAST_KIND = 5;

    /** {@code same} is said only where twice as long would have shown, and where less than this was found. */
    private static final double CLEARLY_LESS = Math.log(1.4);

    private static final double TWICE = Math.log(2);

    /** A thing about which something can be told, with the noise that is counted on. */
    private record Measured(Timing timing, Noise noise, double margin) {
        double delta(double hostRatio) {
            return Noise.log(timing.nowMedian() / hostRatio) - noise.centre();
        }

        boolean matters(double hostRatio) {
            double now = timing.nowMedian() / hostRatio;
            double earlier = timing.earlierMedian();
            return Math.abs(now - earlier) >= Noise.FLOOR_MS
                    && Math.max(now, earlier) >= LEAST_RATIO * Math.min(now, earlier);
        }

        boolean strays(double hostRatio) {
            return matters(hostRatio) && Math.abs(delta(hostRatio)) > margin;
        }

        /** How many times its spread it strays, by run, up to now. */
        Map<String, Double> strayed() {
            Map<String, Double> scores = new HashMap<>();
            timing.earlier().forEach((run, millis) -> scores.put(run, score(Noise.log(millis) - noise.centre())));
            return scores;
        }

        double score(double delta) {
            double distance = Math.abs(delta);
            return distance == 0 ? 0 : distance / noise.spread();
        }

        /** From which ratio on it would show. */
        double showsFrom() {
            double earlier = timing.earlierMedian();
            double byNoise = Math.exp(noise.centre() + margin) - Noise.FLOOR_MS;
            return Math.max(Math.max(byNoise, earlier + Noise.FLOOR_MS) / Math.max(1, earlier), LEAST_RATIO);
        }
    }

    /** @param spread of the noise, by kind of thing, that isn't gone below */
    private record Usual(Map<String, Double> spread) {
        static String kind(Timing timing) {
            return timing.placement() + '\n' + timing.what();
        }

        double of(Timing timing) {
            return spread.getOrDefault(kind(timing), 0.0);
        }
    }

    private final double hostRatio;
    private final List<Measured> measured = new ArrayList<>();
    private final List<Map<String, Double>> strayed;

    private Judge(List<Timing> timings, double hostRatio) {
        this.hostRatio = hostRatio;
        List<Timing> telling = timings.stream().filter(Judge::telling).toList();
        Usual usual = usual(telling);
        // half of the false alarms to either side
        Map<Integer, Double> quantiles = new HashMap<>();
        for (Timing timing : telling) {
            Noise noise = Noise.of(timing.earlier().values()).atLeast(usual.of(timing));
            if (timing.now().size() >= LEAST_SAMPLES) {
                noise = noise.atLeast(Noise.of(timing.now()).spread());
            }
            double quantile = quantiles.computeIfAbsent(
                    noise.freedom(),
                    freedom -> TDistribution.of(freedom).inverseSurvivalProbability(FALSE_ALARMS / telling.size() / 2));
            double margin = noise.margin(timing.earlier().size(), timing.now().size(), quantile);
            measured.add(new Measured(timing, noise, margin));
        }
        this.strayed = measured.stream().map(Measured::strayed).toList();
    }

    /**
     * A row for each.
     *
     * @param hostRatio how many times slower the host itself is now; 1 where that isn't known
     */
    static List<Comparison.Row> rows(List<Timing> timings, double hostRatio) {
        Judge judge = new Judge(timings, hostRatio);
        Map<Timing, Comparison.Row> rows = new HashMap<>();
        for (int i = 0; i < judge.measured.size(); i++) {
            rows.put(judge.measured.get(i).timing(), judge.row(i));
        }
        return timings.stream()
                .map(timing -> rows.getOrDefault(timing, untold(timing)))
                .toList();
    }

    private static boolean telling(Timing timing) {
        return timing.earlier().size() >= LEAST_SAMPLES && !timing.now().isEmpty() && !tiny(timing);
    }

    private static boolean tiny(Timing timing) {
        return Math.max(timing.earlierMedian(), timing.nowMedian()) < Noise.FLOOR_MS;
    }

    private static Usual usual(List<Timing> timings) {
        Map<String, List<Double>> spreads = timings.stream()
                .collect(Collectors.groupingBy(
                        Usual::kind,
                        TreeMap::new,
                        Collectors.mapping(
                                timing -> Noise.of(timing.earlier().values()).spread(), Collectors.toList())));
        Map<String, Double> usual = new HashMap<>();
        spreads.forEach((kind, all) -> {
            if (all.size() >= LEAST_KIND) {
                usual.put(kind, Numbers.median(all).orElseThrow());
            }
        });
        return new Usual(usual);
    }

    private Comparison.Row row(int index) {
        Measured it = measured.get(index);
        double delta = it.delta(1);
        String times = times(it.showsFrom());
        if (it.strays(1)) {
            String word = delta > 0 ? Comparison.SLOWER : Comparison.FASTER;
            if (hostRatio != 1 && !it.strays(hostRatio)) {
                return row(it, Comparison.UNKNOWN, "the host itself is %s as fast as it was".formatted(speed()));
            }
            return strayedBefore(index, it.score(delta))
                    ? row(it, Comparison.UNKNOWN, "something else strayed as far in an earlier run")
                    : row(it, word, "more than noise, which explains less than " + times);
        }
        boolean twiceWouldShow = it.margin() <= TWICE;
        if (twiceWouldShow && (!it.matters(1) || Math.abs(delta) <= CLEARLY_LESS)) {
            return row(it, Comparison.SAME, "a slow-down would show from %s on".formatted(times));
        }
        return row(it, Comparison.UNKNOWN, "noise: a slow-down would show from %s on".formatted(times));
    }

    /** Whether anything else did in a run in which this one was about as ever: slow-downs that last aren't glitches. */
    private boolean strayedBefore(int index, double score) {
        Map<String, Double> own = new HashMap<>();
        for (int i = 0; i < strayed.size(); i++) {
            if (sameThing(i, index)) {
                own.putAll(strayed.get(i));
            }
        }
        for (int i = 0; i < strayed.size(); i++) {
            if (!sameThing(i, index)
                    && strayed.get(i).entrySet().stream()
                            .anyMatch(other ->
                                    other.getValue() >= score && own.getOrDefault(other.getKey(), 0.0) < score / 2)) {
                return true;
            }
        }
        return false;
    }

    /** Under whichever placement. */
    private boolean sameThing(int one, int other) {
        Timing timing = measured.get(one).timing();
        return timing.what().equals(measured.get(other).timing().what())
                && timing.about().equals(measured.get(other).timing().about());
    }

    private String speed() {
        return String.format(Locale.ROOT, "%.0f %%", 100 / hostRatio);
    }

    private static Comparison.Row row(Measured it, String verdict, String why) {
        return row(it.timing(), it.showsFrom(), verdict, why);
    }

    private static Comparison.Row untold(Timing timing) {
        int samples = timing.earlier().size();
        if (samples == 0) {
            return row(timing, null, Comparison.UNKNOWN, "no earlier sample");
        }
        if (timing.now().isEmpty()) {
            return row(timing, null, Comparison.UNKNOWN, "no sample now");
        }
        if (samples < LEAST_SAMPLES) {
            return row(
                    timing,
                    null,
                    Comparison.UNKNOWN,
                    "%d earlier sample%s, which is too few: it takes %d at least"
                            .formatted(samples, samples == 1 ? "" : "s", LEAST_SAMPLES));
        }
        return row(timing, null, Comparison.SAME, "below %.0f ms".formatted(Noise.FLOOR_MS));
    }

    private static Comparison.Row row(Timing timing, @Nullable Double showsFrom, String verdict, String why) {
        Double earlier = Numbers.median(timing.earlier().values()).orElse(null);
        Double now = Numbers.median(timing.now()).orElse(null);
        return new Comparison.Row(
                timing.placement(),
                timing.what(),
                timing.about(),
                timing.earlier().size(),
                earlier,
                timing.now().size(),
                now,
                earlier == null || now == null || earlier < 1 ? null : rounded(now / earlier),
                showsFrom == null ? null : rounded(showsFrom),
                verdict,
                why);
    }

    /** Two digits tell all that such few samples can. */
    private static double rounded(double ratio) {
        return Math.round(ratio * 100) / 100.0;
    }

    private static String times(double ratio) {
        return String.format(Locale.ROOT, ratio < 10 ? "%.1fx" : "%.0fx", ratio);
    }
}
