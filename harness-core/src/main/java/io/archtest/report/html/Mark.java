package io.archtest.report.html;

import java.util.Locale;

/** How a verdict or state is shown: never by colour alone. */
public enum Mark {
    PASSED("passed", "\u2713", "good"),
    FAILED("failed", "\u2717", "bad"),
    ERRORED("errored", "!", "bad"),
    SKIPPED("skipped", "\u2013", "none"),
    NOT_STARTED("not started", "!", "bad"),
    NOT_ASKED("not asked", "?", "warn"),
    NOT_RUN("not run", "\u25cb", "none"),
    IMPOSSIBLE("impossible", "\u2298", "none"),
    SLOWER("slower", "\u25b2", "warn"),
    FASTER("faster", "\u25bc", "good"),
    SAME("same", "=", "none"),
    UNKNOWN("unknown", "?", "warn"),
    OTHER("other", "?", "warn");

    private final String word;
    private final String sign;
    private final String tone;

    Mark(String word, String sign, String tone) {
        this.word = word;
        this.sign = sign;
        this.tone = tone;
    }

    /** By the report's word for it; one that a newer version wrote is {@link #OTHER}. */
    public static Mark of(String state) {
        String name = state.toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
        for (Mark mark : values()) {
            if (mark.name().equals(name)) {
                return mark;
            }
        }
        return OTHER;
    }

    /** Whether something is wrong. */
    public boolean wrong() {
        return this == FAILED || this == ERRORED || this == NOT_STARTED || this == OTHER;
    }

    public String word() {
        return word;
    }

    public String sign() {
        return sign;
    }

    /** The name of its colours in the style sheet. */
    public String tone() {
        return tone;
    }
}
