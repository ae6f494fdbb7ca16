package io.archtest.image;

import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.Pin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is certain of the images of a scenario's components.
 *
 * @param certain by component; those of which nothing is certain aren't among them
 * @param notes what could not be found out, and why, one sentence each
 */
public record ImageOffers(Map<ComponentName, Offer> certain, List<String> notes) {
    public ImageOffers {
        certain = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(certain));
        notes = List.copyOf(notes);
    }

    /**
     * The architectures for which an image exists.
     *
     * @param says who says so, to be followed by what is said: {@code registry docker.io has 'web:1' for}
     */
    public record Offer(Set<Architecture> architectures, String says) {
        public Offer {
            architectures = Set.copyOf(architectures);
        }

        /** As a sentence without its end. */
        public String sentence() {
            return architectures.isEmpty()
                    ? "%s neither architecture".formatted(says)
                    : architectures.size() == 1
                            ? "%s %s only"
                                    .formatted(says, architectures.iterator().next())
                            : "%s both architectures".formatted(says);
        }
    }

    public static ImageOffers none() {
        return new ImageOffers(Map.of(), List.of());
    }

    /** Of components whose image exists for one architecture only. */
    public Map<ComponentName, Pin> pins() {
        Map<ComponentName, Pin> pins = new LinkedHashMap<>();
        certain.forEach((name, offer) -> {
            if (offer.architectures().size() == 1) {
                pins.put(
                        name,
                        new Pin(offer.architectures().iterator().next(), "its image: %s".formatted(offer.sentence())));
            }
        });
        return pins;
    }
}
