package io.archtest.cause;

import java.util.List;
import java.util.Optional;

/**
 * What a failure comes down to.
 *
 * @param about a component, a connection, a check, or {@code start}
 * @param cause if it has a name
 * @param crash if it died like one that its emulator let down
 * @param lastLines of the log, for those who have to find the cause themselves
 */
public record Diagnosis(String about, Optional<Cause> cause, Optional<Crash> crash, List<String> lastLines) {
    /** For messages and reports. */
    public static final String UNKNOWN = "not known to archtest";

    private static final int LINES = 15;

    public Diagnosis {
        lastLines = List.copyOf(lastLines);
    }

    /** Of a component. */
    public static Diagnosis of(String component, Symptoms symptoms) {
        List<String> log = symptoms.log();
        return new Diagnosis(
                component,
                Catalogue.recognise(symptoms),
                Crash.of(component, symptoms),
                log.subList(Math.max(0, log.size() - LINES), log.size()));
    }

    /** For messages: the cause, or that there is none with a name. */
    public String describe() {
        return cause.map(Cause::describe).orElse(UNKNOWN);
    }
}
