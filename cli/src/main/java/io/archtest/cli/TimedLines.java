package io.archtest.cli;

import io.archtest.report.TextColumns;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Lines that stay, each with the seconds since the run began. Whatever they quote is harmless, and stays in its line. */
final class TimedLines {
    private static final int HANGING = 13;

    private final PrintWriter out;
    private final LongSupplier nanoTime;
    private final Supplier<OptionalInt> columns;
    private long origin;
    private long last;

    /** @param columns that a line may take; none where it may be of any length */
    TimedLines(PrintWriter out, LongSupplier nanoTime, Supplier<OptionalInt> columns) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.columns = columns;
        this.origin = nanoTime.getAsLong();
        this.last = origin;
    }

    /** From here on time is counted. */
    void begin() {
        origin = nanoTime.getAsLong();
        last = origin;
    }

    void line(String text) {
        last = nanoTime.getAsLong();
        String line = stamp() + " " + TextColumns.harmless(text.strip().replaceAll("\\s*\\R\\s*", " "));
        OptionalInt limit = columns.get();
        if (limit.isEmpty()) {
            out.println(line);
        } else {
            TextColumns.wrap(line, HANGING, limit.getAsInt()).forEach(out::println);
        }
        out.flush();
    }

    String stamp() {
        return "[%6.1f s]"
                .formatted(Duration.ofNanos(nanoTime.getAsLong() - origin).toMillis() / 1000.0);
    }

    /** How long nothing was said. */
    Duration silent() {
        return Duration.ofNanos(nanoTime.getAsLong() - last);
    }
}
