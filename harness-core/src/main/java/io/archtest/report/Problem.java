package io.archtest.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something that kept a run from passing.
 *
 * @param what in a few words, with scenario and placement
 * @param found what was expected and what came instead
 * @param causes why, as far as {@code found} doesn't say it
 */
public record Problem(String scenario, Rank rank, String what, String found, List<Report.Cause> causes) {
    public Problem {
        causes = List.copyOf(causes);
    }

    /** All that is known of it. */
    public String why() {
        return found + lines("", causes);
    }

    /**
     * The same where several stand below each other: a cause that was told above is only named.
     *
     * @param told what was; those of this one are added
     */
    public String whyAfter(Set<String> told) {
        return found
                + causes.stream()
                        .map(cause -> told.add(cause.line()) ? cause.line() : cause.name() + ", as above")
                        .map("\nwhy: %s"::formatted)
                        .collect(Collectors.joining());
    }

    /** What may be the cause of others comes before them. */
    public enum Rank {
        NOT_STARTED,
        HEALTH,
        ARCHITECTURE,
        CONNECTIVITY,
        FAILED,
        ERRORED
    }

    /** Those of all reports: the first of each run, which may be the cause of its others, then those. */
    public static List<Problem> of(List<Report> reports) {
        List<Problem> causes = new ArrayList<>();
        List<Problem> others = new ArrayList<>();
        for (Report report : reports) {
            for (Report.Run run : report.runs()) {
                List<Problem> problems = of(report, run);
                problems.stream().limit(1).forEach(causes::add);
                problems.stream().skip(1).forEach(others::add);
            }
        }
        others.sort(Comparator.comparing(Problem::rank));
        return Stream.concat(causes.stream(), others.stream()).toList();
    }

    /** Those of one run, what may be the cause of others first. */
    public static List<Problem> of(Report report, Report.Run run) {
        String where = "%s on %s".formatted(report.scenario(), run.placement().name());
        List<Problem> problems = new ArrayList<>();
        if (run.failure() != null) {
            problems.add(new Problem(
                    report.scenario(),
                    Rank.NOT_STARTED,
                    where + " did not start",
                    run.failure(),
                    untold(run.failure(), run.causes())));
        }
        run.checks().stream()
                .filter(check -> wrong(check.verdict()))
                .forEach(check -> problems.add(new Problem(
                        report.scenario(),
                        rank(check),
                        "%s: %s".formatted(where, check.name()),
                        found(check),
                        untold(check.actual(), of(check, run)))));
        run.connectivity().stream()
                .filter(cell -> wrong(cell.verdict()))
                .forEach(cell -> problems.add(new Problem(
                        report.scenario(),
                        Rank.CONNECTIVITY,
                        "%s: %s -> %s:%s".formatted(where, cell.from(), cell.to(), cell.port()),
                        "by %s: %s".formatted(cell.via(), cell.cause()),
                        of(cell, run))));
        if (problems.isEmpty() && !run.passed()) {
            problems.add(new Problem(
                    report.scenario(),
                    Rank.ERRORED,
                    where + ": nothing was asked",
                    "no check was put to it",
                    List.of()));
        }
        problems.sort(Comparator.comparing(Problem::rank));
        return problems;
    }

    /** What is known of a check's failure; for one of a component's well-being, of the component's. */
    static List<Report.Cause> of(Report.Check check, Report.Run run) {
        String about = check.group().equals("health") ? check.component() : check.name();
        return run.causes().stream()
                .filter(cause -> cause.about().equals(about))
                .toList();
    }

    static List<Report.Cause> of(Report.Cell cell, Report.Run run) {
        String about = "%s -> %s:%s".formatted(cell.from(), cell.to(), cell.port());
        return run.causes().stream()
                .filter(cause -> cause.about().equals(about))
                .toList();
    }

    /** A line for each, without those that the message says already. */
    static String lines(String message, List<Report.Cause> causes) {
        return untold(message, causes).stream()
                .map(cause -> "\nwhy: " + cause.line())
                .collect(Collectors.joining());
    }

    private static List<Report.Cause> untold(String message, List<Report.Cause> causes) {
        return causes.stream().filter(cause -> !cause.saidIn(message)).toList();
    }

    private static boolean wrong(String verdict) {
        return verdict.equals("failed") || verdict.equals("errored");
    }

    private static Rank rank(Report.Check check) {
        return switch (check.group()) {
            case "health" -> Rank.HEALTH;
            case "architecture" -> Rank.ARCHITECTURE;
            case "connectivity", "isolation" -> Rank.CONNECTIVITY;
            default -> check.verdict().equals("failed") ? Rank.FAILED : Rank.ERRORED;
        };
    }

    private static String found(Report.Check check) {
        if (check.verdict().equals("errored")) {
            return "could not be asked: " + check.cause();
        }
        return "expected: %s\nactual: %s%s"
                .formatted(
                        check.expected(), check.actual(), check.cause().isEmpty() ? "" : "\ncause: " + check.cause());
    }
}
