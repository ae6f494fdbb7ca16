package io.archtest.testing;

import io.archtest.engine.EngineException;
import io.archtest.engine.EngineException.Reason;
import io.archtest.engine.ImageFacts;
import io.archtest.model.Architecture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The images of a {@link FakeEngine}: like the classic store, a tag holds one platform's image. */
final class FakeImages {
    private final Map<String, ImageFacts> byTag = new LinkedHashMap<>();
    private final Map<String, ImageFacts> byId = new LinkedHashMap<>();
    private final Map<String, Set<Architecture>> registry = new LinkedHashMap<>();

    synchronized void put(String reference, ImageFacts facts) {
        byTag.put(reference, facts);
        byId.put(facts.id(), facts);
    }

    synchronized void offer(String reference, Architecture architecture) {
        registry.computeIfAbsent(reference, name -> ConcurrentHashMap.newKeySet())
                .add(architecture);
    }

    synchronized Set<Architecture> offered(String reference) {
        return Optional.ofNullable(registry.get(reference))
                .map(Set::copyOf)
                .orElseThrow(() -> new EngineException(
                        Reason.IMAGE_UNAVAILABLE, "Could not ask for '%s': no such image".formatted(reference)));
    }

    synchronized Optional<ImageFacts> find(String reference) {
        return Optional.ofNullable(byId.getOrDefault(reference, byTag.get(reference)));
    }

    synchronized ImageFacts pull(String reference, Architecture architecture) {
        Set<Architecture> offered = registry.get(reference);
        if (offered == null) {
            throw new EngineException(
                    Reason.IMAGE_UNAVAILABLE, "Could not pull image '%s': no such image".formatted(reference));
        }
        if (!offered.contains(architecture)) {
            throw new EngineException(
                    Reason.WRONG_PLATFORM,
                    "Could not pull image '%s': no matching manifest for %s"
                            .formatted(reference, architecture.platform()));
        }
        ImageFacts facts = facts(reference, architecture);
        put(reference, facts);
        return facts;
    }

    synchronized void tag(String imageId, String reference) {
        put(reference, Optional.ofNullable(byId.get(imageId)).orElseThrow(() -> noSuch(imageId)));
    }

    synchronized void requireFor(String image, Architecture architecture) {
        ImageFacts facts = find(image).orElseThrow(() -> noSuch(image));
        if (!facts.isFor(architecture)) {
            throw new EngineException(
                    Reason.WRONG_PLATFORM,
                    "Image '%s' does not match the specified platform: wanted %s, actual: %s/%s"
                            .formatted(image, architecture.platform(), facts.os(), facts.architecture()));
        }
    }

    private static EngineException noSuch(String image) {
        return new EngineException(Reason.NOT_FOUND, "No such image: " + image);
    }

    static ImageFacts facts(String reference, Architecture architecture) {
        return new ImageFacts(
                "sha256:" + reference + "/" + architecture.dockerName(),
                Optional.of("sha256:manifest-of-" + reference),
                "linux",
                architecture.dockerName(),
                List.of(reference),
                Map.of(),
                List.of(),
                Optional.empty());
    }
}
