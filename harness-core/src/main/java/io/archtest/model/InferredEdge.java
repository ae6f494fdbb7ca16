package io.archtest.model;

import java.util.Optional;

/**
 * A talk between two components that nobody declared.
 *
 * @param port absent when only the target's name was found
 * @param why the place that it was read from, as a sentence's end: "environment DB_HOST of web names db:5432, compose.yaml:7"
 */
public record InferredEdge(ComponentName from, ComponentName to, Optional<Integer> port, Use use, String why) {

    /** What an inference is good enough for. */
    public enum Use {
        /** The file itself says the port: relays carry it, and the connectivity check asks it and can fail. */
        ASKED,
        /** The port is a guess by the target's image or health check: relays carry it, and nothing fails when it is wrong. */
        CARRIED,
        /** It only counts among the links that {@code cover} and {@code split} go by. */
        COVERED
    }

    public InferredEdge {
        if (use != Use.COVERED && port.isEmpty()) {
            throw new IllegalArgumentException("an edge without port can be neither asked nor carried");
        }
    }

    @Override
    public String toString() {
        return "%s -> %s%s".formatted(from, to, port.map(number -> ":" + number).orElse(""));
    }
}
