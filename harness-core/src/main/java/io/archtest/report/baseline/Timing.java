package io.archtest.report.baseline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * One thing that takes time, in earlier runs and now.
 *
 * @param earlier milliseconds by the run's id
 */
record Timing(String placement, String what, String about, Map<String, Long> earlier, List<Long> now) {
    static final String START = "start-to-ready";
    static final String CHECK = "check";
    static final String RUN = "run";

    Timing {
        earlier = Map.copyOf(earlier);
        now = List.copyOf(now);
    }

    /** All that the samples know of, what is on one side only as well. */
    static List<Timing> of(String placement, List<Sample> earlier, List<Sample> now) {
        List<Timing> all = new ArrayList<>();
        names(Sample::starts, earlier, now)
                .forEach(name -> all.add(of(
                        placement,
                        START,
                        name,
                        earlier,
                        now,
                        sample -> sample.starts().get(name))));
        names(Sample::checks, earlier, now)
                .forEach(name -> all.add(of(
                        placement,
                        CHECK,
                        name,
                        earlier,
                        now,
                        sample -> sample.checks().get(name))));
        all.add(of(placement, RUN, placement, earlier, now, Sample::runMs));
        return all;
    }

    private static Set<String> names(
            Function<Sample, Map<String, Long>> part, Collection<Sample> earlier, Collection<Sample> now) {
        Set<String> names = new LinkedHashSet<>();
        now.forEach(sample -> names.addAll(part.apply(sample).keySet()));
        earlier.forEach(sample -> names.addAll(part.apply(sample).keySet()));
        return names;
    }

    private static Timing of(
            String placement,
            String what,
            String about,
            List<Sample> earlier,
            List<Sample> now,
            Function<Sample, ? extends Long> millis) {
        Map<String, Long> before = new LinkedHashMap<>();
        for (Sample sample : earlier) {
            Long found = millis.apply(sample);
            if (found != null) {
                before.put(sample.run(), found);
            }
        }
        List<Long> after = new ArrayList<>();
        for (Sample sample : now) {
            Long found = millis.apply(sample);
            if (found != null) {
                after.add(found);
            }
        }
        return new Timing(placement, what, about, before, after);
    }

    double earlierMedian() {
        return Numbers.median(earlier.values()).orElse(Double.NaN);
    }

    double nowMedian() {
        return Numbers.median(now).orElse(Double.NaN);
    }
}
