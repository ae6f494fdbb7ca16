package io.archtest.model;

/** The request or the scenario is wrong (exit code 2); nothing was started. */
public class InvalidRequestException extends ArchtestException {
    private static final long serialVersionUID = 1L;

    public InvalidRequestException(String message) {
        super(message);
    }
}
