package io.archtest.check;

import java.time.Duration;

/** Limits are for native speed, and are stretched by how slow the slowest component of a stack is. */
final class Limits {
    private Limits() {}

    /** Whoever answers may have to ask any other component first. */
    static Duration scaled(Duration limit, SystemUnderTest system) {
        double slowest =
                system.components().stream().mapToDouble(system::slowness).max().orElse(1);
        return Duration.ofMillis(Math.round(limit.toMillis() * Math.max(1, slowest)));
    }
}
