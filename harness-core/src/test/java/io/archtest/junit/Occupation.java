package io.archtest.junit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Who is in a stack at the same time; static, since JUnit makes the test classes. */
final class Occupation {
    private static final AtomicInteger INSIDE = new AtomicInteger();
    private static final List<String> OFFENCES = new CopyOnWriteArrayList<>();
    private static final Semaphore ENTRIES = new Semaphore(0);
    /** What is not to happen is waited for so long. */
    private static final long WATCHED_MILLIS = 300;

    private static CountDownLatch readers = new CountDownLatch(0);

    private Occupation() {}

    /** That many must be inside together before one of them goes out. */
    static void expectReaders(int count) {
        readers = new CountDownLatch(count);
        OFFENCES.clear();
    }

    static void share(SharedStack stack) {
        INSIDE.incrementAndGet();
        ENTRIES.release();
        readers.countDown();
        try {
            if (!readers.await(60, TimeUnit.SECONDS)) {
                OFFENCES.add("the other reader never came to " + stack);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            OFFENCES.add("interrupted");
        } finally {
            INSIDE.decrementAndGet();
        }
    }

    static void alone(SharedStack stack) {
        if (INSIDE.incrementAndGet() != 1) {
            OFFENCES.add("somebody else is in " + stack);
        }
        ENTRIES.drainPermits();
        try {
            if (ENTRIES.tryAcquire(WATCHED_MILLIS, TimeUnit.MILLISECONDS)) {
                OFFENCES.add("a reader came into " + stack);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            OFFENCES.add("interrupted");
        }
        if (INSIDE.decrementAndGet() != 0) {
            OFFENCES.add("somebody came into " + stack);
        }
    }

    static List<String> offences() {
        return List.copyOf(OFFENCES);
    }
}
