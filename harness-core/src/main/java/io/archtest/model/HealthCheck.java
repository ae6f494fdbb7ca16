package io.archtest.model;

import java.time.Duration;
import java.util.List;

/**
 * A Compose health check, carried out by the engine inside the container.
 *
 * @param test as Docker's API takes it: {@code ["CMD", ...]}, {@code ["CMD-SHELL", text]} or {@code ["NONE"]}
 */
public record HealthCheck(List<String> test, Duration interval, Duration timeout, Duration startPeriod, int retries) {

    public HealthCheck {
        test = List.copyOf(test);
    }

    /** A check that switches the image's own off. */
    public boolean disabled() {
        return test.equals(List.of("NONE"));
    }

    /**
     * The same check with its limits multiplied for a slower engine. The interval stays: it is how often to look, not
     * how long something may take.
     */
    public HealthCheck slowedBy(double factor) {
        return new HealthCheck(test, interval, times(timeout, factor), times(startPeriod, factor), retries);
    }

    private static Duration times(Duration duration, double factor) {
        return Duration.ofMillis(Math.round(duration.toMillis() * Math.max(1, factor)));
    }
}
