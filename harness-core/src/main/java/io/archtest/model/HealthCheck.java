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
    /** The engine pauses that long after each look, so one that takes a whole second is a quarter of a processor. */
    private static final Duration OFTEN = Duration.ofSeconds(3);

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

    /** As the engine carries it out in a container of an image that has a check of its own. */
    public HealthCheck over(HealthCheck image) {
        if (disabled()) {
            return this;
        }
        return new HealthCheck(
                test.isEmpty() ? image.test : test,
                interval.isZero() ? image.interval : interval,
                timeout.isZero() ? image.timeout : timeout,
                startPeriod.isZero() ? image.startPeriod : startPeriod,
                startInterval.isZero() ? image.startInterval : startInterval,
                retries == 0 ? image.retries : retries);
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

    /** How long it may say nothing new, though all is well: until it looks first, and while a failure doesn't count yet. */
    public Duration longestSilence() {
        HealthCheck whole = withDefaults();
        Duration look = whole.interval.plus(whole.timeout);
        return look.compareTo(startPeriod) > 0 ? look : startPeriod;
    }

    /** How long it may take at the most until it has told whether all is well. */
    public Duration longestWait() {
        HealthCheck whole = withDefaults();
        return startPeriod.plus(whole.interval.plus(whole.timeout).multipliedBy(whole.retries));
    }

    /**
     * The same check for a slower engine. Short intervals are stretched so that looking doesn't take the processor away from
     * what is looked at, up to {@link #OFTEN}: a longer one only delays whoever waits for the answer. None gets shorter.
     *
     * @param look how much slower one look is
     * @param work how much slower the slower one of a look and the component's own work is
     */
    public HealthCheck slowedBy(double look, double work) {
        return new HealthCheck(
                test,
                stretched(interval, look),
                times(timeout, look),
                times(startPeriod, work),
                stretched(startInterval, look),
                retries);
    }

    private static Duration stretched(Duration interval, double factor) {
        Duration wished = times(interval, factor);
        Duration most = interval.compareTo(OFTEN) > 0 ? interval : OFTEN;
        return wished.compareTo(most) > 0 ? most : wished;
    }

    private static Duration times(Duration duration, double factor) {
        return Duration.ofMillis(Math.round(duration.toMillis() * Math.max(1, factor)));
    }
}
