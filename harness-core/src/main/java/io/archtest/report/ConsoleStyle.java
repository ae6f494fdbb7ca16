package io.archtest.report;

import java.util.OptionalInt;

/**
 * How {@link ConsoleReport} says it.
 *
 * @param colour whether the reader's terminal shows colours
 * @param columns of the terminal, which no line exceeds; none for a log, in which a text is one line
 * @param onlyFailures the verdict and what failed, and nothing else
 */
public record ConsoleStyle(boolean colour, OptionalInt columns, boolean onlyFailures) {

    /** For a log. */
    public static ConsoleStyle log(boolean colour) {
        return new ConsoleStyle(colour, OptionalInt.empty(), false);
    }
}
