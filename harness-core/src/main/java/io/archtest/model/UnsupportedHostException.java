package io.archtest.model;

/** This host can't run what was asked (exit code 4); the message gives the reason and the remedy, nothing was started. */
public final class UnsupportedHostException extends ArchtestException {
    private static final long serialVersionUID = 1L;

    public UnsupportedHostException(String message) {
        super(message);
    }

    public UnsupportedHostException(String message, Throwable cause) {
        super(message, cause);
    }
}
