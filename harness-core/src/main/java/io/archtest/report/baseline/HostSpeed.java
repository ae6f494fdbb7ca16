package io.archtest.report.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How fast the host itself is now, by what units of work cost its native engine: tells a slower host from a slower component.
 *
 * @param ratio the median over the classes of work; more than 1 is slower
 */
record HostSpeed(double ratio, String note) {
    /** Calibration of an idle host varies by less. */
    private static final double LEAST = 1.2;

    /** Nothing where it isn't known on both sides, or where it is the same. */
    static Optional<HostSpeed> of(List<Sample> earlier, List<Sample> now) {
        TreeMap<String, Double> before = medians(earlier);
        List<Double> ratios = new ArrayList<>();
        List<String> said = new ArrayList<>();
        medians(now).forEach((work, micros) -> {
            Double then = before.get(work);
            if (then != null && then > 0 && micros > 0) {
                ratios.add(micros / then);
                said.add(String.format(Locale.ROOT, "%s %.1f, was %.1f microseconds", work, micros, then));
            }
        });
        double ratio = Numbers.median(ratios).orElse(1.0);
        if (ratio < LEAST && ratio > 1 / LEAST) {
            return Optional.empty();
        }
        String word = ratio > 1 ? "slower" : "faster";
        return Optional.of(new HostSpeed(
                ratio,
                String.format(
                        Locale.ROOT,
                        "the host itself is %.1fx %s now (%s): what that explains isn't called %s",
                        ratio > 1 ? ratio : 1 / ratio,
                        word,
                        String.join("; ", said),
                        word)));
    }

    private static TreeMap<String, Double> medians(List<Sample> samples) {
        TreeMap<String, List<Double>> all = new TreeMap<>();
        samples.stream()
                .map(Sample::nativeMicros)
                .filter(Objects::nonNull)
                .forEach(micros -> micros.forEach((work, cost) ->
                        all.computeIfAbsent(work, key -> new ArrayList<>()).add(cost)));
        TreeMap<String, Double> medians = new TreeMap<>();
        all.forEach((work, costs) -> medians.put(work, Numbers.median(costs).orElseThrow()));
        return medians;
    }
}
