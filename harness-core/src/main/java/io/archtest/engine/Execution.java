package io.archtest.engine;

/** How an engine executes the instructions of a container. */
public enum Execution {
    /** The processor's own instructions. */
    NATIVE("native"),
    /** Process by process, by QEMU's user emulation through binfmt_misc. */
    QEMU_USER("qemu-user"),
    /** Process by process, by Apple's Rosetta. */
    ROSETTA("rosetta"),
    /** A whole emulated machine; looks native from inside. */
    SYSTEM("system"),
    /** Nothing to tell it by; never counts as proof. */
    UNKNOWN("unknown");

    private final String word;

    Execution(String word) {
        this.word = word;
    }

    /** The word in reports. */
    public String word() {
        return word;
    }
}
