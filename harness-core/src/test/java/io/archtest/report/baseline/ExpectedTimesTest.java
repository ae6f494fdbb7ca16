package io.archtest.report.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.report.Report;
import io.archtest.testing.BaselineFixture;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExpectedTimesTest {
    private final Baseline baseline = BaselineFixture.baseline(5, 1000);

    @Test
    void theMedianIsExpected() {
        ExpectedTimes times = ExpectedTimes.of(baseline, "shop", "default");

        assertThat(times.of("web")).contains(Duration.ofMillis(1020));
        assertThat(times.ofRun()).contains(Duration.ofMillis(8000));
        assertThat(times.of("new")).isEmpty();
    }

    @Test
    void nothingIsExpectedOfWhatNeverRan() {
        assertThat(ExpectedTimes.of(baseline, "shop", "flip").of("web")).isEmpty();
        assertThat(ExpectedTimes.of(baseline, "other", "default").ofRun()).isEmpty();
    }

    @Test
    void anotherHostTellsNothing() {
        assertThat(ExpectedTimes.of(baseline, "shop", "default", BaselineFixture.HOST)
                        .of("web"))
                .isPresent();
        assertThat(ExpectedTimes.of(
                                baseline, "shop", "default", new Report.Host("Debian", "x86_64", 64, 1L, "Linux 6.1"))
                        .of("web"))
                .isEmpty();
    }
}
