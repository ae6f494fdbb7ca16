package io.archtest.cli;

import io.archtest.run.RunListener;

/** Progress in the form that fits where it is read: a line that is rewritten on a terminal, else lines that stay. */
final class ProgressOutput implements AutoCloseable {
    /** What any terminal has; a longer line would wrap and could not be taken back. */
    private static final int COLUMNS = 80;

    private final RunListener listener;

    private ProgressOutput(RunListener listener) {
        this.listener = listener;
    }

    static ProgressOutput of(Surroundings surroundings) {
        return new ProgressOutput(
                surroundings.terminal()
                        ? new LiveProgress(surroundings.out(), System::nanoTime, COLUMNS)
                        : new PlainProgress(surroundings.out(), System::nanoTime));
    }

    RunListener listener() {
        return listener;
    }

    /** Prints something that stays, without the line that doesn't. */
    void print(Runnable printing) {
        if (listener instanceof LiveProgress live) {
            live.above(printing);
        } else {
            printing.run();
        }
    }

    @Override
    public void close() {
        if (listener instanceof LiveProgress live) {
            live.close();
        }
    }
}
