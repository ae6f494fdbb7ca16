package io.archtest.report.baseline;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archtest.report.Report;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long things took in one run, in milliseconds.
 *
 * @param run its id
 * @param startedAt ISO 8601, UTC
 * @param version of archtest
 * @param imagesMs how long images were being pulled or built; in no other number
 * @param runMs all of the run beside that
 * @param starts start-to-ready of each component, start-to-exit of each job
 * @param checks by group and name
 * @param nativeMicros what a unit of work cost the native engine, by class of work; null where it wasn't measured in this run
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Sample(
        String run,
        String startedAt,
        String version,
        long imagesMs,
        long runMs,
        Map<String, Long> starts,
        Map<String, Long> checks,
        @Nullable Map<String, Double> nativeMicros) {
    public Sample {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(version, "version");
        if (imagesMs < 0 || runMs < 0 || anyNegative(starts) || anyNegative(checks)) {
            throw new IllegalArgumentException("run %s took less than no time".formatted(run));
        }
        starts = Collections.unmodifiableMap(new LinkedHashMap<>(starts));
        checks = Collections.unmodifiableMap(new LinkedHashMap<>(checks));
    }

    private static boolean anyNegative(Map<String, Long> millis) {
        return millis.values().stream().anyMatch(each -> each < 0);
    }

    /** Of one run of a report. */
    public static Sample of(Report report, Report.Run run) {
        Map<String, Long> starts = new LinkedHashMap<>();
        for (Report.Component component : run.components()) {
            if (component.readyMs() != null) {
                starts.put(component.name(), Math.max(0, component.readyMs() - component.startedMs()));
            }
        }
        Map<String, Long> checks = new LinkedHashMap<>();
        run.checks().stream()
                .filter(check -> check.verdict().equals("passed"))
                .forEach(check -> checks.merge(check.group() + ": " + check.name(), check.durationMs(), Long::sum));
        long images = images(run.timeline());
        return new Sample(
                run.id(),
                run.startedAt() == null ? report.startedAt() : run.startedAt(),
                report.tool().version(),
                images,
                Math.max(0, run.durationMs() - images),
                starts,
                checks,
                nativeMicros(run.profiles()));
    }

    /** Only what expected times need. */
    public Sample startsOnly() {
        return new Sample(run, startedAt, version, imagesMs, runMs, starts, Map.of(), null);
    }

    /** Of what was measured in an earlier run nothing follows about how fast the host was in this one. */
    private static @Nullable Map<String, Double> nativeMicros(List<Report.Profile> profiles) {
        return profiles.stream()
                .filter(profile -> profile.execution().equals("native"))
                .map(Report.Profile::calibration)
                .filter(Objects::nonNull)
                .filter(calibration -> !calibration.cached())
                .map(Report.Calibration::micros)
                .findFirst()
                .orElse(null);
    }

    /** Several are pulled at once, so the time in which any was. */
    private static long images(List<Report.Phase> timeline) {
        List<Report.Phase> phases = new ArrayList<>(timeline);
        phases.removeIf(phase -> !phase.phase().equals("pull") && !phase.phase().equals("build"));
        phases.sort(Comparator.comparingLong(Report.Phase::atMs));
        long end = 0;
        long sum = 0;
        for (Report.Phase phase : phases) {
            long until = phase.atMs() + phase.durationMs();
            sum += Math.max(0, until - Math.max(end, phase.atMs()));
            end = Math.max(end, until);
        }
        return sum;
    }
}
