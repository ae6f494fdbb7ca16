package io.archtest.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a command prints, with a memory for what could not be printed: print writers swallow that, and a matrix or a schema
 * that a full disk cut short must not end like a whole one.
 */
final class StandardOutput extends FilterOutputStream {
    private final AtomicReference<IOException> failure = new AtomicReference<>();

    StandardOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        attempt(() -> out.write(b));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        attempt(() -> out.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
        attempt(out::flush);
    }

    /** Why not all was printed; empty where nobody wants more: a reader that has gone, as {@code head} does, or none. */
    Optional<String> lost() {
        return Optional.ofNullable(failure.get())
                .map(IOException::getMessage)
                .filter(reason -> !reason.contains("roken pipe") && !reason.contains("Bad file descriptor"));
    }

    private void attempt(Writing writing) throws IOException {
        try {
            writing.write();
        } catch (IOException e) {
            failure.compareAndSet(null, e);
            throw e;
        }
    }

    private interface Writing {
        void write() throws IOException;
    }
}
