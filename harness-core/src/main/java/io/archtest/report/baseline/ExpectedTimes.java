package io.archtest.report.baseline;

import io.archtest.report.Report;
import io.archtest.report.baseline.Baseline.Series;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How long components took from start to ready in earlier runs, to show what can be expected of a run that isn't over. Never
 * decides anything.
 */
public final class ExpectedTimes {
    /** Nothing is known. */
    public static final ExpectedTimes UNKNOWN = new ExpectedTimes(List.of());

    private final List<Sample> samples;

    private ExpectedTimes(List<Sample> samples) {
        this.samples = samples;
    }

    /** By the kind of host on which that was run last. */
    public static ExpectedTimes of(Baseline baseline, String scenario, String placement) {
        return latest(baseline, scenario, placement, kind -> true);
    }

    /** By runs on hosts like this one only. */
    public static ExpectedTimes of(Baseline baseline, String scenario, String placement, Report.Host host) {
        return latest(
                baseline,
                scenario,
                placement,
                kind -> kind.os().equals(host.os())
                        && kind.architecture().equals(host.architecture())
                        && (kind.processors() == null
                                || host.processors() == null
                                || kind.processors().equals(host.processors())));
    }

    private static ExpectedTimes latest(
            Baseline baseline, String scenario, String placement, Predicate<RunKind> fitting) {
        return baseline.series().stream()
                .filter(series -> series.kind().scenario().equals(scenario)
                        && series.kind().placement().equals(placement)
                        && fitting.test(series.kind()))
                .max(Comparator.comparing(Series::latest))
                .map(series -> new ExpectedTimes(series.samples()))
                .orElse(UNKNOWN);
    }

    /** The median of a component's times from start to ready, of a job's to its end; nothing when it is new. */
    public Optional<Duration> of(String component) {
        return median(samples.stream()
                .map(sample -> sample.starts().get(component))
                .filter(millis -> millis != null)
                .toList());
    }

    /** The median of whole runs, without the time for images. */
    public Optional<Duration> ofRun() {
        return median(samples.stream().map(Sample::runMs).toList());
    }

    private static Optional<Duration> median(List<Long> millis) {
        return Numbers.median(millis).map(median -> Duration.ofMillis(Math.round(median)));
    }
}
