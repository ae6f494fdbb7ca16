package io.archtest.cli;

/** What is to be done when the program is told to end (Ctrl-C, SIGTERM); closing it takes that back. */
final class AbortHook implements AutoCloseable {
    private final Thread hook;

    /** @param abort blocks until all is put back; the program ends after it */
    AbortHook(Runnable abort) {
        this.hook = new Thread(abort, "archtest-abort");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            return; // the hook is at work, and is why this ends
        }
    }
}
