package io.archtest.cli;

import java.io.PrintWriter;
import java.util.Map;

/**
 * What a command gets from its process.
 *
 * @param terminal whether a person watches {@code out}: the launcher script knows
 */
record Surroundings(PrintWriter out, PrintWriter err, Map<String, String> environment, boolean terminal) {
    Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Colours: on a terminal that knows them, unless https://no-color.org says no. */
    boolean colour() {
        return terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }
}
