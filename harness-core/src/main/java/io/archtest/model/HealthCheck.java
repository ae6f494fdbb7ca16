package io.archtest.model;

import java.time.Duration;
import java.util.List;

/**
 * A Compose health check, carried out by the engine inside the container. What is zero or empty is the image's own, and
 * Docker's default where the image has none.
 *
 * @param test as Docker's API takes it: {@code ["CMD", ...]}, {@code ["CMD-SHELL", text]} or {@code ["NONE"]}
 * @param startInterval how often to look during the start period; engines before 25 don't know it
 */
public record HealthCheck(
        List<String> test,
        Duration interval,
        Duration timeout,
        Duration startPeriod,
        Duration startInterval,
        int retries) {
    private static final Duration DEFAULT = Duration.ofSeconds(30);
    private static final int DEFAULT_RETRIES = 3;

    public HealthCheck {
        test = List.copyOf(test);
    }

    /** Without a start interval. */
    public HealthCheck(List<String> test, Duration interval, Duration timeout, Duration startPeriod, int retries) {
        this(test, interval, timeout, startPeriod, Duration.ZERO, retries);
    }

    /** A check that switches the image's own off. */
    public boolean disabled() {
        return test.equals(List.of("NONE"));
    }

    /** For an image that has none of its own: Docker's defaults are filled in, so that they can be slowed as well. */
    public HealthCheck withDefaults() {
        return new HealthCheck(
                test,
                interval.isZero() ? DEFAULT : interval,
                timeout.isZero() ? DEFAULT : timeout,
                startPeriod,
                startInterval,
                retries == 0 ? DEFAULT_RETRIES : retries);
    }

    /**
     * The same check with its limits multiplied for a slower engine. The intervals stay: they are how often to look, not
     * how long something may take.
     */
    public HealthCheck slowedBy(double factor) {
        return new HealthCheck(
                test, interval, times(timeout, factor), times(startPeriod, factor), startInterval, retries);
    }

    private static Duration times(Duration duration, double factor) {
        return Duration.ofMillis(Math.round(duration.toMillis() * Math.max(1, factor)));
    }
}
