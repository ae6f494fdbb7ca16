package io.archtest.plan;

import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.plan.Cover.Combination;
import io.archtest.plan.Cover.Link;
import io.archtest.scenario.Scenario;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who talks to whom in a scenario, and in which combinations of architectures they ever can.
 *
 * @param free how many components can be placed by themselves; {@code 2^free} placements there are in all
 */
public record Talks(int free, List<Talk> talks) {
    public Talks {
        talks = List.copyOf(talks);
    }

    /**
     * One link.
     *
     * @param ports that the connectivity asks for
     * @param unasked why it asks for none; empty where it does
     * @param impossible combinations that no placement can use, each with its reason
     */
    public record Talk(Link link, List<Integer> ports, String unasked, Map<Combination, String> impossible) {
        public Talk {
            ports = List.copyOf(ports);
            impossible = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(impossible));
        }
    }

    /** Where nothing is known of links. */
    public static Talks none() {
        return new Talks(0, List.of());
    }

    static Talks of(Scenario scenario, Groups groups, Map<ComponentName, Architecture> overrides) {
        PlacementGroups placed = PlacementGroups.of(scenario, groups, overrides);
        Impossible impossible = new Impossible(scenario, groups, overrides);
        return new Talks(
                placed.free().size(),
                Links.of(scenario).stream()
                        .map(link -> talk(scenario, link, impossible))
                        .toList());
    }

    private static Talk talk(Scenario scenario, Link link, Impossible impossible) {
        Optional<String> unasked = unasked(scenario.component(link.from()), scenario.component(link.to()));
        return new Talk(
                link,
                unasked.isPresent() ? List.of() : scenario.component(link.to()).askedPorts(),
                unasked.orElse(""),
                impossible.of(link));
    }

    private static Optional<String> unasked(Component from, Component to) {
        for (Component end : List.of(from, to)) {
            if (end.kind() == Component.Kind.JOB) {
                return Optional.of("'%s' is a job, and has ended when connections are asked for".formatted(end.name()));
            }
        }
        if (!from.sharesNetworkWith(to)) {
            return Optional.of("'%s' and '%s' share no network".formatted(from.name(), to.name()));
        }
        return to.askedPorts().isEmpty()
                ? Optional.of("'%s' exposes no TCP port that somebody must be listening on".formatted(to.name()))
                : Optional.empty();
    }
}
