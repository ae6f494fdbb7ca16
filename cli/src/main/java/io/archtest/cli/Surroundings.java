package io.archtest.cli;

import io.archtest.host.HostSystem;
import java.io.PrintWriter;
import java.util.Map;

/**
 * What a command gets from its process.
 *
 * @param terminal whether a person watches {@code out}: the launcher script knows
 * @param discretion is told of secrets, which the streams of {@link #discreet} don't show then
 */
record Surroundings(
        PrintWriter out,
        PrintWriter err,
        Map<String, String> environment,
        boolean terminal,
        HostSystem system,
        Discretion discretion) {
    Surroundings {
        environment = Map.copyOf(environment);
    }

    /** With streams on which nothing is secret yet. */
    Surroundings(
            PrintWriter out, PrintWriter err, Map<String, String> environment, boolean terminal, HostSystem system) {
        this(out, err, environment, terminal, system, new Discretion(out));
    }

    /** On the system that this one is. */
    Surroundings(PrintWriter out, PrintWriter err, Map<String, String> environment, boolean terminal) {
        this(out, err, environment, terminal, HostSystem.current());
    }

    /** The same, with streams that show no secret which its {@link #discretion} knows. */
    Surroundings discreet() {
        return new Surroundings(discretion.over(out), discretion.over(err), environment, terminal, system, discretion);
    }

    /** Colours: on a terminal that knows them, unless https://no-color.org says no. */
    boolean colour() {
        return terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }
}
