package io.archtest.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Links in rows and combinations of architectures in columns, no wider than a terminal of 80 columns. */
public final class CombinationTable {
    private static final int WIDTH = 80;
    private static final int LABEL = 42;
    private static final String INDENT = "  ";
    private static final String CELLS = " %-8s %-8s %-8s %-8s";

    private final List<String> lines = new ArrayList<>();

    /** With the columns' names, in the order of the combinations. */
    public CombinationTable(String label) {
        row(label, List.of("arm>arm", "arm>x86", "x86>arm", "x86>x86"));
    }

    /** @param cells one for each combination, of up to eight characters */
    public CombinationTable row(String from, String to, List<String> cells) {
        return row("%s -> %s".formatted(from, to), cells);
    }

    private CombinationTable row(String label, List<String> cells) {
        String shown = cut(label, LABEL);
        lines.add((INDENT + shown + " ".repeat(LABEL - shown.length()) + CELLS.formatted(cells.toArray()))
                .stripTrailing());
        return this;
    }

    /** A paragraph under the table. */
    public CombinationTable text(String text) {
        lines.addAll(wrapped(text, INDENT, INDENT + INDENT));
        return this;
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** In lines of up to 80 columns, where words allow it. */
    public static List<String> wrapped(String text, String first, String others) {
        List<String> wrapped = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : Arrays.stream(text.strip().split("\\s+")).collect(Collectors.toList())) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                wrapped.add(line.toString());
                line = new StringBuilder(others);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        wrapped.add(line.toString());
        return wrapped;
    }

    private static String cut(String text, int length) {
        return text.length() > length ? text.substring(0, length - 1) + "…" : text;
    }
}
