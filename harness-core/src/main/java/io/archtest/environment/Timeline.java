package io.archtest.environment;

import io.archtest.model.ComponentName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** When each component was in which phase, counted from the beginning of the run. Safe for use by several threads. */
public final class Timeline {

    /** One phase of one component. */
    public record Entry(ComponentName component, Phase phase, Duration at, Duration duration) {}

    private final long origin = System.nanoTime();
    private final List<Entry> entries = new ArrayList<>();

    /** Time since the beginning of the run. */
    public Duration now() {
        return Duration.ofNanos(System.nanoTime() - origin);
    }

    /** Records a phase that began at {@code at} and ends now. */
    public synchronized void add(ComponentName component, Phase phase, Duration at) {
        entries.add(new Entry(component, phase, at, now().minus(at)));
    }

    /** All so far, by time. */
    public synchronized List<Entry> entries() {
        return entries.stream().sorted(Comparator.comparing(Entry::at)).toList();
    }
}
