package io.archtest.profile;

import io.archtest.engine.Engine;
import java.util.Collection;
import java.util.List;

/**
 * Profiles in use by this process. Closing, from any thread and at any moment, ends an acquisition that is under way and
 * puts back what it had begun, and ends what was started, unless somebody else uses it too.
 */
public interface HeldProfiles extends AutoCloseable {

    /**
     * Makes profiles usable: starts what is missing, changes nothing else. Blocks, for many minutes where a machine has to
     * boot. A machine that is created gets the memory that is wanted of it, if the host has that.
     *
     * @throws ProfileException when one can't be had; those that can are released by closing
     */
    void acquire(Collection<Demand> demands);

    /** Those that can be connected to by now, in the order in which they were acquired. */
    List<Profile> acquired();

    /** Opens a connection to the engine of an acquired profile, which the caller closes. */
    Engine connect(Profile profile);

    /** Blocks until what had been started is stopped again; harmless when repeated. */
    @Override
    void close();
}
