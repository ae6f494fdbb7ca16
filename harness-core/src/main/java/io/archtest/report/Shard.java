package io.archtest.report;

import java.util.List;

/**
 * Which part of a whole a report is.
 *
 * @param number from 1 to {@code of}
 * @param units that this shard carries out
 * @param all units of all shards together
 */
public record Shard(int number, int of, List<Unit> units, List<Unit> all) {
    public Shard {
        if (number < 1 || number > of) {
            throw new IllegalArgumentException("No shard %d of %d".formatted(number, of));
        }
        units = List.copyOf(units);
        all = List.copyOf(all);
    }

    /** The placements of that scenario that are this shard's. */
    List<String> unitsOf(String scenario) {
        return units.stream()
                .filter(unit -> unit.scenario().equals(scenario))
                .map(Unit::placement)
                .toList();
    }

    @Override
    public String toString() {
        return "shard %d of %d".formatted(number, of);
    }

    /** What is never divided between shards: a scenario under a placement. */
    public record Unit(String scenario, String placement) {
        @Override
        public String toString() {
            return "%s on %s".formatted(scenario, placement);
        }
    }
}
