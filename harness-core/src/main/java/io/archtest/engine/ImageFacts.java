package io.archtest.engine;

import io.archtest.model.Architecture;
import io.archtest.model.HealthCheck;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a daemon says of a local image.
 *
 * @param id {@code sha256:...} of its config
 * @param digest of its manifest, where it came from a registry
 * @param architecture the config's own word, which may be a lie
 * @param lastTagged when it last got a name, as each pull gives it
 * @param exposedPorts TCP ports of the config's {@code ExposedPorts}
 * @param healthCheck of the config, with zero for what that leaves to Docker; none where it switches an inherited one off
 */
public record ImageFacts(
        String id,
        Optional<String> digest,
        String os,
        String architecture,
        List<String> tags,
        Map<String, String> labels,
        List<Integer> exposedPorts,
        Optional<HealthCheck> healthCheck,
        Optional<Instant> lastTagged) {

    /** Of which nobody knows when it got its name. */
    public ImageFacts(
            String id,
            Optional<String> digest,
            String os,
            String architecture,
            List<String> tags,
            Map<String, String> labels,
            List<Integer> exposedPorts,
            Optional<HealthCheck> healthCheck) {
        this(id, digest, os, architecture, tags, labels, exposedPorts, healthCheck, Optional.empty());
    }

    public ImageFacts {
        tags = List.copyOf(tags);
        labels = Map.copyOf(labels);
        exposedPorts = List.copyOf(exposedPorts);
    }

    /** Whether its config says that it is for that architecture. */
    public boolean isFor(Architecture wanted) {
        return os.equals("linux") && architecture.equals(wanted.dockerName());
    }
}
