package io.archtest.engine;

import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventActor;
import io.archtest.engine.EngineException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the events of labelled containers on a thread of its own until it is closed. A broken stream is opened again
 * from the last event on, so that nothing is lost while the daemon restarts.
 */
final class EventFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventFollower.class);
    private static final Duration START = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final DaemonConnection connection;
    private final String label;
    private final Consumer<EngineEvent> listener;
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::follow, "archtest-events");
    private volatile Instant last;

    /** {@code from}: the daemon's own time, since its clock may differ from this host's. */
    private EventFollower(DaemonConnection connection, String label, Consumer<EngineEvent> listener, Instant from) {
        this.connection = connection;
        this.label = label;
        this.listener = listener;
        this.last = from;
    }

    /** Returns when the daemon has taken the subscription. */
    static EventFollower open(DaemonConnection connection, String label, Consumer<EngineEvent> listener) {
        String action = "follow the events of label '%s'".formatted(label);
        EventFollower follower = new EventFollower(connection, label, listener, connection.clock());
        follower.thread.setDaemon(true);
        follower.thread.start();
        try {
            if (!follower.started.await(START.toMillis(), TimeUnit.MILLISECONDS)) {
                follower.close();
                throw new EngineException(
                        Reason.TIMED_OUT,
                        "Could not %s: the engine at '%s' did not answer within %s s"
                                .formatted(action, connection.endpoint(), DaemonConnection.seconds(START)));
            }
        } catch (InterruptedException e) {
            follower.close();
            Thread.currentThread().interrupt();
            throw new EngineException(Reason.TIMED_OUT, "Could not %s: interrupted".formatted(action), e);
        }
        return follower;
    }

    private void follow() {
        try {
            do {
                followOnce();
            } while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            // Only close() interrupts this thread.
            Thread.currentThread().interrupt();
        }
    }

    private void followOnce() throws InterruptedException {
        try (Events events = new Events()) {
            connection.ping();
            connection
                    .streams()
                    .eventsCmd()
                    .withEventTypeFilter("container")
                    .withLabelFilter(label)
                    .withSince("%d.%09d".formatted(last.getEpochSecond(), last.getNano()))
                    .exec(events);
            // Closing it before it has begun would leak the stream.
            if (events.awaitStarted(START.toMillis(), TimeUnit.MILLISECONDS)) {
                started.countDown();
                events.awaitCompletion();
            }
        } catch (IOException | RuntimeException e) {
            if (closed.getCount() > 0) {
                LOG.debug("Event stream of {} broke, opening it again: {}", connection.endpoint(), e.toString());
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }

    private final class Events extends QuietCallback<Event> {
        @Override
        public void onNext(Event event) {
            EventActor actor = event.getActor();
            Long nanos = event.getTimeNano();
            if (closed.getCount() == 0 || actor == null || nanos == null) {
                return;
            }
            Instant time = Instant.ofEpochSecond(0, nanos);
            // "since" includes its own moment.
            if (!time.isAfter(last)) {
                return;
            }
            last = time;
            Map<String, String> attributes = actor.getAttributes() == null ? Map.of() : actor.getAttributes();
            listener.accept(new EngineEvent(
                    String.valueOf(event.getAction()), String.valueOf(actor.getId()), attributes, time));
        }
    }
}
