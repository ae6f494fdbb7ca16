package io.archtest.cause;

import java.util.List;

/**
 * A cause of the catalogue.
 *
 * @param id stable, for programs
 * @param recognisedBy by what it is told, for people
 * @param signs each of which is enough
 */
public record KnownCause(String id, String name, String recognisedBy, String nextStep, List<Sign> signs) {
    public KnownCause {
        signs = List.copyOf(signs);
    }

    static KnownCause of(String id, String name, String recognisedBy, String nextStep, Sign... signs) {
        return new KnownCause(id, name, recognisedBy, nextStep, List.of(signs));
    }

    Cause with(String evidence) {
        return new Cause(id, name, evidence, nextStep);
    }
}
