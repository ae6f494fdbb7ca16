package io.archtest.cli;

import io.archtest.report.Report;
import io.archtest.run.RunListener;

/** Tells what runs are doing, in one of several forms. Closing it ends that, and leaves nothing that isn't to stay. */
interface Progress extends RunListener, AutoCloseable {

    /** Prints something that stays. */
    default void print(Runnable printing) {
        printing.run();
    }

    /** A scenario's report has been written into that folder. */
    default void reported(Report report, String folder) {}

    @Override
    default void close() {}
}
