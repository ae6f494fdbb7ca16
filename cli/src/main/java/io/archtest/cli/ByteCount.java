package io.archtest.cli;

import java.util.Locale;

/** Bytes as people read them, in the units of registries (a MB is a million). */
final class ByteCount {
    private static final double MILLION = 1e6;

    private ByteCount() {}

    /** What follows a count of layers: nothing where no size is known. */
    static String progress(long bytes, long total) {
        if (total == 0) {
            return bytes == 0 ? "" : ", %s".formatted(megabytes(bytes));
        }
        return bytes >= total
                ? ", %s".formatted(megabytes(total))
                : ", %s of %s".formatted(number(bytes), megabytes(total));
    }

    private static String megabytes(long bytes) {
        return number(bytes) + " MB";
    }

    private static String number(long bytes) {
        return String.format(Locale.ROOT, bytes < 10 * MILLION ? "%.1f" : "%.0f", bytes / MILLION);
    }
}
