package io.archtest.plan;

import io.archtest.image.ImageMode;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.scenario.Scenario;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What was asked for.
 *
 * @param scenario reads the scenario anew, with fresh secrets, each time
 * @param placements names, in the order in which to run them; empty for the scenario's default
 * @param tags of opt-in checks that are to be asked as well
 * @param overrides {@code --place}: laid over each of the placements
 */
public record RunRequest(
        Supplier<Scenario> scenario,
        List<String> placements,
        Map<ComponentName, Architecture> overrides,
        ImageMode images,
        Set<String> tags) {
    public RunRequest {
        placements = List.copyOf(placements);
        overrides = Map.copyOf(overrides);
        tags = Set.copyOf(tags);
    }
}
