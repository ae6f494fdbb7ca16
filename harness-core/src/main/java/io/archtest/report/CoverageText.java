package io.archtest.report;

import io.archtest.report.Coverage.Link;
import io.archtest.report.Coverage.Use;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What was covered, in words: a line on all, a row for each link, and the reasons for what isn't covered. */
final class CoverageText {
    /** Of more links only those are shown that aren't covered. */
    private static final int ROWS = 40;

    /** What a row may hold and need no reader. */
    private static final Set<String> WELL = Set.of(Coverage.PASSED, Coverage.IMPOSSIBLE, Coverage.NOT_ASKED);

    private final Coverage coverage;

    CoverageText(Coverage coverage) {
        this.coverage = coverage;
    }

    /** How many of the combinations that can be are shown to work. */
    String summary() {
        Map<String, Long> counts = coverage.links().stream()
                .flatMap(link -> link.uses().stream())
                .collect(Collectors.groupingBy(Use::state, LinkedHashMap::new, Collectors.counting()));
        long impossible = counts.getOrDefault(Coverage.IMPOSSIBLE, 0L);
        long all = counts.values().stream().mapToLong(Long::longValue).sum() - impossible;
        List<String> rest = new ArrayList<>();
        for (String state : List.of(Coverage.FAILED, Coverage.ERRORED, Coverage.NOT_ASKED, Coverage.NOT_RUN)) {
            if (counts.containsKey(state)) {
                rest.add("%d %s".formatted(counts.get(state), state.replace('-', ' ')));
            }
        }
        if (impossible > 0) {
            rest.add("%d more are impossible".formatted(impossible));
        }
        return "%d of %d combinations of %d %s passed%s; %d %s in place of %s"
                .formatted(
                        counts.getOrDefault(Coverage.PASSED, 0L),
                        all,
                        coverage.links().size(),
                        coverage.links().size() == 1 ? "link" : "links",
                        rest.isEmpty() ? "" : " (%s)".formatted(String.join(", ", rest)),
                        coverage.placements(),
                        coverage.placements() == 1 ? "placement" : "placements",
                        coverage.outOfInFigures());
    }

    /** For a terminal, without colours. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("coverage: " + summary()));
        List<Link> shown = shown();
        if (!shown.isEmpty()) {
            CombinationTable table = new CombinationTable("from -> to, and what each ran on");
            shown.forEach(link -> table.row(
                    link.from(),
                    link.to(),
                    link.uses().stream().map(use -> word(use.state())).toList()));
            lines.addAll(table.lines());
            reasons().forEach(reason -> lines.add("  " + reason));
        }
        if (shown.size() < coverage.links().size()) {
            lines.add("  %d more links are covered; all are in report.json"
                    .formatted(coverage.links().size() - shown.size()));
        }
        return lines;
    }

    String markdown() {
        StringBuilder table = new StringBuilder(Markdown.head(
                List.of("link", "arm64 -> arm64", "arm64 -> x86_64", "x86_64 -> arm64", "x86_64 -> x86_64")));
        for (Link link : coverage.links()) {
            List<String> cells = new ArrayList<>(List.of(link.toString()));
            link.uses().forEach(use -> cells.add(word(use.state())));
            table.append(Markdown.row(cells));
        }
        table.append('\n');
        reasons()
                .forEach(reason ->
                        table.append("- ").append(Markdown.text(reason)).append('\n'));
        return table.toString();
    }

    private List<Link> shown() {
        return coverage.links().stream()
                .filter(link -> coverage.links().size() <= ROWS
                        || link.uses().stream().anyMatch(use -> !WELL.contains(use.state())))
                .limit(ROWS)
                .toList();
    }

    /** Each once, with what it is about; what just had no run needs none. */
    private Set<String> reasons() {
        Map<String, Set<String>> links = new LinkedHashMap<>();
        for (Link link : coverage.links()) {
            for (Use use : link.uses()) {
                boolean told = use.state().equals(Coverage.PASSED)
                        || use.why().isEmpty()
                        || use.why().equals(UseFinder.NO_PLACEMENT);
                if (!told) {
                    String combination =
                            use.state().equals(Coverage.FAILED) || use.state().equals(Coverage.ERRORED)
                                    ? " on %s -> %s".formatted(use.from(), use.to())
                                    : "";
                    links.computeIfAbsent(
                                    "%s: %s".formatted(word(use.state()), use.why()), any -> new LinkedHashSet<>())
                            .add(link + combination);
                }
            }
        }
        return links.entrySet().stream()
                .map(entry -> "%s (%s)".formatted(entry.getKey(), few(entry.getValue())))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String few(Set<String> links) {
        String named = links.stream().limit(3).collect(Collectors.joining(", "));
        return links.size() > 3 ? "%s and %d more".formatted(named, links.size() - 3) : named;
    }

    private static String word(String state) {
        return switch (state) {
            case Coverage.PASSED -> "ok";
            case Coverage.FAILED -> "FAILED";
            case Coverage.ERRORED -> "ERRORED";
            case Coverage.NOT_ASKED -> "unasked";
            case Coverage.NOT_RUN -> "not run";
            default -> "-";
        };
    }
}
