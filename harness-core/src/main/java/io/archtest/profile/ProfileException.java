package io.archtest.profile;

import io.archtest.model.ArchtestException;

/** A profile can't be had or changed; the message has the cause, the evidence and the next step. */
public final class ProfileException extends ArchtestException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What callers tell apart. */
    public enum Reason {
        NOT_INSTALLED,
        TOO_OLD,
        MISSING_QEMU,
        MISSING_GUEST_AGENT,
        MISSING_DOCKER_CLI,
        UNSUPPORTED_FLAG,
        NO_VIRTUALIZATION,
        PATH_TOO_LONG,
        /** The tool printed something that is not its answer. */
        UNREADABLE,
        UNRESPONSIVE,
        START_TIMEOUT,
        BROKEN_INSTANCE,
        DISK_IN_USE,
        DISK_FULL,
        DOWNLOAD_FAILED,
        ARCHITECTURE_MISMATCH,
        /** It is not archtest's to change. */
        NOT_OURS,
        /** Another process is at work on it. */
        BUSY,
        UNREACHABLE,
        OTHER;

        /** Whether nothing can be started on this host until something is installed or changed on it. */
        public boolean unfitHost() {
            return switch (this) {
                case NOT_INSTALLED,
                        TOO_OLD,
                        MISSING_QEMU,
                        MISSING_GUEST_AGENT,
                        MISSING_DOCKER_CLI,
                        NO_VIRTUALIZATION,
                        PATH_TOO_LONG -> true;
                default -> false;
            };
        }
    }

    public ProfileException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public ProfileException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
