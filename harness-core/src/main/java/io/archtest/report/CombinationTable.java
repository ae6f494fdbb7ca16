package io.archtest.report;

import java.util.ArrayList;
import java.util.List;

/** Links in rows and combinations of architectures in columns, no wider than a terminal of 80 columns. */
public final class CombinationTable {
    private static final int LABEL = 42;

    private final List<String> lines = new ArrayList<>();

    /** With the columns' names, in the order of the combinations. */
    public CombinationTable(String label) {
        row(label, List.of("arm>arm", "arm>x86", "x86>arm", "x86>x86"));
    }

    /** @param cells one for each combination, of up to eight characters */
    public CombinationTable row(String from, String to, List<String> cells) {
        row("%s -> %s".formatted(from, to), cells);
        return this;
    }

    private void row(String label, List<String> cells) {
        String shown = TextColumns.pad(TextColumns.oneLine(label), LABEL);
        lines.add("  %s %-8s %-8s %-8s %s".formatted(shown, cells.get(0), cells.get(1), cells.get(2), cells.get(3)));
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }
}
