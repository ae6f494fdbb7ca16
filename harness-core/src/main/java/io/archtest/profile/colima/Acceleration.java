package io.archtest.profile.colima;

/** Whether machines of the host's own architecture can run on the processor itself. */
public enum Acceleration {
    USABLE,
    /** It is there, and this user may not use it. */
    DENIED,
    ABSENT
}
