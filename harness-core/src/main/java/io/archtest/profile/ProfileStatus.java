package io.archtest.profile;

import io.archtest.engine.Execution;
import io.archtest.model.Architecture;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A profile as it was found; what could not be learnt is empty.
 *
 * @param owner {@code archtest} for one that archtest created, else {@code other}
 * @param detail why it is in this state, where that is known
 */
public record ProfileStatus(
        String name,
        String provider,
        Optional<Architecture> architecture,
        ProfileState state,
        OptionalInt cpus,
        OptionalLong memoryBytes,
        OptionalLong diskBytes,
        String endpoint,
        Execution execution,
        String owner,
        String detail) {
    /** The owner of what archtest created. */
    public static final String OURS = "archtest";

    /** The owner of all else. */
    public static final String OTHERS = "other";
}
