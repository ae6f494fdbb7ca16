package io.archtest.check;

/** Whoever was asked gave no answer, or none that could be used. */
final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    NoAnswerException(String reason) {
        super(reason);
        this.reason = reason;
    }

    NoAnswerException(String reason, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
