package io.archtest.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A comparison as tables: what, how long earlier and now, how many times as long, and what follows. */
public final class ComparisonTable {
    private static final List<String> HEAD = List.of("what", "earlier (n)", "now (n)", "ratio", "verdict");
    private static final List<String> EMULATION = List.of("component", "native (n)", "emulated (n)", "ratio");

    /** What is left for names must tell them apart. */
    private static final int LEAST_NAME = 16;

    private final Comparison comparison;

    public ComparisonTable(Comparison comparison) {
        this.comparison = comparison;
    }

    /** For a terminal of so many columns, where what doesn't fit is cut or goes to a line of its own; for a log without. */
    public String text(OptionalInt columns) {
        StringBuilder text = new StringBuilder();
        byPlacement().forEach((placement, rows) -> {
            line(text, "placement " + placement, columns);
            rows(text, rows, columns);
            text.append('\n');
        });
        if (!comparison.emulation().isEmpty()) {
            line(text, "native against emulated, start to ready", columns);
            table(text, EMULATION, emulation(), columns, List.of());
            text.append('\n');
        }
        comparison.notes().forEach(note -> line(text, "! " + note, columns));
        line(text, summary(), columns);
        return text.toString();
    }

    /** For a summary or a comment. */
    public String markdown() {
        StringBuilder text = new StringBuilder(
                "### Durations against %s: %s\n\n".formatted(Markdown.text(comparison.with()), comparison.verdict()));
        byPlacement().forEach((placement, rows) -> {
            text.append("%s\n\n".formatted(Markdown.text("placement " + placement)));
            text.append(rows(rows)).append('\n');
        });
        if (!comparison.emulation().isEmpty()) {
            text.append("native against emulated, start to ready\n\n").append(Markdown.head(EMULATION));
            emulation().forEach(cells -> text.append(Markdown.row(cells)));
            text.append('\n');
        }
        comparison.notes().forEach(note -> text.append("- %s\n".formatted(Markdown.text(note))));
        return text.append("\n%s\n".formatted(Markdown.text(summary()))).toString();
    }

    /** As a table of Markdown; the placement isn't in it. */
    static String rows(List<Comparison.Row> rows) {
        List<String> head = new ArrayList<>(HEAD);
        head.add("why");
        StringBuilder table = new StringBuilder(Markdown.head(head));
        for (Comparison.Row row : rows) {
            if (row.tiny()) {
                continue;
            }
            List<String> cells = new ArrayList<>(cells(row));
            cells.add(row.why());
            table.append(Markdown.row(cells));
        }
        return table.toString();
    }

    /** A row in few words. */
    static String sentence(Comparison.Row row) {
        return "%s: %s, was %s; %s"
                .formatted(
                        row.ratio() == null ? "-" : ratio(row.ratio()),
                        samples(row.nowMs(), row.samples()),
                        samples(row.earlierMs(), row.earlierSamples()),
                        row.why());
    }

    /** How many of which verdict. */
    public String summary() {
        Map<String, Long> counts = comparison.rows().stream()
                .collect(Collectors.groupingBy(Comparison.Row::verdict, LinkedHashMap::new, Collectors.counting()));
        String words = List.of(Comparison.SLOWER, Comparison.FASTER, Comparison.SAME, Comparison.UNKNOWN).stream()
                .filter(counts::containsKey)
                .map(word ->
                        "%d %s".formatted(counts.get(word), word.equals(Comparison.UNKNOWN) ? "can't be told" : word))
                .collect(Collectors.joining(", "));
        return "against %s: %s".formatted(comparison.with(), words.isEmpty() ? "nothing to compare" : words);
    }

    private Map<String, List<Comparison.Row>> byPlacement() {
        return comparison.rows().stream()
                .collect(Collectors.groupingBy(Comparison.Row::placement, LinkedHashMap::new, Collectors.toList()));
    }

    private static void rows(StringBuilder text, List<Comparison.Row> all, OptionalInt columns) {
        List<Comparison.Row> rows = all.stream().filter(row -> !row.tiny()).toList();
        table(
                text,
                HEAD,
                rows.stream().map(ComparisonTable::cells).toList(),
                columns,
                rows.stream().map(Comparison.Row::why).toList());
        if (rows.size() < all.size()) {
            line(text, "  and %d that took less than 50 ms, then as now".formatted(all.size() - rows.size()), columns);
        }
    }

