package io.archtest.cli;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Time that passes when a test says so. */
final class TestClock implements LongSupplier {
    private long now = 41;

    void passes(Duration time) {
        now += time.toNanos();
    }

    void seconds(int seconds) {
        passes(Duration.ofSeconds(seconds));
    }

    @Override
    public long getAsLong() {
        return now;
    }
}
