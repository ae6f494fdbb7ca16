package io.archtest.engine;

import java.time.Instant;
import java.util.Map;

/** Something that happened to a container, with Docker's words: {@code die}, {@code oom}, {@code health_status: ...}. */
public record EngineEvent(String action, String containerId, Map<String, String> attributes, Instant time) {
    public EngineEvent {
        attributes = Map.copyOf(attributes);
    }
}
