package io.archtest.environment;

/**
 * What emulation slows by different factors, so that one factor for all would be wrong for most. No wait is for the file system
 * or the network alone: a connection has seconds for a round trip of a tenth of a millisecond, whatever the factor, and both
 * are taken by the clock, which overrates them on a busy host. The report says where the time goes.
 */
public enum WorkClass {
    /** Starting a short process, as health checks by exec and hooks do. Processor time. */
    PROCESS_START("process-start"),
    /** A thousand turns of an interpreter's loop, as most servers' own work is. Processor time. */
    INTERPRETER("interpreter"),
    /** SHA-256 of 64 KiB. Processor time. */
    CRYPTO("crypto"),
    /** Creating, syncing, reading and removing a small file in the container's layer. By the clock. */
    FILE_SYSTEM("file-system"),
    /** A byte to a published port by way of the host, and back. By the clock. */
    NETWORK("network");

    private final String word;

    WorkClass(String word) {
        this.word = word;
    }

    /** The word in reports. */
    public String word() {
        return word;
    }
}
