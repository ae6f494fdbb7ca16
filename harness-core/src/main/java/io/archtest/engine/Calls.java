package io.archtest.engine;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gives every call to a daemon a deadline of its own: docker-java's response timeout does nothing on Unix sockets, so a
 * daemon that hangs, as in a suspended virtual machine, would be waited for without end.
 */
final class Calls implements AutoCloseable {
    private final String endpoint;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "archtest-engine-call");
        thread.setDaemon(true);
        return thread;
    });

    Calls(String endpoint) {
        this.endpoint = endpoint;
    }

    /** Runs {@code work}, translating what docker-java throws; {@code what} completes "Could not ...". */
    <T> T call(String what, Duration deadline, Callable<T> work) {
        Future<T> future = threads.submit(work);
        try {
            return future.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new EngineException(
                    EngineException.Reason.TIMED_OUT,
                    "Could not %s: the engine at %s did not answer within %d s; is it hung, or its machine suspended?"
                            .formatted(what, endpoint, deadline.toSeconds()),
                    e);
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new EngineException(EngineException.Reason.REFUSED, "Could not %s: interrupted".formatted(what), e);
        } catch (ExecutionException e) {
            throw Failures.translate(what, endpoint, e.getCause() == null ? e : e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
