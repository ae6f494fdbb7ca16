package io.archtest.model;

import java.util.Objects;

/** archtest cannot do what was asked; the message says what was attempted, what was found and what to do. */
public class ArchtestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ArchtestException(String message) {
        super(message);
    }

    public ArchtestException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Always there: both constructors take one. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
