package io.archtest.report.html;

import java.util.Locale;

/** Durations and ratios, as people read them. */
public final class Times {
    private Times() {}

    public static String millis(double millis) {
        if (millis < 1000) {
            return number("%.0f ms", millis);
        }
        if (millis < 60_000) {
            return number(millis < 10_000 ? "%.2f s" : "%.1f s", millis / 1000);
        }
        long seconds = Math.round(millis / 1000);
        return "%d min %02d s".formatted(seconds / 60, seconds % 60);
    }

    public static String micros(double micros) {
        if (micros < 1000) {
            return number(micros < 10 ? "%.2f \u00b5s" : "%.0f \u00b5s", micros);
        }
        return micros < 1_000_000
                ? number(micros < 10_000 ? "%.2f ms" : "%.1f ms", micros / 1000)
                : millis(micros / 1000);
    }

    public static String ratio(double ratio) {
        return number(ratio < 10 ? "%.1f\u00d7" : "%.0f\u00d7", ratio);
    }

    /** For an attribute of SVG. */
    public static String percent(double share) {
        return number("%.2f%%", Math.max(0, Math.min(100, share * 100)));
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
