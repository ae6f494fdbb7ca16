package io.archtest.report.baseline;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How long things took in earlier runs: a series of samples for each scenario, placement and kind of host. Plain data, as it
 * stands in a baseline file.
 *
 * @param schema the contract's name and version
 */
@JsonPropertyOrder({"schema", "series"})
public record Baseline(String schema, List<Series> series) {
    public static final String SCHEMA = "archtest-baseline/1";

    /** Of each series; older ones are dropped. What was usual long ago says little about today. */
    public static final int MOST_SAMPLES = 20;

    /** So that a file that is used everywhere doesn't grow without end; the ones unused for longest are dropped. */
    public static final int MOST_SERIES = 100;

    /** Nothing is known yet. */
    public static final Baseline EMPTY = new Baseline(SCHEMA, List.of());

    public Baseline {
        Objects.requireNonNull(schema, "schema");
        series = List.copyOf(series);
    }

    /** The runs of one scenario under one placement on one kind of host, oldest first. */
    public record Series(RunKind kind, List<Sample> samples) {
        public Series {
            Objects.requireNonNull(kind, "kind");
            samples = List.copyOf(samples);
        }

        String latest() {
            return samples.isEmpty() ? "" : samples.get(samples.size() - 1).startedAt();
        }
    }

    /** Only what expected times need. */
    public Baseline startsOnly() {
        return new Baseline(
                schema,
                series.stream()
                        .map(each -> new Series(
                                each.kind(),
                                each.samples().stream().map(Sample::startsOnly).toList()))
                        .toList());
    }

    /** What is known of one scenario. */
    public Baseline only(String scenario) {
        return new Baseline(
                schema,
                series.stream()
                        .filter(each -> each.kind().scenario().equals(scenario))
                        .toList());
    }

    /** Of which something is known. */
    public SortedSet<String> scenarios() {
        return series.stream().map(each -> each.kind().scenario()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The series of exactly that kind. */
    public Optional<Series> of(RunKind kind) {
        return series.stream().filter(each -> each.kind().equals(kind)).findFirst();
    }

    /** The same with one more sample, within the bounds. A run that is in it already isn't counted twice. */
    public Baseline with(RunKind kind, Sample sample) {
        List<Sample> samples = new ArrayList<>(of(kind).map(Series::samples).orElse(List.of()));
        samples.removeIf(each -> each.run().equals(sample.run()));
        samples.add(sample);
        int surplus = Math.max(0, samples.size() - MOST_SAMPLES);
        List<Series> all = new ArrayList<>(series);
        all.removeIf(each -> each.kind().equals(kind));
        all.add(new Series(kind, samples.subList(surplus, samples.size())));
        while (all.size() > MOST_SERIES) {
            all.remove(all.stream().min(Comparator.comparing(Series::latest)).orElseThrow());
        }
        return new Baseline(schema, all);
    }
}
