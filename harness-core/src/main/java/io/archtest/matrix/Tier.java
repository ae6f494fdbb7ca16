package io.archtest.matrix;

import java.util.Locale;

/** What can be expected of a lane. */
public enum Tier {
    FULL,
    /** All is emulated: one placement, much time, and a failure doesn't count as the stack's. */
    SMOKE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
