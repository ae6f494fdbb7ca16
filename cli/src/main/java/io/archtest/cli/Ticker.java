package io.archtest.cli;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does something every second, on a thread of its own, until it is closed. */
final class Ticker implements AutoCloseable {
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "archtest-progress");
        thread.setDaemon(true);
        return thread;
    });
    private Optional<Future<?>> ticking = Optional.empty();

    synchronized void start(Runnable tick) {
        ticking = Optional.of(clock.scheduleAtFixedRate(tick, 1, 1, TimeUnit.SECONDS));
    }

    @Override
    public synchronized void close() {
        ticking.ifPresent(future -> future.cancel(false));
        clock.shutdownNow();
    }
}
