package io.archtest.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Another thread that breaks into what a test's own is doing, as a shutdown hook does. */
public final class Intruder {
    private static final Set<Thread.State> ARRIVED = EnumSet.of(Thread.State.WAITING, Thread.State.TERMINATED);

    private Intruder() {}

    /** Returns once the work waits for what the caller is doing, or is done; else a busy host might begin it too late. */
    public static Thread sent(Runnable work) {
        Thread thread = new Thread(work, "intruder");
        thread.start();
        await("the intruder").atMost(Duration.ofMinutes(1)).until(() -> ARRIVED.contains(thread.getState()));
        return thread;
    }
}
