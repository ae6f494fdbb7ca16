package io.archtest.report.html;

import io.archtest.report.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The start-up of one run: a row of bars for each component, in the order of their starts.
 *
 * @param endMs where the scale ends; times are from the beginning of the run
 */
public record Timeline(List<Row> rows, List<Step> criticalPath, long endMs) {
    public Timeline {
        rows = List.copyOf(rows);
        criticalPath = List.copyOf(criticalPath);
    }

    /**
     * One component.
     *
     * @param critical whether the start-up would have been shorter without it
     */
    public record Row(
            String component,
            boolean critical,
            List<Report.Phase> phases,
            @Nullable Long startedMs,
            @Nullable Long readyMs) {
        /** From start to ready; null when it never was. */
        public @Nullable Long tookMs() {
            return startedMs == null || readyMs == null ? null : Long.valueOf(readyMs - startedMs);
        }

        /** All its phases in words. */
        public String told() {
            List<String> words = new ArrayList<>();
            phases.forEach(phase -> words.add("%s at %s for %s"
                    .formatted(phase.phase(), Times.millis((double) phase.atMs()), Times.millis((double)
                            phase.durationMs()))));
            return String.join(", ", words);
        }
    }

    /** One of the critical path, and how long it alone kept the start-up waiting. */
    public record Step(String component, @Nullable Long tookMs) {}

    static Timeline of(Report.Run run) {
        Map<String, List<Report.Phase>> phases = new LinkedHashMap<>();
        run.components().forEach(component -> phases.put(component.name(), new ArrayList<>()));
        for (Report.Phase phase : run.timeline()) {
            if (!phase.phase().equals("stop")) {
                phases.computeIfAbsent(phase.component(), unknown -> new ArrayList<>())
                        .add(phase);
            }
        }
        Map<String, Report.Component> components = new LinkedHashMap<>();
        run.components().forEach(component -> components.put(component.name(), component));
        List<Row> rows = new ArrayList<>();
        phases.forEach((name, own) -> rows.add(row(name, own, components.get(name), run)));
        rows.removeIf(row -> row.phases().isEmpty() && row.startedMs() == null);
        rows.sort(Comparator.comparingLong(row -> row.startedMs() == null ? Long.MAX_VALUE : row.startedMs()));
        List<Step> steps = run.criticalPath().stream()
                .map(name -> new Step(name, took(components.get(name))))
                .toList();
        long end = 1;
        for (Row row : rows) {
            for (Report.Phase phase : row.phases()) {
                end = Math.max(end, phase.atMs() + phase.durationMs());
            }
            end = Math.max(end, row.readyMs() == null ? 0 : row.readyMs());
        }
        return new Timeline(rows, steps, end);
    }

    private static Row row(
            String name, List<Report.Phase> phases, Report.@Nullable Component component, Report.Run run) {
        return new Row(
                name,
                run.criticalPath().contains(name),
                List.copyOf(phases),
                component == null ? null : Long.valueOf(component.startedMs()),
                component == null ? null : component.readyMs());
    }

    private static @Nullable Long took(Report.@Nullable Component component) {
        return component == null || component.readyMs() == null
                ? null
                : Long.valueOf(component.readyMs() - component.startedMs());
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** For SVG: where in the width of the scale. */
    public String at(long millis) {
        return Times.percent((double) millis / endMs);
    }

    /** For SVG: how much of that width, enough to be seen. */
    public String width(long millis) {
        return Times.percent(Math.max(0.003, (double) millis / endMs));
    }

    /** Round times on the scale. */
    public List<Long> ticks() {
        long step = 1;
        for (int digits = 0; endMs / step > 5; digits++) {
            step = switch (digits % 3) {
                case 0 -> step * 2;
                case 1 -> step / 2 * 5;
                default -> step * 2;
            };
        }
        List<Long> ticks = new ArrayList<>();
        for (long at = 0; at <= endMs; at += step) {
            ticks.add(at);
        }
        return ticks;
    }
}
