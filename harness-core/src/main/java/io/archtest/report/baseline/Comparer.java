package io.archtest.report.baseline;

import io.archtest.model.InvalidRequestException;
import io.archtest.report.Comparison;
import io.archtest.report.Report;
import io.archtest.report.baseline.Baseline.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what can be compared with what, and has it judged. */
public final class Comparer {
    /** When so many start-ups take longer, it is hardly all of them that changed. */
    private static final int MOST_STARTS = 5;

    private final String with;
    private final Baseline earlier;
    private final List<Timing> timings = new ArrayList<>();
    private final List<Sample> before = new ArrayList<>();
    private final List<Sample> after = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();

    private Comparer(String with, Baseline earlier) {
        this.with = with;
        this.earlier = earlier;
    }

    /** What a report has to say: a sample of each of its runs that passed. */
    public static Baseline samples(Report report) {
        Baseline samples = Baseline.EMPTY;
        for (Report.Run run : report.runs()) {
            if (run.verdict().equals("passed")) {
                samples = samples.with(RunKind.of(report, run), Sample.of(report, run));
            }
        }
        return samples;
    }

    /** A report's runs beside earlier ones of the same kind; where there are none, that is what the comparison says. */
    public static Comparison compare(String with, Baseline earlier, Report report) {
        Comparer comparer = new Comparer(with, earlier);
        report.runs().stream()
                .filter(run -> !run.verdict().equals("passed"))
                .forEach(run -> comparer.notes.add("placement %s %s, so it is neither compared nor remembered"
                        .formatted(run.placement().name(), run.verdict())));
        Baseline now = samples(report);
        for (Series series : now.series()) {
            Optional<Series> same = earlier.of(series.kind());
            if (same.isEmpty()) {
                comparer.notes.add(comparer.nothingEarlier(series.kind()));
            }
            comparer.add(same.map(Series::samples).orElse(List.of()), series);
        }
        return comparer.comparison(now);
    }

    /**
     * Two that are there.
     *
     * @param force compare in spite of facts that differ, and note them
     * @throws InvalidRequestException when nothing is the same in both, or facts differ that make durations differ
     */
    public static Comparison compare(String with, Baseline earlier, String what, Baseline now, boolean force) {
        Comparer comparer = new Comparer(with, earlier);
        List<String> refused = new ArrayList<>();
        boolean any = false;
        for (Series series : now.series()) {
            Optional<Series> nearest = comparer.nearest(series.kind());
            if (nearest.isEmpty()) {
                comparer.notes.add("%s is only in %s".formatted(name(series.kind()), what));
                continue;
            }
            any = true;
            List<String> differences = series.kind().differences(nearest.get().kind());
            String said = "%s: %s".formatted(name(series.kind()), String.join("; ", differences));
            if (!series.kind().whole() || !nearest.get().kind().whole()) {
                comparer.notes.add("processors and kernel aren't known of both, and may differ");
            }
            if (differences.isEmpty() || force) {
                comparer.add(nearest.get().samples(), series);
            }
            if (!differences.isEmpty()) {
                (force ? comparer.notes : refused).add(said);
            }
        }
        if (!any) {
            throw new InvalidRequestException("Nothing in %s can be compared with %s: there is %s, here %s"
                    .formatted(what, with, names(earlier), names(now)));
        }
        return comparer.finished(with, refused, now);
    }

    private Comparison finished(String with, List<String> refused, Baseline now) {
        // a baseline file may hold other kinds of hosts beside one that fits
        if (timings.isEmpty()) {
            throw new InvalidRequestException(
                    "These were not run alike, so their durations can't be compared with those in %s (there: earlier, here: now):%n  %s%ngive --force to compare them all the same"
                            .formatted(with, String.join("%n  ".formatted(), refused)));
        }
        refused.forEach(each -> notes.add("not compared: " + each));
        earlier.series().stream()
                .map(Series::kind)
                .filter(kind -> now.series().stream()
                        .anyMatch(here -> here.kind().scenario().equals(kind.scenario())))
                .filter(kind ->
                        now.series().stream().noneMatch(here -> here.kind().sameQuestion(kind)))
                .forEach(kind -> notes.add("%s is only in %s".formatted(name(kind), with)));
        return comparison(now);
    }

    /** Of the same scenario and placement, with the fewest facts that differ. */
    private Optional<Series> nearest(RunKind kind) {
        return earlier.series().stream()
                .filter(series -> series.kind().sameQuestion(kind))
                .min(Comparator.comparingInt(
                        series -> kind.differences(series.kind()).size()));
    }

    private String nothingEarlier(RunKind kind) {
        return nearest(kind)
                .map(near -> "no earlier run of %s was like this one; %s"
                        .formatted(name(kind), String.join("; ", kind.differences(near.kind()))))
                .orElse("%s has no earlier run".formatted(name(kind)));
    }

    /** A run that was added to the baseline already would hide itself: what it strays by would pass for noise. */
    private void add(List<Sample> earlierSamples, Series series) {
        Set<String> now = series.samples().stream().map(Sample::run).collect(Collectors.toSet());
        List<Sample> others = earlierSamples.stream()
                .filter(sample -> !now.contains(sample.run()))
                .toList();
        if (others.size() < earlierSamples.size()) {
            notes.add("%s: what is compared is in %s itself, and doesn't count as earlier there"
                    .formatted(name(series.kind()), with));
        }
        before.addAll(others);
        after.addAll(series.samples());
        timings.addAll(Timing.of(series.kind().placement(), others, series.samples()));
    }

    private Comparison comparison(Baseline now) {
        Optional<HostSpeed> speed = HostSpeed.of(before, after);
        speed.ifPresent(it -> notes.add(it.note()));
        List<Comparison.Row> rows =
                Judge.rows(timings, speed.map(HostSpeed::ratio).orElse(1.0));
        mostStarts(rows).ifPresent(notes::add);
        return new Comparison(with, Comparison.verdictOf(rows), rows, List.copyOf(notes), Emulation.of(now));
    }

    private static Optional<String> mostStarts(List<Comparison.Row> rows) {
        List<Comparison.Row> starts = rows.stream()
                .filter(row -> row.what().equals(Timing.START) && row.showsFrom() != null)
                .toList();
        List<Double> ratios = starts.stream().map(Comparison.Row::ratio).toList();
        double ratio = Numbers.median(ratios).orElse(1.0);
        boolean most = starts.size() >= MOST_STARTS && ratio >= Judge.LEAST_RATIO;
        return most && starts.stream().anyMatch(row -> row.verdict().equals(Comparison.SLOWER))
                ? Optional.of(
                        "half of all start-ups take %.1fx as long or longer: look at the host and the engine first"
                                .formatted(ratio))
                : Optional.empty();
    }

    private static String name(RunKind kind) {
        return "%s on %s".formatted(kind.scenario(), kind.placement());
    }

    private static String names(Baseline baseline) {
        String names = baseline.series().stream()
                .map(series -> name(series.kind()))
                .distinct()
                .limit(10)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "no run that passed" : names;
    }
}
