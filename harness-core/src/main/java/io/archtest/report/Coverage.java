package io.archtest.report;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.archtest.plan.Cover.Combination;
import io.archtest.plan.Talks;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which links between components the runs of a report used in which combinations of architectures, and how that went.
 *
 * @param placements how many there were
 * @param outOf how many there are in all, as {@code 2^20}
 */
public record Coverage(int placements, String outOf, List<Link> links) {
    /** Used, asked for, and answered rightly, on the right architectures. */
    public static final String PASSED = "passed";

    /** Used, and some run got a wrong answer. */
    public static final String FAILED = "failed";

    /** Used, and no run could tell. */
    public static final String ERRORED = "errored";

    /** Used, and no question is ever put to the link. */
    public static final String NOT_ASKED = "not-asked";

    /** No run used it. */
    public static final String NOT_RUN = "not-run";

    /** No placement can use it. */
    public static final String IMPOSSIBLE = "impossible";

    public Coverage {
        links = List.copyOf(links);
    }

    /** A component that talks to another one; {@code uses} has all four combinations.
     *
     * @param ports that are asked for; each of them must answer
     * @param unasked why none is asked for; empty where some are
     */
    public record Link(
            String from,
            String to,
            @JsonSetter(nulls = Nulls.AS_EMPTY) List<Integer> ports,
            @JsonSetter(nulls = Nulls.AS_EMPTY) String unasked,
            List<Use> uses) {
        public Link(String from, String to, List<Use> uses) {
            this(from, to, List.of(), "", uses);
        }

        public Link {
            ports = List.copyOf(ports);
            uses = List.copyOf(uses);
        }

        /** Why a use stands as it does, unless that is what {@link #unasked} says, or that nothing of the report uses it. */
        public String reason(Use use) {
            return use.why().equals(unasked) || use.why().equals(UseFinder.NO_PLACEMENT) ? "" : use.why();
        }

        Link and(Link other) {
            List<Integer> all = Stream.concat(ports.stream(), other.ports().stream())
                    .distinct()
                    .toList();
            List<Use> merged = uses.stream()
                    .map(use -> other.uses().stream()
                            .filter(theirs -> theirs.from().equals(use.from())
                                    && theirs.to().equals(use.to())
                                    && theirs.state().equals(IMPOSSIBLE))
                            .findFirst()
                            .orElse(use))
                    .toList();
            return new Link(from, to, all, all.isEmpty() ? unasked : "", merged);
        }

        @Override
        public String toString() {
            return "%s -> %s".formatted(from, to);
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

    /** Before anything was run. */
    public static Coverage planned(Talks talks) {
        return new Coverage(
                0,
                "2^" + talks.free(),
                talks.talks().stream().map(Coverage::link).toList());
    }

    private static Link link(Talks.Talk talk) {
        return new Link(
                talk.link().from().value(),
                talk.link().to().value(),
                talk.ports(),
                talk.unasked(),
                Combination.all().stream()
                        .map(combination -> new Use(
                                combination.from().word(),
                                combination.to().word(),
                                talk.impossible().containsKey(combination) ? IMPOSSIBLE : NOT_RUN,
                                List.of(),
                                talk.impossible().getOrDefault(combination, "")))
                        .toList());
    }

    /** What these runs make of the same links, whatever was known of them before. */
    public Coverage after(List<Report.Run> runs, List<NotRun> notRun) {
        return new UseFinder(runs, notRun).of(this);
    }

    /**
     * The links of both, as two shards of one whole know them: what one takes for impossible is, since it knows more, and all
     * ports are to be asked for.
     */
    Coverage and(Coverage other) {
        Map<String, Link> both = new LinkedHashMap<>();
        links.forEach(link -> both.put(link.toString(), link));
        other.links().forEach(link -> both.merge(link.toString(), link, Link::and));
        String outOfBoth = outOf.equals(other.outOf()) ? outOf : "%s, %s".formatted(outOf, other.outOf());
        return new Coverage(placements + other.placements(), outOfBoth, List.copyOf(both.values()));
    }

    /** Whether it says more than what is said of its only run. */
    boolean severalPlacements() {
        return placements > 1 && !links.isEmpty();
    }

    /** How many placements there are in all, in figures where that is short enough to be read. */
    public String outOfInFigures() {
        int power = outOf.matches("2\\^\\d{1,2}") ? Integer.parseInt(outOf.substring(2)) : 100;
        return power > 33 ? outOf : String.format(Locale.ROOT, "%s = %,d", outOf, BigInteger.TWO.pow(power));
    }
}
