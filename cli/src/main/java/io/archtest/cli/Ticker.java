package io.archtest.cli;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does something every second, on a thread of its own, until it is closed. */
final class Ticker implements AutoCloseable {
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "archtest-progress");
        thread.setDaemon(true);
        return thread;
    });

    void start(Runnable tick) {
        clock.scheduleAtFixedRate(tick, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
