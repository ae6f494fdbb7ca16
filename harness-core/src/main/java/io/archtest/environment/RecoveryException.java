package io.archtest.environment;

import io.archtest.model.ArchtestException;

/** After an outage a component did not get well again; the message names it, its state and the cause. */
public final class RecoveryException extends ArchtestException {
    private static final long serialVersionUID = 1L;

    RecoveryException(String message) {
        super(message);
    }
}
