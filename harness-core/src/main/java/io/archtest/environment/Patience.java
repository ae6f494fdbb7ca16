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
        return "it was waited for %d s, the last %d s of them without a sign of progress (a new line in its log, work of the processor, news of its health check); %s"
                .formatted(elapsed().toSeconds(), idle().toSeconds(), limits());
    }

    private String limits() {
        String here = "it may take %d s, and %d s without one".formatted(total.toSeconds(), quiet.toSeconds());
        return pace.factor() > 1
                ? "%s: %d s and %d s, times %s, as this engine was measured to be slower than native"
                        .formatted(here, atNativeSpeed(total), atNativeSpeed(quiet), pace)
                : here + ", at native speed";
    }

    private long atNativeSpeed(Duration limit) {
        return Math.round(limit.toMillis() / pace.factor() / 1000);
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
