package io.archtest.report.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.report.Comparison.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule by which something is slower, by a case that it decides. */
class JudgeTest {
    /** Ten runs that vary by some 5 %. */
    private static final List<Long> STEADY = List.of(1000L, 1050L, 950L, 1020L, 980L, 1070L, 930L, 1010L, 990L, 1040L);

    @Test
    void twiceAsLongIsSlower() {
        Row row = judged(Timings.of("web", STEADY, 2000L));

        assertThat(row.verdict()).isEqualTo("slower");
        assertThat(row.earlierMs()).isEqualTo(1005);
        assertThat(row.nowMs()).isEqualTo(2000);
        assertThat(row.ratio()).isEqualTo(1.99);
        assertThat(row.showsFrom()).isBetween(1.1, 1.5);
        assertThat(row.why()).startsWith("more than noise, which explains less than 1.");
    }

    @Test
    void halfAsLongIsFaster() {
        assertThat(judged(Timings.of("web", STEADY, 500L)).verdict()).isEqualTo("faster");
    }

    @Test
    void aboutAsLongIsTheSame() {
        Row row = judged(Timings.of("web", STEADY, 1100L));

        assertThat(row.verdict()).isEqualTo("same");
        assertThat(row.why()).startsWith("a slow-down would show from 1.");
    }

    /** However sure: nobody waits for it. */
    @Test
    void aDifferenceOfLessThanAFifthIsTheSame() {
        assertThat(judged(Timings.of("web", same(1000, 20), 1190L)).verdict()).isEqualTo("same");
        assertThat(judged(Timings.of("web", same(1000, 20), 1210L)).verdict()).isEqualTo("slower");
    }

    @Test
    void aDifferenceOfLessThanTheFloorIsTheSame() {
        assertThat(judged(Timings.of("web", same(60, 20), 109L)).verdict()).isEqualTo("same");
        assertThat(judged(Timings.of("web", same(60, 20), 130L)).verdict()).isEqualTo("slower");
        Row tiny = judged(Timings.of("web", same(4, 20), 40L));
        assertThat(tiny.verdict()).isEqualTo("same");
        assertThat(tiny.why()).isEqualTo("below 50 ms");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void withTooFewSamplesItCantTell(int samples) {
        Row row = judged(Timings.of("web", same(1000, samples), 9000L));

        assertThat(row.verdict()).isEqualTo("unknown");
        assertThat(row.why())
                .isEqualTo("%d earlier sample%s, which is too few: it takes 3 at least"
                        .formatted(samples, samples == 1 ? "" : "s"));
        assertThat(row.ratio()).as("shown all the same").isEqualTo(9.0);
    }

    @Test
    void whatIsNewOrGoneCantBeTold() {
        assertThat(judged(Timings.of("web", List.of(), 1000L)).why()).isEqualTo("no earlier sample");
        Row gone = judged(Timings.of("web", STEADY));
        assertThat(gone.why()).isEqualTo("no sample now");
        assertThat(gone.ratio()).isNull();
    }

    @Test
    void withMoreNoiseThanDifferenceItCantTell() {
        Row row = judged(Timings.of("web", List.of(500L, 2000L, 1000L, 3000L, 700L, 1500L), 2500L));

        assertThat(row.verdict()).isEqualTo("unknown");
        assertThat(row.why()).startsWith("noise: a slow-down would show from ");
    }

    /** Three of five alike are no sign of calm: the median absolute deviation of these is 1 ms. */
    @Test
    void samplesThatAreAlikeByChanceDontHideNoise() {
        assertThat(judged(Timings.of("web", List.of(1000L, 1001L, 1002L, 1500L, 700L), 1300L))
                        .verdict())
                .isNotEqualTo("slower");
    }

    @Test
    void oneGlitchInThePastDoesntHideASlowDown() {
        List<Long> glitch = new ArrayList<>(STEADY);
        glitch.set(3, 5000L);

        assertThat(judged(Timings.of("web", glitch, 2000L)).verdict()).isEqualTo("slower");
    }

    /** A spread that is small by chance counts as the usual one of its kind. */
    @Test
    void aComponentIsNotCalmerThanTheOthers() {
        List<Timing> timings = new ArrayList<>(List.of(Timings.of("calm", same(1000, 5), 1300L)));
        assertThat(Judge.rows(timings, 1).get(0).verdict()).isEqualTo("slower");
        for (int i = 0; i < 6; i++) {
            timings.add(Timings.of("c" + i, List.of(800L, 1200L, 1000L, 900L, 1100L), 1000L));
        }

        assertThat(Judge.rows(timings, 1).get(0).verdict()).isNotEqualTo("slower");
    }

    /** Runs have glitches; this one isn't the first that strays as far. */
    @Test
    void whatStraysNoFartherThanSomethingElseDidCantBeTold() {
        List<Long> glitching = new ArrayList<>(STEADY);
        glitching.set(4, 4000L);

        List<Row> rows =
                Judge.rows(List.of(Timings.of("web", STEADY, 2000L), Timings.of("other", glitching, 1000L)), 1);

        assertThat(rows.get(0).verdict()).isEqualTo("unknown");
        assertThat(rows.get(0).why()).isEqualTo("something else strayed as far in an earlier run");
    }

    /** The run before was slow already, and two things were: that is no glitch. */
    @Test
    void aSlowDownThatLastsIsFoundAgain() {
        List<Long> slowSince = new ArrayList<>(STEADY);
        slowSince.set(9, 2000L);

        List<Row> rows =
                Judge.rows(List.of(Timings.of("web", slowSince, 2010L), Timings.of("worker", slowSince, 2020L)), 1);

        assertThat(rows).extracting(Row::verdict).containsOnly("slower");
    }

    @Test
    void whatASlowerHostExplainsCantBeTold() {
        List<Timing> timings = List.of(Timings.of("web", STEADY, 1600L), Timings.of("worker", STEADY, 4000L));

        List<Row> rows = Judge.rows(timings, 1.6);

        assertThat(rows).extracting(Row::verdict).containsExactly("unknown", "slower");
        assertThat(rows.get(0).why()).isEqualTo("the host itself is 63 % as fast as it was");
    }

    /** A hundred things are a hundred chances to be wrong: it takes more to believe one. */
    @Test
    void theMoreThingsTheLaterOneShows() {
        List<Timing> few = many(5);
        List<Timing> lots = many(200);

        assertThat(Judge.rows(lots, 1).get(0).showsFrom())
                .isGreaterThan(Judge.rows(few, 1).get(0).showsFrom());
    }

    private static List<Timing> many(int components) {
        return LongStream.range(0, components)
                .mapToObj(i -> Timings.of("c" + i, STEADY, 1000L))
                .toList();
    }

    private static Row judged(Timing timing) {
        return Judge.rows(List.of(timing), 1).get(0);
    }

    private static List<Long> same(long millis, int samples) {
        return LongStream.range(0, samples).map(i -> millis).boxed().toList();
    }
}
