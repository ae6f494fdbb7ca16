package io.archtest.check;

import io.archtest.model.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * How long the checks of one run still wait for lines in logs. Such lines tell of what happened before they are asked for: when
 * nothing has happened since another check waited in vain, the next one has the rest of its time, not all of it again.
 */
final class LogPatience {
    private Duration spent = Duration.ZERO;

    /** A question that may make somebody log something. */
    interface Deed {
        Outcome ask(SystemUnderTest system) throws Exception;
    }

    /** Puts it; what it leads to is waited for in full, however it ended. */
    synchronized Outcome ask(Deed deed, SystemUnderTest system) throws Exception {
        try {
            return deed.ask(system);
        } finally {
            spent = Duration.ZERO;
        }
    }

    /**
     * Waits as {@link SystemUnderTest#await} does, for what is left of {@code limit}; looks once when nothing is. A line that
     * came while it was waited for is something that has happened, and others may follow it.
     */
    synchronized <T> Optional<T> await(SystemUnderTest system, Duration limit, Callable<Optional<T>> attempt)
            throws Exception {
        Optional<T> already = attempt.call();
        Duration left = limit.minus(spent);
        if (already.isPresent() || left.isNegative() || left.isZero()) {
            return already;
        }
        Optional<T> found = system.await(left, attempt);
        spent = found.isPresent() ? Duration.ZERO : limit;
        return found;
    }
}
