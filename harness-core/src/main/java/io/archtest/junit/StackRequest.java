package io.archtest.junit;

import io.archtest.image.ImageMode;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import java.util.Map;
import java.util.Set;

/**
 * A stack as a test asks for it; two that are equal are the same stack.
 *
 * @param source a scenario's name, or the path of a Compose file
 * @param file which of the two
 */
record StackRequest(
        String source,
        boolean file,
        String placement,
        Map<ComponentName, Architecture> place,
        String provider,
        ImageMode images,
        Map<String, String> options,
        Set<String> tags) {
    StackRequest {
        place = Map.copyOf(place);
        options = Map.copyOf(options);
        tags = Set.copyOf(tags);
    }

    StackRequest with(String otherPlacement) {
        return new StackRequest(source, file, otherPlacement, Map.of(), provider, images, options, tags);
    }

    StackRequest on(Architecture architecture) {
        return with(architecture.word());
    }

    /** For JUnit's resource locks. What a class doesn't say about provider and images isn't known there, so they are left out. */
    String lock() {
        return "archtest:%s@%s%s%s".formatted(source, placement, place, options);
    }

    @Override
    public String toString() {
        return "'%s' on placement %s%s".formatted(source, placement, place.isEmpty() ? "" : " with " + place);
    }
}
