package io.archtest.cli;

import io.archtest.cli.TerminalSize.Size;
import io.archtest.report.TextColumns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The lines below the ones that stay: what is under way, in as much space as there is. */
final class StatusBlock {
    /** More than a person takes in at a glance. */
    private static final int MOST_LINES = 8;

    private static final int WIDEST_NAME = 24;
    private static final int ARCHITECTURE = 6;
    private static final int PHASE = 6;
    private static final int LEAST_DETAIL = 8;

    private final Size size;

    StatusBlock(Size size) {
        this.size = size;
    }

    /** One line on what goes on beside starting components. */
    List<String> of(String stamp, String activity, long seconds) {
        if (activity.isEmpty()) {
            return List.of();
        }
        String time = ", %d s".formatted(seconds);
        String said = TextColumns.cut(stamp + " " + TextColumns.oneLine(activity), columns() - time.length());
        return List.of(fitted(said + time));
    }

    /** A line on all components, and one for each that is at work; those that take longest first. */
    List<String> of(String stamp, Underway underway) {
        List<Underway.Item> items = new ArrayList<>(underway.working());
        items.sort(Comparator.comparing((Underway.Item item) -> item.took().elapsed())
                .reversed());
        List<String> lines = new ArrayList<>();
        lines.add(fitted(stamp + " " + summary(underway)));
        int room = lines() - 1;
        int shown = items.size() <= room ? items.size() : Math.max(0, room - 1);
        int name = items.stream()
                .limit(shown)
                .mapToInt(item -> TextColumns.width(item.name()))
                .max()
                .orElse(0);
        items.stream().limit(shown).forEach(item -> lines.add(row(item, Math.min(name, WIDEST_NAME))));
        if (shown < items.size() && room > 0) {
            lines.add(fitted("  and %d more".formatted(items.size() - shown)));
        }
        return lines;
    }

    static String summary(Underway underway) {
        String rest = underway.preparing()
                ? "making networks and relays, measuring the engines"
                : "%d under way, %d waiting for others"
                        .formatted(underway.working().size(), underway.waiting());
        return "%d of %d ready, %s".formatted(underway.ready(), underway.all(), rest);
    }

    /** The terminal's last line stays free of it, and some of those that stay are to be seen. */
    private int lines() {
        return Math.max(1, Math.min(MOST_LINES, size.rows() / 2));
    }

    private String row(Underway.Item item, int name) {
        String time = item.took().said();
        String left = "  %s %s %s "
                .formatted(
                        TextColumns.pad(item.name(), name),
                        TextColumns.pad(item.architecture(), ARCHITECTURE),
                        TextColumns.pad(item.phase(), PHASE));
        int room = columns() - TextColumns.width(left) - TextColumns.width(time);
        String detail = room > LEAST_DETAIL ? TextColumns.oneLine(item.detail()) : "";
        return fitted(left + TextColumns.pad(TextColumns.cut(detail, room - 1), Math.max(0, room)) + time);
    }

    private String fitted(String line) {
        return TextColumns.cut(line, columns());
    }

    /** Some terminals go to the next line as soon as the last column is written. */
    private int columns() {
        return size.columns() - 1;
    }
}
