package io.archtest.environment;

import io.archtest.model.ArchtestException;

/** The environment could not be started (exit code 3): which component, what happened, what is known, what to do. */
public class StartupException extends ArchtestException {
    private static final long serialVersionUID = 1L;

    public StartupException(String message) {
        super(message);
    }

    public StartupException(String message, Throwable cause) {
        super(message, cause);
    }
}
