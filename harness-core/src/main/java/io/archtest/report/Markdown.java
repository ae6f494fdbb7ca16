package io.archtest.report;

import java.util.List;
import java.util.stream.Collectors;

/** Foreign text in GitHub's Markdown, where it can't become markup, HTML or a link. */
final class Markdown {
    /** Can't begin or end anything within a line. */
    private static final String HARMLESS = " ,.;?'()%=+-/";

    private static final String NOTHING = "<!-- -->";

    private Markdown() {}

    /** Text on one line, for a table's cell as well; what isn't harmless is a numeric reference, which is never markup. */
    static String text(String text) {
        StringBuilder escaped = new StringBuilder();
        visible(text.strip().replaceAll("\\s+", " ")).codePoints().forEach(c -> {
            if (c > 127 || Character.isLetterOrDigit(c) || HARMLESS.indexOf(c) >= 0) {
                escaped.appendCodePoint(c);
            } else {
                escaped.append("&#").append(c).append(';');
            }
        });
        // readers make links of these without any markup; the comment is in the middle of them, and nobody sees it
        return escaped.toString()
                .replaceAll("(?i)www\\.", "$0" + NOTHING)
                .replace("&#58;//", "&#58;" + NOTHING + "//")
                .replace("&#64;", NOTHING + "&#64;" + NOTHING);
    }

    /** A block of code that holds the lines as they are. */
    static String fenced(String text) {
        String lines = visible(text.strip());
        int longest = 2;
        int run = 0;
        for (int i = 0; i < lines.length(); i++) {
            run = lines.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        String fence = "`".repeat(longest + 1);
        return "%stext\n%s\n%s\n".formatted(fence, lines, fence);
    }

    static String row(List<String> cells) {
        return cells.stream().map(Markdown::text).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    static String head(List<String> names) {
        return row(names) + "|" + " --- |".repeat(names.size()) + "\n";
    }

    static String folded(String title, String markdown) {
        return "<details><summary>%s</summary>\n\n%s\n</details>\n\n".formatted(text(title), markdown);
    }

    /** Control characters, and those that turn the direction of writing, would show something else than what is there. */
    private static String visible(String text) {
        return text.replaceAll("\r\n?", "\n")
                .replaceAll("[\\p{Cc}&&[^\n\t]]|[\u202a-\u202e\u2066-\u2069]|\\p{Cs}", "?");
    }
}
