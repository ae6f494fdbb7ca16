package io.archtest.image;

import io.archtest.scenario.Scenario;

/** For which architectures the images of a scenario exist, found out before planning; nothing is pulled or built for it. */
@FunctionalInterface
public interface AvailableArchitectures {

    /** What is certain. Never fails: what can't be found out isn't known. */
    ImageOffers of(Scenario scenario, ImageMode mode);

    /** Where nobody is asked, and nothing is certain. */
    static AvailableArchitectures unknown() {
        return (scenario, mode) -> ImageOffers.none();
    }
}
