package io.archtest.testing;

import io.archtest.engine.ContainerSpec;
import io.archtest.engine.EngineEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The event stream of a {@link FakeEngine}. */
final class FakeEvents {
    private final List<Follower> followers = new CopyOnWriteArrayList<>();

    private record Follower(String key, String value, Consumer<EngineEvent> listener) {}

    AutoCloseable follow(String labelKey, String labelValue, Consumer<EngineEvent> listener) {
        Follower follower = new Follower(labelKey, labelValue, listener);
        followers.add(follower);
        return () -> followers.remove(follower);
    }

    void emit(String id, ContainerSpec spec, String action, Map<String, String> more) {
        Map<String, String> attributes = new HashMap<>(spec.labels());
        attributes.put("name", spec.name());
        attributes.putAll(more);
        EngineEvent event = new EngineEvent(action, id, attributes, Instant.now());
        for (Follower follower : followers) {
            if (FakeResources.matches(attributes, follower.key(), follower.value())) {
                follower.listener().accept(event);
            }
        }
    }
}
