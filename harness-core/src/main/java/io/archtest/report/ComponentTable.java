package io.archtest.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** What each component ran on, as a table; images stand below it where the terminal is too narrow for them. */
final class ComponentTable {
    private static final List<String> HEADS =
            List.of("component", "placed", "manifest", "elf", "uname", "executed", "ready", "image");

    /** In a log, so that the tables of several runs look alike. */
    private static final List<Integer> LOG_WIDTHS = List.of(18, 7, 8, 8, 8, 10, 7);

    private static final int READY = 6;
    private static final int SHORTEST_NAME = 12;
    private static final String INDENT = "  ";

    private final List<Report.Component> components;
    private final OptionalInt columns;

    ComponentTable(List<Report.Component> components, OptionalInt columns) {
        this.components = components;
        this.columns = columns;
    }

    void appendTo(ConsoleText text) {
        List<List<String>> rows = new ArrayList<>(List.of(HEADS));
        components.forEach(component -> rows.add(cells(component)));
        if (columns.isEmpty()) {
            rows.forEach(row -> text.line(logRow(row)));
            return;
        }
        List<Integer> widths = widths(rows);
        int images = rows.stream()
                .mapToInt(row -> TextColumns.width(row.get(READY + 1)))
                .max()
                .orElse(0);
        int used =
                INDENT.length() + widths.stream().mapToInt(width -> width + 1).sum() + 1;
        boolean beside = used + images <= columns.getAsInt();
        rows.forEach(row -> text.line(row(row, widths) + (beside ? "  " + row.get(READY + 1) : "")));
        if (!beside) {
            images(text);
        }
    }

    /** Of each column but the images'; the names give way until the rest fits. */
    private List<Integer> widths(List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i <= READY; i++) {
            int column = i;
            widths.add(rows.stream()
                    .mapToInt(row -> TextColumns.width(row.get(column)))
                    .max()
                    .orElse(0));
        }
        int used =
                INDENT.length() + widths.stream().mapToInt(width -> width + 1).sum() - 1;
        int name = widths.get(0) - Math.max(0, used - columns.orElse(used));
        widths.set(0, Math.max(Math.min(SHORTEST_NAME, widths.get(0)), name));
        return widths;
    }

    private static String row(List<String> cells, List<Integer> widths) {
        StringBuilder row = new StringBuilder(INDENT);
        for (int i = 0; i < READY; i++) {
            row.append(TextColumns.pad(cells.get(i), widths.get(i))).append(' ');
        }
        String ready = cells.get(READY);
        return row.append(" ".repeat(Math.max(0, widths.get(READY) - ready.length())))
                .append(ready)
                .toString();
    }

    private static String logRow(List<String> cells) {
        StringBuilder row = new StringBuilder(INDENT);
        for (int i = 0; i < READY; i++) {
            row.append(("%-" + LOG_WIDTHS.get(i) + "s ").formatted(cells.get(i)));
        }
        return row.append(("%" + LOG_WIDTHS.get(READY) + "s  %s").formatted(cells.get(READY), cells.get(READY + 1)))
                .toString();
    }

    private void images(ConsoleText text) {
        Map<String, List<String>> users = new LinkedHashMap<>();
        components.forEach(component -> users.computeIfAbsent(image(component), image -> new ArrayList<>())
                .add(component.name()));
        text.line("  images:");
        users.forEach((image, names) -> text.line("    %s: %s".formatted(image, String.join(", ", names))));
    }

    private static List<String> cells(Report.Component component) {
        Report.Observed observed = component.observed();
        Long ready = component.readyMs();
        return List.of(
                component.name(),
                component.requested(),
                observed.manifest(),
                machines(observed.elf()),
                observed.uname().isEmpty() ? "-" : observed.uname(),
                observed.execution().equals("unknown") && component.exitCode() != null ? "ended" : observed.execution(),
                ready == null ? "-" : ConsoleText.seconds(ready - component.startedMs()),
                image(component));
    }

    private static String image(Report.Component component) {
        return component.image() + (component.standIn() ? " STAND-IN" : "");
    }

    /** The one architecture of all executables, or all of them. */
    private static String machines(List<String> elf) {
        String machines = elf.stream()
                .map(entry -> entry.substring(entry.lastIndexOf(": ") + 2))
                .distinct()
                .collect(Collectors.joining("+"));
        return machines.isEmpty() ? "-" : machines;
    }
}
