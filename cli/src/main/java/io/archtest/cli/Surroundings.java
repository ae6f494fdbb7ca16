package io.archtest.cli;

import io.archtest.host.HostSystem;
import java.io.PrintWriter;
import java.util.Map;

/**
 * What a command gets from its process.
 *
 * @param terminal whether a person watches {@code out}: the launcher script knows
 */
record Surroundings(
        PrintWriter out, PrintWriter err, Map<String, String> environment, boolean terminal, HostSystem system) {
    Surroundings {
        environment = Map.copyOf(environment);
    }

    /** On the system that this one is. */
    Surroundings(PrintWriter out, PrintWriter err, Map<String, String> environment, boolean terminal) {
        this(out, err, environment, terminal, HostSystem.current());
    }

    /** Colours: on a terminal that knows them, unless https://no-color.org says no. */
    boolean colour() {
        return terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }
}
