package io.archtest.environment;

import io.archtest.engine.Engine;
import io.archtest.engine.Labels;
import io.archtest.engine.OwnedResource;
import io.archtest.host.Ownership;
import java.util.List;

/** What killed archtest processes left on an engine. */
public final class StaleRuns {
    private StaleRuns() {}

    /**
     * Everything with archtest's labels whose owner certainly lives no more. Runs of living processes, of other hosts
     * that share the engine, and all that archtest did not start are left out.
     */
    public static List<OwnedResource> find(Engine engine) {
        return engine.owned(Labels.OWNER, "").stream()
                .filter(resource -> new Ownership(resource.labels().getOrDefault(Labels.OWNER, "")).dead())
                .toList();
    }

    /** Removes what {@link #find} finds, and returns it. */
    public static List<OwnedResource> remove(Engine engine) {
        List<OwnedResource> stale = find(engine);
        Removal.removeAll(engine, stale);
        return stale;
    }
}
