package io.archtest.matrix;

/** Why there is no job; the code is for programs. */
public enum SkipReason {
    /** A machine of one's own, and nobody said which. */
    NOT_ASKED_FOR("not-asked-for"),
    /** The service has taken it away. */
    RUNNER_ENDED("runner-ended"),
    NO_NESTED_VIRTUALIZATION("no-nested-virtualization"),
    /** The smoke tier runs one placement. */
    SMOKE_TIER("smoke-tier"),
    TOO_LITTLE_MEMORY("too-little-memory"),
    /** Its containers can't be given files of the host. */
    HOST_FILES("host-files"),
    /** The placement contradicts the scenario on a host of that architecture. */
    PLACEMENT_REFUSED("placement-refused"),
    /** Another placement of the same lane puts every component on the same architecture. */
    SAME_PLACEMENT("same-placement");

    private final String code;

    SkipReason(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
