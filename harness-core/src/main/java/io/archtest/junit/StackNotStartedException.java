package io.archtest.junit;

import io.archtest.model.ArchtestException;

/** The stack that a test needs could not be started. Every test that needs it gets the same message; it is tried once. */
public final class StackNotStartedException extends ArchtestException {
    private static final long serialVersionUID = 1L;

    StackNotStartedException(String message, Throwable cause) {
        super(message, cause);
    }
}
