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
        this(out, err, environment, terminal, system, new Discretion(out, err));
    }

    /** On the system that this one is. */
    Surroundings(PrintWriter out, PrintWriter err, Map<String, String> environment, boolean terminal) {
        this(out, err, environment, terminal, HostSystem.current());
    }

    /** The same, with streams that show no secret which its {@link #discretion} knows. */
    Surroundings discreet() {
        return new Surroundings(discretion.over(out), discretion.over(err), environment, terminal, system, discretion);
    }

    /** The same with standard output free for programs: what people read goes to the error stream, as into a log. */
    Surroundings onErrorStream() {
        return new Surroundings(err, err, environment, false, system, discretion.onErrorStream());
    }

    /** Whether lines can be taken back. */
    boolean rewritable() {
        return terminal && !dumb();
    }

    /** Colours: on a terminal that knows them, unless https://no-color.org or CLICOLOR=0 says no. */
    boolean colour() {
        return rewritable()
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("CLICOLOR", "").equals("0");
    }

    /** What {@code out} is, for messages. */
    String described() {
        return terminal ? "a terminal with TERM=%s".formatted(term()) : "standard output that is no terminal";
    }

    /** One that doesn't say what it is counts as one that knows nothing. */
    private boolean dumb() {
        return term().isEmpty() || term().equals("dumb");
    }

    private String term() {
        return environment.getOrDefault("TERM", "");
    }
}
