package io.archtest.cli;

import io.archtest.profile.ProfileListener;
import io.archtest.run.AbortHook;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Progress of a command that changes profiles, on the error stream: standard output is for the answer. */
final class Progressing implements AutoCloseable {
    private final CountDownLatch done = new CountDownLatch(1);
    private final ProfileListener listener;
    private final AbortHook hook;

    /** An interrupt of the program ends what is under way, and waits until it has been put back. */
    Progressing(Surroundings surroundings) {
        PrintWriter err = surroundings.err();
        PhasePrinter printer = new PhasePrinter(line -> {
            err.println(line);
            err.flush();
        });
        this.listener = new ProfileListener() {
            @Override
            public void working(String profile, String phase, String lastLine, Duration elapsed) {
                printer.working(profile, phase, lastLine, elapsed);
            }

            @Override
            public void notice(String line) {
                err.println(line);
                err.flush();
            }
        };
        Thread worker = Thread.currentThread();
        this.hook = new AbortHook(() -> interruptAndAwait(worker));
    }

    private void interruptAndAwait(Thread worker) {
        worker.interrupt();
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    ProfileListener listener() {
        return listener;
    }

    @Override
    public void close() {
        done.countDown();
        hook.close();
    }
}
