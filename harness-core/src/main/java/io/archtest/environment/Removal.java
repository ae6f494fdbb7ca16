package io.archtest.environment;

import io.archtest.engine.Engine;
import io.archtest.engine.OwnedResource;
import java.util.ArrayList;
import java.util.List;

/** Removes things from an engine in an order that works: containers, then what they used. */
final class Removal {
    private Removal() {}

    /** Removes all of them; goes on after a failure and throws the first one at the end. */
    static void removeAll(Engine engine, List<OwnedResource> resources) {
        List<RuntimeException> failures = new ArrayList<>();
        for (OwnedResource.Kind kind : OwnedResource.Kind.values()) {
            resources.stream()
                    .filter(resource -> resource.kind() == kind)
                    .parallel()
                    .forEach(resource -> {
                        try {
                            engine.remove(resource);
                        } catch (RuntimeException e) {
                            synchronized (failures) {
                                failures.add(e);
                            }
                        }
                    });
        }
        if (!failures.isEmpty()) {
            failures.stream().skip(1).forEach(failures.get(0)::addSuppressed);
            throw failures.get(0);
        }
    }
}
