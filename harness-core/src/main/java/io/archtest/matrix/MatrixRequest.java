package io.archtest.matrix;

import io.archtest.image.AvailableArchitectures;
import io.archtest.model.InvalidRequestException;
import io.archtest.scenario.Scenario;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What jobs are wanted for.
 *
 * @param placements names; empty for the scenario's default and its mirror
 * @param options of the scenarios
 * @param smoke whether lanes where all is emulated are wanted
 * @param available what images exist for, as the jobs' machines will find it out too
 */
public record MatrixRequest(
        List<Wanted> scenarios,
        List<String> placements,
        Map<String, String> options,
        List<Lane> lanes,
        boolean smoke,
        AvailableArchitectures available) {

    /** Where nothing is known of images. */
    public MatrixRequest(
            List<Wanted> scenarios,
            List<String> placements,
            Map<String, String> options,
            List<Lane> lanes,
            boolean smoke) {
        this(scenarios, placements, options, lanes, smoke, AvailableArchitectures.unknown());
    }

    /** A scenario, and what it was called. */
    public record Wanted(String argument, Supplier<Scenario> scenario) {}

    public MatrixRequest {
        scenarios = List.copyOf(scenarios);
        placements = List.copyOf(placements);
        lanes = List.copyOf(lanes);
        refuseTwice("scenario", scenarios.stream().map(Wanted::argument).toList());
        refuseTwice("placement", placements);
    }

    private static void refuseTwice(String what, List<String> words) {
        Set<String> seen = new HashSet<>();
        for (String word : words) {
            if (!seen.add(word)) {
                throw new InvalidRequestException(
                        "%s '%s' is given twice; its jobs would be the same".formatted(what, word));
            }
        }
    }

    /** As {@code --option} takes them. */
    String optionText() {
        return options.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .sorted()
                .collect(Collectors.joining(","));
    }
}
