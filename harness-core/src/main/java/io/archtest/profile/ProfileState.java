package io.archtest.profile;

/** What a profile's machine is doing, as observed and never as a command's exit code claims. */
public enum ProfileState {
    /** There is none of that name. */
    ABSENT,
    STOPPED,
    /** Somebody is starting it now. */
    STARTING,
    /** It runs and its engine answers. */
    RUNNING_READY,
    /** It runs, but its engine does not answer. */
    RUNNING_PARTIAL,
    /** Its files are damaged, or it died. */
    BROKEN,
    /** It runs, and does not answer questions in time. */
    UNRESPONSIVE
}
