package io.archtest.report.html;

import io.archtest.report.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connectivity of one run as a table: a row for each component that asks, a column for each port that is asked.
 *
 * @param cells by their number, row by row; those that were not asked are missing
 */
public record Matrix(List<String> sources, List<Target> targets, Map<Integer, Report.Cell> cells) {
    /** Above this many places the table is built by the script, when somebody comes to see it. */
    private static final int AS_MARKUP = 1500;

    /** Failed ones that are listed as text; the table has all. */
    private static final int LISTED = 200;

    /** The slowest of each shade, in microseconds; what is slower has the last one. */
    private static final List<Long> SHADES = List.of(500L, 1_000L, 3_000L, 10_000L, 50_000L);

    public Matrix {
        sources = List.copyOf(sources);
        targets = List.copyOf(targets);
    }

    /** A port of a component, or the component itself where it exposes none. */
    public record Target(String component, @Nullable Integer port) {
        @Override
        public String toString() {
            return port == null ? component : component + ":" + port;
        }
    }

    static Matrix of(Report.Run run) {
        Map<String, Integer> order = new HashMap<>();
        run.components().forEach(component -> order.putIfAbsent(component.name(), order.size()));
        Set<String> asking = new LinkedHashSet<>();
        Set<Target> asked = new LinkedHashSet<>();
        for (Report.Cell cell : run.connectivity()) {
            order.putIfAbsent(cell.from(), order.size());
            order.putIfAbsent(cell.to(), order.size());
            asking.add(cell.from());
            asked.add(new Target(cell.to(), cell.port()));
        }
        List<String> sources =
                asking.stream().sorted(Comparator.comparing(order::get)).toList();
        List<Target> targets = asked.stream()
                .sorted(Comparator.comparing((Target target) -> order.get(target.component()))
                        .thenComparingInt(target -> target.port() == null ? 0 : target.port()))
                .toList();
        return new Matrix(sources, targets, cells(run, sources, targets));
    }

    private static Map<Integer, Report.Cell> cells(Report.Run run, List<String> sources, List<Target> targets) {
        Map<String, Integer> rows = new HashMap<>();
        sources.forEach(source -> rows.put(source, rows.size()));
        Map<Target, Integer> columns = new HashMap<>();
        targets.forEach(target -> columns.put(target, columns.size()));
        Map<Integer, Report.Cell> cells = new HashMap<>();
        for (Report.Cell cell : run.connectivity()) {
            int row = rows.getOrDefault(cell.from(), 0);
            int column = columns.getOrDefault(new Target(cell.to(), cell.port()), 0);
            // were a pair ever asked twice, the answer that is wrong is the one to show
            cells.merge(
                    row * targets.size() + column,
                    cell,
                    (one, other) -> Mark.of(one.verdict()).wrong() ? one : other);
        }
        return cells;
    }

    public boolean isEmpty() {
        return cells.isEmpty();
    }

    /** Whether the table stands in the page as it is. */
    public boolean asMarkup() {
        return (long) sources.size() * targets.size() <= AS_MARKUP;
    }

    public Report.@Nullable Cell cell(int row, int column) {
        return cells.get(row * targets.size() + column);
    }

    /** The names of its colours in the style sheet: for its verdict, how long it took, and whether it crosses. */
    public static String look(Report.Cell cell) {
        Mark mark = Mark.of(cell.verdict());
        String tone = switch (mark) {
            case PASSED -> "s" + shade(cell.latencyMicros());
            case SKIPPED -> "idle";
            default -> "fail";
        };
        return RunView.crosses(cell) && mark != Mark.SKIPPED ? tone + " over" : tone;
    }

    /** What stands in it. */
    public static String text(Report.Cell cell) {
        Mark mark = Mark.of(cell.verdict());
        return mark == Mark.PASSED ? Times.micros((double) cell.latencyMicros()) : mark.sign();
    }

    private static int shade(long micros) {
        int shade = 0;
        while (shade < SHADES.size() && micros > SHADES.get(shade)) {
            shade++;
        }
        return shade;
    }

    /** Each shade with what it stands for. */
    public static List<String> legend() {
        List<String> legend = new ArrayList<>();
        SHADES.forEach(limit -> legend.add("\u2264 " + Times.micros(limit).replaceAll("\\.0+(?= )", "")));
        legend.add("> " + Times.micros(SHADES.get(SHADES.size() - 1)).replaceAll("\\.0+(?= )", ""));
        return legend;
    }

    /** Those that are wrong, as many as are listed. */
    public List<Report.Cell> failed() {
        return allFailed().stream().limit(LISTED).toList();
    }

    /** How many are wrong but not listed. */
    public int unlisted() {
        return Math.max(0, allFailed().size() - LISTED);
    }

    private List<Report.Cell> allFailed() {
        List<Report.Cell> failed = new ArrayList<>();
        for (int row = 0; row < sources.size(); row++) {
            for (int column = 0; column < targets.size(); column++) {
                Report.Cell cell = cell(row, column);
                if (cell != null && Mark.of(cell.verdict()).wrong()) {
                    failed.add(cell);
                }
            }
        }
        return failed;
    }
}
