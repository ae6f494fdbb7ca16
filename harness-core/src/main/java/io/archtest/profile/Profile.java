package io.archtest.profile;

import io.archtest.engine.Execution;
import io.archtest.model.Architecture;
import java.util.Set;

/**
 * A named place for one architecture.
 *
 * @param provider {@code docker} or {@code colima}
 * @param endpoint of its engine: {@code unix://}, {@code tcp://} or {@code ssh://}; two profiles may share one
 * @param hardware the architectures that the processor below executes itself for this engine; both for another machine,
 *     which is taken at its word
 * @param reach how what it publishes is reached from elsewhere
 * @param hostFiles whether its containers can be given files of this host
 */
public record Profile(
        String name,
        String provider,
        Architecture architecture,
        String endpoint,
        Set<Architecture> hardware,
        Reach reach,
        boolean hostFiles) {
    public Profile {
        hardware = Set.copyOf(hardware);
    }

    /**
     * How an engine of that architecture executes its own instructions here. Within an emulated machine everything looks
     * native; only who knows the host can tell.
     */
    public Execution execution(Architecture engine) {
        return hardware.contains(engine) ? Execution.NATIVE : Execution.SYSTEM;
    }

    /** Whether its engine is of its architecture, and the processor below executes that itself. */
    public boolean executesNatively() {
        return execution(architecture) == Execution.NATIVE;
    }
}
