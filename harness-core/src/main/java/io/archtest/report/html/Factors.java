package io.archtest.report.html;

import io.archtest.report.Report;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What emulation costs: by class of work, as the engines were measured, and by component, as the runs of this report show it.
 */
public record Factors(List<ByClass> classes, List<ByComponent> components) {
    public Factors {
        classes = List.copyOf(classes);
        components = List.copyOf(components);
    }

    /**
     * One class of work on one engine.
     *
     * @param micros for one unit of work there, and on the engine that executes natively; null where that is not in the report
     */
    public record ByClass(
            String profile,
            String execution,
            String work,
            double factor,
            @Nullable Double micros,
            @Nullable Double nativeMicros) {}

    /**
     * From start to ready, the median of the runs in which it was executed natively and of those in which it wasn't.
     *
     * @param nativeRuns how many those were
     */
    public record ByComponent(
            String component, double nativeMs, int nativeRuns, double emulatedMs, int emulatedRuns, String execution) {
        /** How many times longer it took emulated. */
        public double factor() {
            return nativeMs <= 0 ? 1 : emulatedMs / nativeMs;
        }
    }

    static Factors of(Report report) {
        return new Factors(classes(report), components(report));
    }

    /** The longest bar; bars are on a logarithmic scale, from 1. */
    private double most() {
        double most = 10;
        for (ByClass each : classes) {
            most = Math.max(most, each.factor());
        }
        for (ByComponent each : components) {
            most = Math.max(most, each.factor());
        }
        return most;
    }

    /** For SVG: how long the bar for a factor is. */
    public String length(double factor) {
        return Times.percent(Math.log(Math.max(1.02, factor)) / Math.log(most() * 1.05));
    }

    /** Round factors on the scale. */
    public List<Integer> ticks() {
        double most = most() * 1.05;
        return List.of(1, 2, 5, 10, 20, 50, 100, 200, 500).stream()
                .filter(tick -> tick <= most)
                .toList();
    }

    private static List<ByClass> classes(Report report) {
        Map<ByClass, ByClass> classes = new LinkedHashMap<>();
        for (Report.Run run : report.runs()) {
            Map<String, Double> natively = new TreeMap<>();
            run.profiles().stream()
                    .filter(profile -> profile.execution().equals("native") && profile.calibration() != null)
                    .forEach(profile -> natively.putAll(micros(profile)));
            for (Report.Profile profile : run.profiles()) {
                Map<String, Double> own = micros(profile);
                new TreeMap<>(profile.factors())
                        .forEach((work, factor) -> classes.merge(
                                new ByClass(profile.name(), profile.execution(), work, factor, own.get(work), null),
                                new ByClass(
                                        profile.name(),
                                        profile.execution(),
                                        work,
                                        factor,
                                        own.get(work),
                                        natively.get(work)),
                                // a run on emulated engines only doesn't know what the native one was measured at
                                (one, other) -> one.nativeMicros() != null ? one : other));
            }
        }
        return List.copyOf(classes.values());
    }

    private static Map<String, Double> micros(Report.Profile profile) {
        return profile.calibration() == null ? Map.of() : profile.calibration().micros();
    }

    private static List<ByComponent> components(Report report) {
        Map<String, Map<String, List<Double>>> times = new LinkedHashMap<>();
        for (Report.Run run : report.runs()) {
            for (Report.Component component : run.components()) {
                Long ready = component.readyMs();
                String execution = execution(run, component);
                if (ready != null && !execution.isEmpty()) {
                    times.computeIfAbsent(component.name(), first -> new TreeMap<>())
                            .computeIfAbsent(execution, first -> new ArrayList<>())
                            .add((double) (ready - component.startedMs()));
                }
            }
        }
        List<ByComponent> both = new ArrayList<>();
        times.forEach((name, byExecution) -> {
            List<Double> natively = byExecution.remove("native");
            if (natively != null) {
                byExecution.forEach((execution, emulated) -> both.add(new ByComponent(
                        name, median(natively), natively.size(), median(emulated), emulated.size(), execution)));
            }
        });
        return both;
    }

    /** As it was observed; of a job that had ended by then, as the place executes where it ran. */
    private static String execution(Report.Run run, Report.Component component) {
        String observed = Report.known(component.observed().execution());
        if (!observed.isEmpty()) {
            return observed;
        }
        return run.profiles().stream()
                .filter(profile -> profile.name().equals(component.profile()))
                .map(profile -> Report.known(profile.execution()))
                .filter(execution -> !execution.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static double median(List<Double> times) {
        List<Double> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
