package io.archtest.testing;

import io.archtest.engine.EngineException;
import io.archtest.engine.EngineException.Reason;
import io.archtest.engine.OwnedResource;
import io.archtest.engine.OwnedResource.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The containers, networks and volumes of a {@link FakeEngine}, by their labels. */
final class FakeResources {
    private final Map<String, OwnedResource> resources = new ConcurrentSkipListMap<>();

    /** Returns the id. */
    String add(Kind kind, String id, String name, Map<String, String> labels) {
        if (resources.values().stream()
                .anyMatch(one -> one.kind() == kind && one.name().equals(name))) {
            throw new EngineException(Reason.REFUSED, "%s '%s' exists already".formatted(kind, name));
        }
        resources.put(id, new OwnedResource(kind, id, name, labels));
        return id;
    }

    List<OwnedResource> find(String labelKey, String labelValue) {
        List<OwnedResource> found = new ArrayList<>(resources.values());
        found.removeIf(resource -> !matches(resource.labels(), labelKey, labelValue));
        found.sort((a, b) -> a.kind().compareTo(b.kind()));
        return found;
    }

    String networkName(String id) {
        OwnedResource network = resources.get(id);
        if (network == null) {
            throw new EngineException(Reason.NOT_FOUND, "network " + id + " not found");
        }
        return network.name();
    }

    void remove(OwnedResource resource) {
        resources.remove(resource.id());
    }

    /** An empty value stands for any. */
    static boolean matches(Map<String, String> labels, String key, String value) {
        return value.isEmpty() ? labels.containsKey(key) : value.equals(labels.get(key));
    }
}