    private static List<String> cells(Comparison.Row row) {
        String what = switch (row.what()) {
            case "start-to-ready" -> row.about();
            case "run" -> "whole run, without images";
            default -> row.about();
        };
        return List.of(
                what,
                samples(row.earlierMs(), row.earlierSamples()),
                samples(row.nowMs(), row.samples()),
                row.ratio() == null ? "-" : ratio(row.ratio()),
                row.verdict());
    }

    private List<List<String>> emulation() {
        return comparison.emulation().stream()
                .map(row -> List.of(
                        row.component(),
                        samples(row.nativeMs(), row.nativeSamples()),
                        "%s %s".formatted(row.execution(), samples(row.emulatedMs(), row.emulatedSamples())),
                        ratio(row.ratio())))
                .toList();
    }

    private static String samples(@Nullable Double millis, int samples) {
        return millis == null ? "-" : "%s (%d)".formatted(duration(millis), samples);
    }

    private static String duration(double millis) {
        return millis < 1000
                ? String.format(Locale.ROOT, "%.0f ms", millis)
                : String.format(Locale.ROOT, millis < 10_000 ? "%.2f s" : "%.1f s", millis / 1000);
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, ratio < 10 ? "%.2fx" : "%.1fx", ratio);
    }

    /** @param remarks for each row, or none at all */
    private static void table(
            StringBuilder text, List<String> head, List<List<String>> rows, OptionalInt columns, List<String> remarks) {
        List<List<String>> all = new ArrayList<>();
        all.add(head);
        all.addAll(rows);
        int[] widths = widths(all, columns);
        for (int i = 0; i < all.size(); i++) {
            StringBuilder line = new StringBuilder("  ");
            for (int column = 0; column < widths.length; column++) {
                String cell = TextColumns.oneLine(all.get(i).get(column));
                line.append(TextColumns.pad(column == 0 ? shortened(cell, widths[0]) : cell, widths[column]))
                        .append("  ");
            }
            String remark = i == 0 || remarks.isEmpty() ? "" : remarks.get(i - 1);
            boolean beside =
                    remark.isEmpty() || columns.isEmpty() || TextColumns.width(line + remark) <= columns.getAsInt();
            line(text, beside ? line + remark : line.toString(), columns);
            if (!beside) {
                line(text, "      " + remark, columns);
            }
        }
    }

    /** As wide as the widest cell; the first column gives way. */
    private static int[] widths(List<List<String>> rows, OptionalInt columns) {
        int[] widths = new int[rows.get(0).size()];
        int others = 2;
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = rows.stream()
                    .mapToInt(cells -> TextColumns.width(TextColumns.oneLine(cells.get(column))))
                    .max()
                    .orElse(0);
            others += i == 0 ? 0 : widths[i] + 2;
        }
        int taken = others;
        columns.ifPresent(most -> widths[0] = Math.max(LEAST_NAME, Math.min(widths[0], most - taken)));
        return widths;
    }

    /** Without its middle: what things are called differs at the beginning or at the end. */
    private static String shortened(String name, int columns) {
        if (TextColumns.width(name) <= columns) {
            return name;
        }
        int from = name.length();
        while (TextColumns.width(name.substring(name.offsetByCodePoints(from, -1))) <= columns / 2) {
            from = name.offsetByCodePoints(from, -1);
        }
        String end = name.substring(from);
        return TextColumns.cut(name, columns - TextColumns.width(end)) + end;
    }

    private static void line(StringBuilder text, String line, OptionalInt columns) {
        String harmless = TextColumns.harmless(line.replace("\n", " ")).stripTrailing();
        if (columns.isEmpty()) {
            text.append(harmless).append('\n');
            return;
        }
        int indent = harmless.length() - harmless.stripLeading().length() + 2;
        TextColumns.wrap(harmless, indent, columns.getAsInt())
                .forEach(each -> text.append(each).append('\n'));
    }
}
