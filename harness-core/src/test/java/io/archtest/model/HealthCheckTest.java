package io.archtest.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a health check may leave others waiting, though all is well. */
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

    private static HealthCheck check(int interval, int timeout, int startPeriod, int retries) {
        return new HealthCheck(
                List.of("CMD", "true"),
                Duration.ofSeconds(interval),
                Duration.ofSeconds(timeout),
                Duration.ofSeconds(startPeriod),
                retries);
    }
}
