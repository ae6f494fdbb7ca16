package io.archtest.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many columns of a terminal a text takes, and the text made to fit. Colours take none, a combining mark takes none, a
 * Chinese character or an emoji takes two.
 */
public final class TextColumns {
    private static final Pattern CONTROL =
            Pattern.compile("(?:[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069&&[^\\n]])");

    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    /** First and last of each range that Unicode calls wide (East Asian Width W and F), as far as they are in use. */
    private static final int[] WIDE = {
        0x1100, 0x115f, 0x231a, 0x231b, 0x23e9, 0x23f3, 0x25fd, 0x25fe, 0x2614, 0x2615, 0x2648, 0x2653, 0x26a1, 0x26a1,
        0x26bd, 0x26be, 0x26c4, 0x26c5, 0x26ce, 0x26ce, 0x26d4, 0x26d4, 0x26ea, 0x26ea, 0x26f2, 0x26f5, 0x26fa, 0x26fd,
        0x2705, 0x2705, 0x270a, 0x270b, 0x2728, 0x2728, 0x274c, 0x274e, 0x2753, 0x2757, 0x2795, 0x2797, 0x27b0, 0x27bf,
        0x2b1b, 0x2b1c, 0x2b50, 0x2b55, 0x2e80, 0x303e, 0x3041, 0xa4cf, 0xa960, 0xa97c, 0xac00, 0xd7a3, 0xf900, 0xfaff,
        0xfe10, 0xfe19, 0xfe30, 0xfe6f, 0xff01, 0xff60, 0xffe0, 0xffe6, 0x16fe0, 0x18cff, 0x1aff0, 0x1b2ff, 0x1f004,
        0x1f004, 0x1f0cf, 0x1f0cf, 0x1f18e, 0x1f18e, 0x1f191, 0x1f19a, 0x1f1e6, 0x1f202, 0x1f210, 0x1f23b, 0x1f240,
        0x1f248, 0x1f250, 0x1f265, 0x1f300, 0x1f64f, 0x1f680, 0x1f6ff, 0x1f7e0, 0x1f7f0, 0x1f900, 0x1faff, 0x20000,
        0x3fffd
    };

    private TextColumns() {}

    /**
     * What containers and files say may hold control sequences, which a terminal would obey, and marks that turn the
     * direction of what follows. Only line breaks stay; a tab becomes spaces.
     */
    public static String harmless(String text) {
        return CONTROL.matcher(text.replace("\t", "    ")).replaceAll("?");
    }

    /** Likewise, but {@code sequences} stay: what may follow an escape character. */
    static String harmless(String text, Pattern sequences) {
        return text.replace("\t", "    ")
                .replaceAll("\u001b(?!%s)|(?!\u001b)%s".formatted(sequences.pattern(), CONTROL.pattern()), "?");
    }

    /** Harmless, and without line breaks. */
    public static String oneLine(String text) {
        return harmless(text.strip().replaceAll("\\s+", " "));
    }

    public static int width(String text) {
        return plain(text).codePoints().map(TextColumns::width).sum();
    }

    /** As it is, or its beginning with an ellipsis; colours are lost when it is cut. */
    public static String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int taken = 0;
        for (int c : plain(text).codePoints().toArray()) {
            if (taken + width(c) > columns - 1) {
                break;
            }
            kept.appendCodePoint(c);
            taken += width(c);
        }
        return columns < 1 ? "" : kept.append('…').toString();
    }

    /** Exactly that wide: cut, or followed by spaces. */
    public static String pad(String text, int columns) {
        String fitted = cut(text, columns);
        return fitted + " ".repeat(Math.max(0, columns - width(fitted)));
    }

    /**
     * Broken at spaces, within a word only where that is too long for a line.
     *
     * @param hanging spaces before each line but the first
     */
    public static List<String> wrap(String text, int hanging, int columns) {
        int indent = Math.min(hanging, columns / 2);
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : words(text)) {
            // what is indented by more than a line has is still to be seen
            String rest = word.isBlank() ? word.substring(0, Math.min(word.length(), columns / 2)) : word;
            if (!line.toString().isBlank() && !fits(line, rest, columns)) {
                end(line, indent, lines);
            }
            while (!fits(line, rest, columns)) {
                int head = headOf(rest, columns - width(line.toString()));
                if (head == 0 && line.length() <= indent) {
                    head = Character.charCount(rest.codePointAt(0)); // wider than any line; there must be an end to it
                }
                line.append(rest, 0, head);
                rest = rest.substring(head);
                end(line, indent, lines);
            }
            line.append(rest);
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }

    private static boolean fits(StringBuilder line, String word, int columns) {
        return width(line + word.stripTrailing()) <= columns;
    }

    private static void end(StringBuilder line, int indent, List<String> lines) {
        lines.add(line.toString().stripTrailing());
        line.setLength(0);
        line.append(" ".repeat(indent));
    }

    /** Each with the spaces after it; those at the text's beginning are a word of their own. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher word = Pattern.compile("^ +|[^ ]+ *| +").matcher(text);
        while (word.find()) {
            words.add(word.group());
        }
        return words;
    }

    /** How much of a word fits. */
    private static int headOf(String word, int columns) {
        int end = 0;
        int taken = 0;
        while (end < word.length()) {
            Matcher colour = COLOUR.matcher(word).region(end, word.length());
            if (colour.lookingAt()) {
                end = colour.end();
                continue;
            }
            int c = word.codePointAt(end);
            if (taken + width(c) > columns) {
                break;
            }
            taken += width(c);
            end += Character.charCount(c);
        }
        return end;
    }

    private static String plain(String text) {
        return text.indexOf('\u001b') < 0 ? text : COLOUR.matcher(text).replaceAll("");
    }

    private static int width(int c) {
        switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT, Character.CONTROL -> {
                return 0;
            }
            default -> {
                for (int i = 0; i < WIDE.length; i += 2) {
                    if (c >= WIDE[i] && c <= WIDE[i + 1]) {
                        return 2;
                    }
                }
                return 1;
            }
        }
    }
}
