package io.archtest.cli;

import io.archtest.report.TextColumns;
import java.io.PrintWriter;
import java.util.List;

/**
 * The end of what a terminal shows: a few lines that are written over again and again, by means that every terminal has but
 * the dumb. The cursor stays at the end of the last of them, so that nothing is scrolled for it.
 */
final class LiveScreen {
    private static final String ESCAPE = "\u001b[";
    private static final String TO_LINE_END = ESCAPE + "K";
    private static final String TO_SCREEN_END = ESCAPE + "J";

    private final PrintWriter out;
    private List<String> shown = List.of();

    LiveScreen(PrintWriter out) {
        this.out = out;
    }

    /** Takes the lines away. */
    void erase(int columns) {
        out.print(toTheirBeginning(columns) + TO_SCREEN_END);
        out.flush();
        shown = List.of();
    }

    /** Writes these in the place of those. */
    void show(List<String> lines, int columns) {
        if (lines.isEmpty() && shown.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder(toTheirBeginning(columns));
        for (int i = 0; i < lines.size(); i++) {
            text.append(i == 0 ? "" : "\n").append(lines.get(i)).append(TO_LINE_END);
        }
        // what is left of more lines, or of lines that a narrower terminal has broken
        out.print(text.append(TO_SCREEN_END));
        out.flush();
        shown = lines;
    }

    /** A terminal that has become narrower since has broken what was as wide as before. */
    private String toTheirBeginning(int columns) {
        int rows = shown.stream()
                .mapToInt(line -> Math.max(1, (TextColumns.width(line) + columns - 1) / columns))
                .sum();
        return "\r" + (rows > 1 ? ESCAPE + (rows - 1) + "A" : "");
    }
}
