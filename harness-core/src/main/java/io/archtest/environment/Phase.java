package io.archtest.environment;

/** The steps of a component's start-up. */
public enum Phase {
    /** Getting its image. */
    PULL("pull"),
    /** Building it from source, in the place of getting it. */
    BUILD("build"),
    /** Waiting for the components it depends on; not part of the report's timeline. */
    WAIT("wait"),
    CREATE("create"),
    START("start"),
    /** From its start until it is ready, or a job's end. */
    READY("ready"),
    STOP("stop");

    private final String word;

    Phase(String word) {
        this.word = word;
    }

    /** The word in reports. */
    public String word() {
        return word;
    }
}
