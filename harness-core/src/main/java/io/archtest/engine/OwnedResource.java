package io.archtest.engine;

import java.util.Map;

/** Something on an engine that carries archtest's labels. */
public record OwnedResource(Kind kind, String id, String name, Map<String, String> labels) {
    /** In the order in which they can be removed. */
    public enum Kind {
        CONTAINER,
        NETWORK,
        VOLUME,
        /** One that was built for a run and that nobody has given a name. */
        IMAGE
    }

    public OwnedResource {
        labels = Map.copyOf(labels);
    }
}
