package io.archtest.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventActor;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Container events with one label. A stream that breaks is opened again from the last event on, so that none is lost as
 * long as the daemon lives. A listener's exception is logged and ends nothing.
 */
final class EventStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private final DockerClient client;
    private final String label;
    private final Consumer<EngineEvent> listener;
    private final AtomicLong lastNanos = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    EventStream(DockerClient client, String label, Consumer<EngineEvent> listener) {
        this.client = client;
        this.label = label;
        this.listener = listener;
        // from the moment of the call, not of the thread's first turn
        Instant now = Instant.now();
        lastNanos.set(now.getEpochSecond() * 1_000_000_000L + now.getNano());
        this.thread = new Thread(this::follow, "archtest-events");
        thread.setDaemon(true);
        thread.start();
    }

    private void follow() {
        while (!closed) {
            try (ResultCallback.Adapter<Event> callback = callback()) {
                client.eventsCmd()
                        .withLabelFilter(label)
                        .withEventTypeFilter("container")
                        .withSince(
                                "%d.%09d".formatted(lastNanos.get() / 1_000_000_000L, lastNanos.get() % 1_000_000_000L))
                        .exec(callback);
                callback.awaitCompletion();
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.debug("event stream broke", e);
                if (!daemonAnswers()) {
                    return;
                }
            }
        }
    }

    /** A daemon that is gone sends nothing more; whoever needs it finds out by a call of its own. */
    private boolean daemonAnswers() {
        try {
            client.pingCmd().exec();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private ResultCallback.Adapter<Event> callback() {
        return new ResultCallback.Adapter<>() {
            @Override
            public void onNext(Event event) {
                Long nanos = event.getTimeNano();
                if (nanos != null && nanos <= lastNanos.get()) {
                    return; // seen before the stream broke
                }
                if (nanos != null) {
                    lastNanos.set(nanos);
                }
                deliver(event);
            }
        };
    }

    private void deliver(Event event) {
        EventActor actor = event.getActor();
        if (closed || actor == null) {
            return;
        }
        try {
            listener.accept(new EngineEvent(
                    Objects.requireNonNullElse(event.getAction(), ""),
                    Objects.requireNonNullElse(actor.getId(), ""),
                    Objects.requireNonNullElse(actor.getAttributes(), Map.of()),
                    Instant.ofEpochSecond(0, lastNanos.get())));
        } catch (RuntimeException e) {
            LOG.warn("A listener failed on event {}", event.getAction(), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
