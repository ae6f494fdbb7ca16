package io.archtest.check;

/**
 * What came of a TCP connection.
 *
 * @param outcome {@code connected}, or why not: {@code refused}, {@code reset}, {@code no-route}, {@code timeout},
 *     {@code dns}, {@code error}
 * @param end how it ended: {@code closed}, {@code reset}, {@code timeout}, {@code full}; empty while it lasts
 */
record Talk(String outcome, String detail, String text, String end) {
    boolean connected() {
        return outcome.equals("connected");
    }

    boolean over() {
        return !end.isEmpty();
    }

    /** Without a word; as an engine's proxy or a relay does it when nobody listens behind it. */
    boolean closedAtOnce() {
        return connected() && text.isEmpty() && (end.equals("closed") || end.equals("reset"));
    }
}
