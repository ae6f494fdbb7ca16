package io.archtest.scenario;

import java.nio.file.Path;
import java.util.List;

/** Scenarios that a jar brings along under names of their own, found through {@code ServiceLoader}. */
public interface ScenarioSource {

    /** In the order in which they are listed. */
    List<String> names();

    /** One line on what the scenario is. */
    String description(String name);

    /**
     * Copies what the scenario of that name consists of into {@code target}, which is created. What is there already stays
     * as it is.
     *
     * @return its Compose file there
     */
    Path extract(String name, Path target);
}
