package io.archtest.report.html;

import io.archtest.model.Architecture;
import io.archtest.model.InvalidRequestException;
import io.archtest.report.Problem;
import io.archtest.report.Report;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One run as the page shows it.
 *
 * @param index tells runs apart in the names of anchors
 */
public record RunView(
        Report.Run run, int index, Mark mark, List<Problem> problems, Matrix matrix, Timeline timeline, Logs logs) {
    public RunView {
        problems = List.copyOf(problems);
    }

    static RunView of(Report report, Report.Run run, int index, Path folder) {
        return new RunView(
                run,
                index,
                run.failure() != null ? Mark.NOT_STARTED : Mark.of(run.verdict()),
                run.verdict().equals(Mark.PASSED.word()) ? List.of() : Problem.of(report, run),
                Matrix.of(run),
                Timeline.of(run),
                Logs.of(run, folder));
    }

    /** For the script, as JSON in which nothing has a meaning in HTML. */
    public String cellData() {
        return CellData.of(matrix).json();
    }

    /** What is known of why, each with all that it is known of. */
    public List<List<Report.Cause>> causes() {
        return List.copyOf(run.causes().stream()
                .collect(Collectors.groupingBy(
                        cause -> List.of(cause.id(), cause.evidence(), cause.nextStep()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values());
    }

    /** Checks that went wrong, or all others. */
    public List<Report.Check> checks(boolean wrong) {
        return run.checks().stream()
                .filter(check -> Mark.of(check.verdict()).wrong() == wrong)
                .toList();
    }

    /** The one architecture of all that was read of a component's executables, or all of them. */
    public static String machines(Report.Component component) {
        return component.observed().elf().stream()
                .map(entry -> entry.substring(entry.lastIndexOf(": ") + (entry.contains(": ") ? 2 : 1)))
                .distinct()
                .collect(Collectors.joining(" + "));
    }

    /** Whether a fact of a component was told at all and is another architecture than the one that was asked for. */
    public static boolean disagrees(Report.Component component, String fact) {
        if (Report.known(fact).isEmpty()) {
            return false;
        }
        try {
            return !Architecture.parse(fact).equals(Architecture.parse(component.requested()));
        } catch (InvalidRequestException e) {
            return true;
        }
    }

    public String anchor() {
        return "run-" + index;
    }

    public String placement() {
        return run.placement().name();
    }

    /** What ran where: each architecture with its components. */
    public TreeMap<String, List<Report.Component>> byArchitecture() {
        return run.components().stream()
                .collect(Collectors.groupingBy(Report.Component::requested, TreeMap::new, Collectors.toList()));
    }

    /** Of the components of one architecture: their names, or how many they are. */
    public String names(List<Report.Component> components) {
        return components.size() > 12
                ? Words.count(components.size(), "component")
                : components.stream().map(Report.Component::name).collect(Collectors.joining(", "));
    }

    /** A fact for a cell of a table. */
    public static String orDash(String fact) {
        return Report.known(fact).isEmpty() ? "\u2013" : fact;
    }

    /** How one architecture's components were executed. */
    public String executions(List<Report.Component> components) {
        return components.stream()
                .map(component -> Report.known(component.observed().execution()))
                .filter(execution -> !execution.isEmpty())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    public String checks() {
        long asked = run.checks().stream()
                .filter(check -> Mark.of(check.verdict()) != Mark.SKIPPED)
                .count();
        return asked == 0 ? "none" : "%d of %d".formatted(passedChecks(run), asked);
    }

    public String connections(boolean crossing) {
        List<Report.Cell> cells = run.connectivity().stream()
                .filter(cell -> Mark.of(cell.verdict()) != Mark.SKIPPED)
                .filter(cell -> !crossing || crosses(cell))
                .toList();
        return cells.isEmpty()
                ? "none"
                : "%d of %d".formatted(cells.stream().filter(RunView::passed).count(), cells.size());
    }

    /** When the last component was ready; null when nothing is known of it. */
    public @Nullable Long startUpMs() {
        return run.criticalPath().isEmpty() ? null : Long.valueOf(run.criticalPathMs());
    }

    public List<Report.Component> standIns() {
        return run.components().stream().filter(Report.Component::standIn).toList();
    }

    static boolean crosses(Report.Cell cell) {
        return !cell.via().equals("direct") && !cell.via().isEmpty();
    }

    static long passedChecks(Report.Run run) {
        return run.checks().stream()
                .filter(check -> Mark.of(check.verdict()) == Mark.PASSED)
                .count();
    }

    private static boolean passed(Report.Cell cell) {
        return Mark.of(cell.verdict()) == Mark.PASSED;
    }
}
