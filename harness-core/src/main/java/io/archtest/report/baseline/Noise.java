package io.archtest.report.baseline;

import java.util.Collection;
import java.util.List;

/**
 * What samples of one duration say about the next one. They are looked at as ratios (by logarithms), since what takes twice
 * as long varies twice as much; {@link #FLOOR_MS} is added to each before, so that what is very short isn't noisy by the
 * clock's resolution alone.
 *
 * @param centre the median
 * @param spread the standard deviation around it, without the tenth of the samples that stray farthest: one glitch in the
 *     past must not hide what happens now. The median absolute deviation, which ignores up to half of them, is near zero by
 *     mere chance too often for as few samples as there are here.
 * @param freedom degrees of freedom of the spread
 */
record Noise(double centre, double spread, int freedom) {
    /** What nobody waits for, and what scheduling alone makes of a duration. */
    static final double FLOOR_MS = 50;

    /** A few samples can be alike by chance, or since readiness is asked for at intervals. */
    private static final double LEAST_SPREAD = 0.03;

    /** The spread of normally distributed samples is that much more than what is left of it, by simulation. */
    private static final double WITHOUT_TENTH = 1.25;

    /** The variance of a median is that much more than that of a mean. */
    private static final double OF_MEDIAN = Math.PI / 2;

    static Noise of(Collection<Long> millis) {
        List<Double> logs = millis.stream().map(Noise::log).toList();
        double centre = Numbers.median(logs).orElseThrow();
        int dropped = logs.size() / 10;
        double squares = logs.stream()
                .map(log -> (log - centre) * (log - centre))
                .sorted()
                .limit(logs.size() - dropped)
                .mapToDouble(Double::doubleValue)
                .sum();
        int freedom = logs.size() - dropped - 1;
        double spread = freedom < 1 ? 0 : Math.sqrt(squares / freedom);
        return new Noise(centre, Math.max(dropped > 0 ? spread * WITHOUT_TENTH : spread, LEAST_SPREAD), freedom);
    }

    static double log(double millis) {
        return Math.log(millis + FLOOR_MS);
    }

    /** The same if it is known that the spread can't be less. */
    Noise atLeast(double other) {
        return new Noise(centre, Math.max(spread, other), freedom);
    }

    /**
     * How far the median of new samples strays from that of the earlier ones by noise.
     *
     * @param quantile of Student's distribution with as many degrees of freedom
     */
    double margin(int earlier, int now, double quantile) {
        return quantile * spread * Math.sqrt(ofMedian(earlier) + ofMedian(now));
    }

    private static double ofMedian(int samples) {
        return (samples < 3 ? 1 : OF_MEDIAN) / samples;
    }
}
