package io.archtest.report;

import java.util.List;

/**
 * Which links between components the runs of a report used in which combinations of architectures, and how that went.
 *
 * @param placements how many there were
 * @param outOf how many there are in all, as {@code 2^20}
 */
public record Coverage(int placements, String outOf, List<Link> links) {
    public Coverage {
        links = List.copyOf(links);
    }

    /** A component that talks to another one; {@code uses} has all four combinations. */
    public record Link(String from, String to, List<Use> uses) {
        public Link {
            uses = List.copyOf(uses);
        }
    }

    /**
     * What came of one combination.
     *
     * @param from what the talking component runs on, {@code arm64} or {@code x86_64}
     * @param to what the other one runs on
     * @param state {@code passed}, {@code failed}, {@code errored}, {@code not-asked} (used, but no question was put to it),
     *     {@code not-run}, or {@code impossible}
     * @param placements that use it
     * @param why it failed, was not run, or can't be
     */
    public record Use(String from, String to, String state, List<String> placements, String why) {
        public Use {
            placements = List.copyOf(placements);
        }
    }
}
