package io.archtest.report.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.report.Comparison;
import io.archtest.report.baseline.Timings.Stack;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seeded simulations: how often an alarm is false, and how often a real slow-down is found. */
class FalseAlarmsTest {
    private static final int COMPARISONS = 400;

    /** Of 400 comparisons 5 % are 20; with as many as 32 the true share would be more than that, by all odds. */
    @ParameterizedTest
    @CsvSource({
        "1, 3, 1",
        "1, 5, 1",
        "1, 20, 1",
        "12, 3, 1",
        "12, 5, 1",
        "12, 10, 1",
        "12, 20, 1",
        "12, 20, 5",
        "200, 5, 1",
        "200, 10, 1",
        "200, 20, 1",
        "200, 10, 5"
    })
    void atMostOneComparisonInTwentyAlarmsFalsely(int components, int earlier, int now) {
        Stack stack = new Stack(components, earlier, now, 0.1);

        assertThat(alarms(stack, 1, row -> true)).isLessThan(32);
        assertThat(alarms(stack.busy(0.3), 1, row -> true))
                .as("all components vary with the host")
                .isLessThan(32);
        assertThat(alarms(new Stack(components, earlier, now, 0.4), 1, row -> true))
                .as("much noise")
                .isLessThan(32);
    }

    /** Each run has one on average: as many again as among the earlier runs, one of which could be the worst of all. */
    @ParameterizedTest
    @CsvSource({"200, 10, 0.09", "200, 20, 0.05"})
    void glitchesAlarmNoMoreOftenThanTheWorstOfThemIsTheLatest(int components, int earlier, double share) {
        Stack stack = new Stack(components, earlier, 1, 0.1).glitching(0.005);

        assertThat(alarms(stack, 1, row -> true)).isLessThan((int) (share * COMPARISONS * 1.6));
    }

    @ParameterizedTest
    @CsvSource({
        // with a dozen components, and with 200, of which half vary by more than 5 %
        "12, 5, 1, 0.05, 0.75", "12, 10, 1, 0.05, 0.95", "12, 20, 1, 0.05, 0.95", "200, 10, 1, 0.05, 0.85",
        "200, 20, 1, 0.05, 0.95", "12, 20, 1, 0.1, 0.8", "12, 20, 5, 0.1, 0.9", "200, 20, 5, 0.1, 0.8"
    })
    void twiceAsLongIsFound(int components, int earlier, int now, double noise, double share) {
        Stack stack = new Stack(components, earlier, now, noise);

        assertThat(alarms(stack, 2, row -> row.about().equals("c0"))).isGreaterThan((int) (share * COMPARISONS));
    }

    @Test
    void threeTimesAsLongIsFoundByThreeSamplesOfOneComponent() {
        assertThat(alarms(new Stack(1, 3, 1, 0.05), 3, row -> true)).isGreaterThan((int) (0.9 * COMPARISONS));
    }

    /** In how many comparisons a row of those is called slower. */
    private static long alarms(Stack stack, double factor, Predicate<Comparison.Row> which) {
        Random random = new Random(20261126);
        long alarms = 0;
        for (int i = 0; i < COMPARISONS; i++) {
            List<Comparison.Row> rows = Judge.rows(stack.timings(random, factor), 1);
            if (rows.stream().anyMatch(row -> which.test(row) && alarming(row, factor))) {
                alarms++;
            }
        }
        return alarms;
    }

    /** Where nothing changed, "faster" is as false. */
    private static boolean alarming(Comparison.Row row, double factor) {
        return row.verdict().equals(Comparison.SLOWER)
                || (factor == 1 && row.verdict().equals(Comparison.FASTER));
    }
}
