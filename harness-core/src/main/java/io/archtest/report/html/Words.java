package io.archtest.report.html;

import java.util.List;
import java.util.stream.Collectors;

/** Phrases that several parts of the page need. */
public final class Words {
    private Words() {}

    public static String count(long number, String thing) {
        return "%d %s%s".formatted(number, thing, number == 1 ? "" : "s");
    }

    public static String ports(List<Integer> ports) {
        return ports.stream().map(port -> ":" + port).collect(Collectors.joining(" "));
    }

    /** The beginning of a text; an ellipsis says that there is more. */
    public static String shortened(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
        return text.substring(0, end) + "\u2026";
    }
}
