package io.archtest.report.html;

import io.archtest.report.NotRun;
import io.archtest.report.Problem;
import io.archtest.report.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The whole page.
 *
 * @param report with all its texts made visible
 * @param reason for the verdict, in one sentence
 */
public record Page(Report report, Mark mark, String reason, List<RunView> runs, Factors factors, Assets assets) {
    /** Of what was expected, of what was found and so on; what is cut off stands below in full. */
    private static final int OF_A_LINE = 160;

    public Page {
        runs = List.copyOf(runs);
    }

    /** @param folder where the report's files are */
    public static Page of(Report report, Path folder) {
        Report visible = Visible.of(report);
        List<RunView> runs = new ArrayList<>();
        visible.runs().forEach(run -> runs.add(RunView.of(visible, run, runs.size(), folder)));
        return new Page(visible, Mark.of(visible.verdict()), reason(visible), runs, Factors.of(visible), Assets.load());
    }

    /** What a tab or a list of files shows. */
    public String title() {
        return "%s: %s \u2013 archtest".formatted(report.scenario(), mark.word());
    }

    /** Whether more than one placement ran, so that an overview tells something. */
    public boolean several() {
        return runs.size() != 1;
    }

    /** What was asked, in numbers. */
    public String counts() {
        return "%s, %s, %s"
                .formatted(
                        Words.count(runs.size(), "run"),
                        Words.count(total(run -> run.checks().size()), "check"),
                        Words.count(
                                total(run -> (int) run.connectivity().stream()
                                        .filter(cell -> Mark.of(cell.verdict()) != Mark.SKIPPED)
                                        .count()),
                                "connection"));
    }

    private long total(ToIntFunction<Report.Run> number) {
        return report.runs().stream().mapToInt(number).sum();
    }

    /**
     * Problems of which the same is known.
     *
     * @param what the first of them, in a few words
     * @param more how many others there are
     */
    public record Alike(String what, int more, String why) {}

    /** What kept runs from passing, the likeliest causes first. */
    public List<Alike> problems() {
        if (mark == Mark.PASSED) {
            return List.of();
        }
        Map<String, List<Problem>> alike = Problem.of(List.of(report)).stream()
                .collect(Collectors.groupingBy(Problem::why, LinkedHashMap::new, Collectors.toList()));
        Set<String> told = new HashSet<>();
        return alike.values().stream()
                .map(same -> new Alike(
                        same.get(0).what(), same.size() - 1, same.get(0).whyAfter(told)))
                .toList();
    }

    /** The engines of all runs. */
    public Set<Report.Profile> engines() {
        Set<Report.Profile> engines = new LinkedHashSet<>();
        report.runs().forEach(run -> engines.addAll(run.profiles()));
        return engines;
    }

    /** Images that something else stood in for, each with its components. */
    public Set<String> standIns() {
        return runs.stream()
                .flatMap(run -> run.standIns().stream())
                .map(Report.Component::image)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String reason(Report report) {
        Mark mark = Mark.of(report.verdict());
        List<Problem> problems = mark == Mark.PASSED ? List.of() : Problem.of(List.of(report));
        if (!problems.isEmpty()) {
            return sentence(report, problems);
        }
        if (!report.notRun().isEmpty()) {
            NotRun first = report.notRun().get(0);
            return "%s not run: %s."
                    .formatted(
                            report.notRun().size() == 1
                                    ? "Placement %s was"
                                            .formatted(first.placement().name())
                                    : "%d placements were"
                                            .formatted(report.notRun().size()),
                            first.reason());
        }
        if (mark == Mark.SKIPPED) {
            return "This shard had nothing to do, so nothing was asked.";
        }
        if (mark != Mark.PASSED) {
            return "No run was carried out, so nothing was proven.";
        }
        List<Report.Cell> cells = report.runs().stream()
                .flatMap(run -> run.connectivity().stream())
                .filter(cell -> Mark.of(cell.verdict()) == Mark.PASSED)
                .toList();
        long crossing = cells.stream().filter(RunView::crosses).count();
        long skipped = report.runs().stream()
                .flatMap(run -> run.checks().stream())
                .filter(check -> Mark.of(check.verdict()) == Mark.SKIPPED)
                .count();
        return "Every question was answered rightly: %s and %s%s in %s%s."
                .formatted(
                        Words.count(
                                report.runs().stream()
                                        .mapToLong(RunView::passedChecks)
                                        .sum(),
                                "check"),
                        Words.count(cells.size(), "connection"),
                        crossing == 0 ? "" : ", %d of them across architectures,".formatted(crossing),
                        Words.count(report.runs().size(), "run"),
                        skipped == 0 ? "" : "; %s skipped".formatted(Words.count(skipped, "check")));
    }

    private static String sentence(Report report, List<Problem> problems) {
        Problem first = problems.get(0);
        // the scenario is the heading above it
        String what = first.what().startsWith(report.scenario() + " on ")
                ? "On " + first.what().substring(report.scenario().length() + " on ".length())
                : first.what();
        if (first.rank() == Problem.Rank.NOT_STARTED) {
            what = what.replaceFirst(" did not start$", " it did not start");
        }
        Stream<String> known =
                first.causes().stream().filter(cause -> !cause.unknown()).map(cause -> "why: " + cause.line());
        String why = Stream.concat(first.found().lines(), known)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> Words.shortened(line, OF_A_LINE))
                .collect(Collectors.joining("; "));
        String more =
                problems.size() == 1 ? "" : " (and %s)".formatted(Words.count(problems.size() - 1, "more problem"));
        return "%s: %s%s".formatted(what, Words.shortened(why, 400), more);
    }
}
