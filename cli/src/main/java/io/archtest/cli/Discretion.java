package io.archtest.cli;

import io.archtest.model.RedactingWriter;
import io.archtest.model.Redaction;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps secrets out of all that a process prints, from the moment on in which a file was read that has them: whoever prints
 * need not think of it.
 */
final class Discretion {
    private final PrintWriter out;
    private final PrintWriter err;
    private final AtomicReference<Redaction> known;

    /** Of a process with these streams. */
    Discretion(PrintWriter out, PrintWriter err) {
        this(out, err, new AtomicReference<>(Redaction.none()));
    }

    private Discretion(PrintWriter out, PrintWriter err, AtomicReference<Redaction> known) {
        this.out = out;
        this.err = err;
        this.known = known;
    }

    /** The same for those who print nothing on standard output. */
    Discretion onErrorStream() {
        return new Discretion(err, err, known);
    }

    void learn(Redaction more) {
        known.updateAndGet(before -> before.and(more));
    }

    Redaction known() {
        return Objects.requireNonNull(known.get());
    }

    /** Standard output as it is, for those who must be told the secrets, so that they keep them: a CI system's masks. */
    PrintWriter unredacted() {
        return out;
    }

    PrintWriter over(PrintWriter stream) {
        return new PrintWriter(new RedactingWriter(stream, this::known), true);
    }
}
