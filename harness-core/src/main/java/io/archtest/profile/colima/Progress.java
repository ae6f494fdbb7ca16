package io.archtest.profile.colima;

import io.archtest.host.CommandRunner.Line;
import io.archtest.profile.ProfileListener;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Tells a listener what a long command is at: Colima's own phase, the last line of the log, the time. */
final class Progress implements Consumer<Line>, AutoCloseable {
    private static final int TICK_SECONDS = 5;

    private final String profile;
    private final ProfileListener listener;
    private final long began = System.nanoTime();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "archtest-colima-progress");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledFuture<?> ticking;
    private String phase;
    private String last = "";

    Progress(String profile, String phase, ProfileListener listener) {
        this.profile = profile;
        this.phase = phase;
        this.listener = listener;
        tell();
        ticking = clock.scheduleAtFixedRate(this::tell, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public synchronized void accept(Line line) {
        Text.phase(line.text()).ifPresent(found -> phase = found);
        last = Text.shortened(Text.message(line.text()));
        tell();
    }

    private synchronized void tell() {
        listener.working(profile, phase, last, Duration.ofNanos(System.nanoTime() - began));
    }

    @Override
    public void close() {
        ticking.cancel(false);
        clock.shutdownNow();
    }
}
