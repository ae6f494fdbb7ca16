package io.archtest.run;

import io.archtest.environment.Slowness;
import io.archtest.environment.Speed;
import io.archtest.environment.WorkClass;
import io.archtest.report.Report;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was measured of an engine, in the report's words; a class that was not measured is left out. */
final class MeasuredSpeed {
    private MeasuredSpeed() {}

    /** None for what everything is measured against. */
    static Map<String, Double> factors(Slowness slowness) {
        Map<String, Double> factors = new LinkedHashMap<>();
        for (WorkClass work : WorkClass.values()) {
            if (slowness.measured(work) > 0 && !slowness.equals(Slowness.NATIVE)) {
                factors.put(work.word(), Math.round(slowness.measured(work) * 10) / 10.0);
            }
        }
        return factors;
    }

    static Report.Calibration calibration(Speed speed) {
        Map<String, Double> micros = new LinkedHashMap<>();
        for (WorkClass work : WorkClass.values()) {
            Double cost = speed.micros().get(work.word());
            if (cost != null) {
                micros.put(work.word(), cost);
            }
        }
        return new Report.Calibration(
                speed.measuredAt(), speed.tookMs(), speed.cached(), speed.hostLoad(), micros, speed.notes());
    }
}
