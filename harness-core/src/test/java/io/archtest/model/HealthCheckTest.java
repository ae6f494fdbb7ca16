package io.archtest.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often a health check looks where that is slow, and how long it may leave others waiting, though all is well. */
class HealthCheckTest {
    @Test
    void oneThatLooksSeldomIsSilentUntilItsFirstLook() {
        assertThat(check(120, 10, 0, 3).longestSilence()).isEqualTo(Duration.ofSeconds(130));
    }

    @Test
    void oneWhoseFailuresDoNotCountYetIsSilentAsLong() {
        assertThat(check(5, 5, 300, 3).longestSilence()).isEqualTo(Duration.ofSeconds(300));
    }

    @Test
    void whatItDoesNotSayIsTheEnginesDefault() {
        assertThat(check(0, 0, 0, 0).longestSilence()).isEqualTo(Duration.ofSeconds(60));
        assertThat(check(0, 0, 0, 0).longestWait()).isEqualTo(Duration.ofSeconds(180));
    }

    @Test
    void itHasToldWhenAllRetriesAreOver() {
        assertThat(check(60, 30, 900, 5).longestWait()).isEqualTo(Duration.ofSeconds(900 + 5 * 90));
    }

    @Test
    void whereALookIsSlowItLooksLessOftenButNobodyWaitsLong() {
        assertThat(check(2, 1, 10, 3).slowedBy(20, 5))
                .as("up to three seconds; time limits as the work is slower")
                .isEqualTo(check(3, 20, 50, 3));
        assertThat(check(1, 1, 0, 3).slowedBy(2, 2).interval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(check(30, 1, 0, 3).slowedBy(20, 5).interval())
                .as("what looks seldom stays")
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(check(0, 0, 0, 0).slowedBy(20, 5)).as("the image's own").isEqualTo(check(0, 0, 0, 0));
    }

    private static HealthCheck check(int interval, int timeout, int startPeriod, int retries) {
        return new HealthCheck(
                List.of("CMD", "true"),
                Duration.ofSeconds(interval),
                Duration.ofSeconds(timeout),
                Duration.ofSeconds(startPeriod),
                retries);
    }
}
