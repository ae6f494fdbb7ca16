package io.archtest.cli;

import io.archtest.model.RedactingWriter;
import io.archtest.model.Redaction;
import java.io.PrintWriter;

/**
 * Keeps secrets out of all that a process prints, from the moment on in which a file was read that has them: whoever prints
 * need not think of it.
 */
final class Discretion {
    private final PrintWriter unredacted;
    private Redaction known = Redaction.none();

    /** @param unredacted standard output as it is */
    Discretion(PrintWriter unredacted) {
        this.unredacted = unredacted;
    }

    synchronized void learn(Redaction more) {
        known = known.and(more);
    }

    synchronized Redaction known() {
        return known;
    }

    /** For those who must be told the secrets, so that they keep them: a CI system's masks. */
    PrintWriter unredacted() {
        return unredacted;
    }

    PrintWriter over(PrintWriter stream) {
        return new PrintWriter(new RedactingWriter(stream, this::known), true);
    }
}
