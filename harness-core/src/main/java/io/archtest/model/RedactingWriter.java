package io.archtest.model;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.function.Supplier;

/**
 * Passes text on without secrets. What might become one is held back until the next characters decide, or {@link #flush}
 * does, so that a secret that is written in several pieces between two flushes is found too.
 */
public final class RedactingWriter extends FilterWriter {
    private final Supplier<Redaction> redaction;
    private final StringBuilder passed = new StringBuilder();
    private Redaction current = Redaction.none();
    private SecretScan scan = current.scan(passed);

    /** @param redaction asked before each piece of text, so that secrets may become known on the way */
    public RedactingWriter(Writer out, Supplier<Redaction> redaction) {
        super(out);
        this.redaction = redaction;
    }

    @Override
    public void write(int c) throws IOException {
        write(new char[] {(char) c}, 0, 1);
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        write(text.toCharArray(), offset, length);
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        synchronized (lock) {
            refresh();
            for (int i = offset; i < offset + length; i++) {
                scan.next(text[i]);
            }
            pass();
        }
    }

    /** Writes what stands beside the text, such as a time before each line: a secret may go on behind it. */
    public void beside(String text) throws IOException {
        synchronized (lock) {
            refresh();
            text.chars().forEach(c -> scan.beside((char) c));
            pass();
        }
    }

    /** Passes on all but what is so much of a secret that it is likely to become one. */
    public void release() throws IOException {
        synchronized (lock) {
            scan.release();
            pass();
            out.flush();
        }
    }

    private void refresh() {
        Redaction known = redaction.get();
        if (!known.equals(current)) {
            scan.end();
            current = known;
            scan = known.scan(passed);
        }
    }

    @Override
    public void flush() throws IOException {
        synchronized (lock) {
            scan.end();
            pass();
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        flush();
        out.close();
    }

    private void pass() throws IOException {
        if (!passed.isEmpty()) {
            out.append(passed);
            passed.setLength(0);
        }
    }
}
