package io.archtest.environment;

import io.archtest.environment.Slowness.Pace;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long to wait for something that may be slow but is working: until nothing has moved for {@code quiet}, and never
 * longer than {@code total}. Both are for native speed and are multiplied by the measured slowness.
 */
final class Patience {
    private final Pace pace;
    private final Duration quiet;
    private final Duration total;
    private final LongSupplier nanoTime;
    private final long began;
    private long lastProgress;

    Patience(Duration quiet, Duration total, Pace pace, LongSupplier nanoTime) {
        this.pace = pace;
        this.quiet = times(quiet, pace.factor());
        this.total = times(total, pace.factor());
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
        this.lastProgress = began;
    }

    /** Something moved. */
    void progress() {
        lastProgress = nanoTime.getAsLong();
    }

    boolean exhausted() {
        return idle().compareTo(quiet) > 0 || elapsed().compareTo(total) > 0;
    }

    /** Whether it is worth the cost to look for signs of progress now. */
    boolean wearingThin() {
        return idle().compareTo(quiet.dividedBy(3)) > 0;
    }

    /** For messages. */
    String describe() {
        return "%d s in all, %d s without a sign of progress (limits for this engine: %d s and %d s, which are those for native speed times %s)"
                .formatted(elapsed().toSeconds(), idle().toSeconds(), total.toSeconds(), quiet.toSeconds(), pace);
    }

    private Duration elapsed() {
        return Duration.ofNanos(nanoTime.getAsLong() - began);
    }

    private Duration idle() {
        return Duration.ofNanos(nanoTime.getAsLong() - lastProgress);
    }

    private static Duration times(Duration duration, double factor) {
        return Duration.ofMillis(Math.round(duration.toMillis() * Math.max(1, factor)));
    }
}
