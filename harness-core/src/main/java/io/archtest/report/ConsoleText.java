package io.archtest.report;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Lines for a terminal or a log, harmless whatever they quote. */
final class ConsoleText {
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    private static final Pattern OURS = Pattern.compile("\\[(?:0|1|2|31|32)m");

    /** What evidence may take of a log's line; all of it is in report.json. */
    private static final int LOG_COLUMNS = 120;

    private final ConsoleStyle style;
    private final StringBuilder text = new StringBuilder();

    ConsoleText(ConsoleStyle style) {
        this.style = style;
    }

    ConsoleStyle style() {
        return style;
    }

    /** Its lines go on two columns further right where they don't fit. */
    void line(String line) {
        for (String part : clean(line).split("\n", -1)) {
            int indent = part.length() - part.stripLeading().length();
            wrapped(part, indent + 2);
        }
    }

    /** Something and what is said of it, which goes on below its own beginning. */
    void line(String label, String said) {
        String[] parts = clean(said).split("\n", -1);
        wrapped(clean(label) + parts[0], TextColumns.width(label));
        for (int i = 1; i < parts.length; i++) {
            line(" ".repeat(TextColumns.width(label)) + parts[i]);
        }
    }

    /** To be copied: a shell takes it as one, also where it goes on in another line. */
    void command(String label, String command) {
        String whole = clean(label + command);
        if (style.columns().isEmpty()
                || TextColumns.width(whole) <= style.columns().getAsInt()) {
            line(label + command);
            return;
        }
        int columns = style.columns().getAsInt();
        line(label.stripTrailing());
        String indent = " ".repeat(label.length() - label.stripLeading().length() + 2);
        List<String> lines = TextColumns.wrap(indent + clean(command), indent.length() + 2, columns - 2);
        for (int i = 0; i < lines.size(); i++) {
            append(lines.get(i) + (i < lines.size() - 1 ? " \\" : ""));
        }
    }

    /** One line of evidence. */
    void evidence(String indent, String evidence) {
        String flat = clean(evidence.strip().replaceAll("\\s+", " "));
        append(indent + dim(TextColumns.cut(flat, style.columns().orElse(LOG_COLUMNS) - indent.length())));
    }

    String green(String word) {
        return coloured(GREEN, word);
    }

    String red(String word) {
        return coloured(RED, word);
    }

    String bold(String word) {
        return coloured(BOLD, word);
    }

    private String dim(String word) {
        return coloured(DIM, word);
    }

    private String coloured(String colour, String word) {
        return style.colour() ? colour + word + PLAIN : word;
    }

    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    private void wrapped(String line, int hanging) {
        if (style.columns().isEmpty()) {
            append(line);
        } else {
            TextColumns.wrap(line, hanging, style.columns().getAsInt()).forEach(this::append);
        }
    }

    /** What a quoted text may have coloured ends with its line. */
    private void append(String line) {
        boolean coloured = line.indexOf('\u001b') >= 0 && !line.endsWith(PLAIN);
        text.append(line).append(coloured ? PLAIN : "").append(System.lineSeparator());
    }

    /** Our own colours stay, where there are any. */
    private String clean(String line) {
        return style.colour() ? TextColumns.harmless(line, OURS) : TextColumns.harmless(line);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
