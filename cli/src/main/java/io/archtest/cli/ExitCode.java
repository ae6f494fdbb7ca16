package io.archtest.cli;

/** What {@code archtest}'s exit codes mean; part of its contract. */
final class ExitCode {
    /** Everything passed. */
    static final int PASSED = 0;
    /** A check failed. */
    static final int CHECK_FAILED = 1;
    /** The command line or the scenario is wrong. */
    static final int USAGE = 2;
    /** The environment could not be started. */
    static final int NOT_STARTED = 3;
    /** This host can't run it; nothing was started. */
    static final int UNSUPPORTED_HOST = 4;
    /** A bug in archtest. */
    static final int BUG = 70;
    // 130 is the JVM's own after Ctrl-C: its shutdown hooks have cleaned up by then

    private ExitCode() {}
}
