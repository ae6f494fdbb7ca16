package io.archtest.engine;

import io.archtest.model.ArchtestException;

/** A daemon refused a call, is gone, or did not answer in time. */
public final class EngineException extends ArchtestException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What callers tell apart. */
    public enum Reason {
        /** Nothing answers at the endpoint. */
        UNREACHABLE,
        /** The call's deadline passed. */
        TIMED_OUT,
        /** The daemon knows no such object. */
        NOT_FOUND,
        /** The registry has no image for that platform, or the local one is for another. */
        WRONG_PLATFORM,
        /** The image could not be had: registry unreachable, unauthorised, rate limited or no such name. */
        IMAGE_UNAVAILABLE,
        /** The host port is taken. */
        PORT_TAKEN,
        /** No space left on the daemon's disk. */
        DISK_FULL,
        /** Anything else that it said no to. */
        REFUSED
    }

    public EngineException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public EngineException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
