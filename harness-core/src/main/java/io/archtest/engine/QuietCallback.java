package io.archtest.engine;

import com.github.dockerjava.api.async.ResultCallback;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps a stream's failure for its reader; docker-java's own adapter would log it with its stack trace besides. */
class QuietCallback<T> extends ResultCallback.Adapter<T> {
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Optional<Throwable> failure = Optional.empty();

    @Override
    public void onError(Throwable throwable) {
        if (failure.isEmpty()) {
            failure = Optional.of(throwable);
        }
        try {
            close();
        } catch (IOException e) {
            throwable.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            over.countDown();
        }
    }

    /**
     * Whether the stream has ended; throws what it failed with. May be asked again: docker-java's own wait closes the stream
     * when its time is up, which ends a pull in its middle and looks like its good end.
     */
    boolean ended(Duration limit) throws InterruptedException, IOException {
        boolean ended = over.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (ended && failure.isPresent()) {
            Throwable cause = failure.get();
            if (cause instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IOException(cause);
        }
        return ended;
    }
}
