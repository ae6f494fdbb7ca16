package io.archtest.engine;

/** The labels on everything that archtest starts; what lacks {@link #RUN} is never touched. */
public final class Labels {
    /** The run's id. */
    public static final String RUN = "io.archtest.run";
    /** The owning archtest process: {@code <host id>/<pid>/<start time in ms>}. */
    public static final String OWNER = "io.archtest.owner";
    /** The component's name. */
    public static final String COMPONENT = "io.archtest.component";
    /** What it is: {@code component}, {@code job}, {@code relay}, {@code probe}, {@code network}, {@code volume}, {@code image}. */
    public static final String ROLE = "io.archtest.role";
    /** The role of an image that was built. */
    public static final String IMAGE = "image";

    private Labels() {}
}
