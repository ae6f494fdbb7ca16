package io.archtest.check;

import io.archtest.model.ComponentName;
import io.archtest.model.Outcome;
import java.util.Optional;
import java.util.Set;

/** One named question to a running system. */
public interface Check {

    /** The claim, as a sentence without full stop: {@code "a post reaches a WebSocket subscriber"}. */
    String name();

    /** The component that the claim is about, where it is one. */
    default Optional<ComponentName> component() {
        return Optional.empty();
    }

    /** Opt-in: a check with tags is asked only when one of them was asked for. */
    default Set<String> tags() {
        return Set.of();
    }

    /**
     * Puts the question; may block. An exception means that there is no answer and is reported as errored, never as
     * failed.
     */
    Outcome ask(SystemUnderTest system) throws Exception;
}
