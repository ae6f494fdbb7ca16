package io.archtest.image;

import io.archtest.scenario.Scenario;
import java.util.List;
import java.util.Optional;

/** Which TCP ports an image's {@code EXPOSE} names, as far as that is known without fetching anything. */
public interface ImagePorts {
    /** Empty when it isn't known; an empty list when it is known that there are none. */
    Optional<List<Integer>> exposed(Scenario scenario, String image);

    /** Knows nothing. */
    static ImagePorts unknown() {
        return (scenario, image) -> Optional.empty();
    }

    /** Asks {@code next} for what this one doesn't know. */
    default ImagePorts or(ImagePorts next) {
        return (scenario, image) -> exposed(scenario, image).or(() -> next.exposed(scenario, image));
    }
}
