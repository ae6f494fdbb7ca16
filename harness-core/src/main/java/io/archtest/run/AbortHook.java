package io.archtest.run;

/** What is to be done when the process is told to end (Ctrl-C, SIGTERM); closing it takes that back. */
public final class AbortHook implements AutoCloseable {
    private final Thread hook;

    /** @param abort blocks until all is put back; the process ends after it */
    public AbortHook(Runnable abort) {
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
