package io.archtest.plan;

import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.Placement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The fewest placements in which every link is used in all combinations of architectures that its ends allow.
 *
 * @param placements {@code cover-1} and so on
 * @param links who talks to whom
 * @param free how many components can be placed by themselves; {@code 2^free} placements there are in all
 * @param proven whether no fewer placements do; else fewer were looked for, and not found in the steps allowed
 * @param notes what could not be found out of images that may pin components
 */
public record Cover(List<Placement> placements, List<Link> links, int free, boolean proven, List<String> notes) {
    /** The placement that stands for all of them. */
    public static final String NAME = "cover";

    public Cover {
        placements = List.copyOf(placements);
        links = List.copyOf(links);
        notes = List.copyOf(notes);
    }

    Cover noting(List<String> more) {
        return new Cover(placements, links, free, proven, more);
    }

    /** A component that talks to another one. */
    public record Link(ComponentName from, ComponentName to) {
        @Override
        public String toString() {
            return "%s -> %s".formatted(from, to);
        }
    }

    /** What the two ends of a link run on. */
    public record Combination(Architecture from, Architecture to) {
        /** All four. */
        public static List<Combination> all() {
            return Stream.of(Architecture.values())
                    .flatMap(from -> Stream.of(Architecture.values()).map(to -> new Combination(from, to)))
                    .toList();
        }

        /** Whether a placement uses the link so. */
        public boolean isOf(Placement placement, Link link) {
            return placement.of(link.from()) == from && placement.of(link.to()) == to;
        }

        @Override
        public String toString() {
            return "%s->%s".formatted(from, to);
        }
    }

    /** The combinations in which the placements use a link. */
    public Set<Combination> used(Link link) {
        Set<Combination> used = new LinkedHashSet<>();
        for (Placement placement : placements) {
            used.add(new Combination(placement.of(link.from()), placement.of(link.to())));
        }
        return used;
    }

    /** Those that no placement can use, since an end is pinned, or both share a volume. */
    public Set<Combination> impossible(Link link) {
        Set<Combination> rest = new LinkedHashSet<>(Combination.all());
        rest.removeAll(used(link));
        return rest;
    }
}
