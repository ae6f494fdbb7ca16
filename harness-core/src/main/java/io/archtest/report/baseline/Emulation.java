package io.archtest.report.baseline;

import io.archtest.report.Comparison.Emulated;
import io.archtest.report.baseline.Baseline.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What emulation cost each component: its starts where it ran natively against those where it didn't. */
final class Emulation {
    private static final String NATIVE = "native";

    private Emulation() {}

    /** Of components that ran both ways, of one scenario. */
    static List<Emulated> of(Baseline runs) {
        // component -> how it was executed -> milliseconds
        Map<String, Map<String, List<Long>>> starts = new TreeMap<>();
        for (Series series : runs.series()) {
            RunKind kind = series.kind();
            series.samples()
                    .forEach(sample -> sample.starts().forEach((component, millis) -> {
                        String architecture = kind.components().get(component);
                        String execution =
                                architecture == null ? null : kind.executions().get(architecture);
                        if (execution != null) {
                            starts.computeIfAbsent(component, key -> new TreeMap<>())
                                    .computeIfAbsent(execution, key -> new ArrayList<>())
                                    .add(millis);
                        }
                    }));
        }
        List<Emulated> rows = new ArrayList<>();
        starts.forEach((component, ways) -> {
            List<Long> natively = ways.get(NATIVE);
            if (natively != null) {
                ways.forEach((way, emulated) -> {
                    if (!way.equals(NATIVE) && !way.equals("unknown")) {
                        rows.add(row(component, way, natively, emulated));
                    }
                });
            }
        });
        return rows;
    }

    private static Emulated row(String component, String execution, List<Long> natively, List<Long> emulated) {
        double without = Numbers.median(natively).orElseThrow();
        double with = Numbers.median(emulated).orElseThrow();
        return new Emulated(
                component,
                execution,
                natively.size(),
                without,
                emulated.size(),
                with,
                Math.round(with / Math.max(1, without) * 100) / 100.0);
    }
}
