package io.archtest.compose;

import io.archtest.model.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;

/** Splits a command into words by the shell's rules for quotes and backslashes; nothing is run or expanded. */
public final class ShellWords {
    private ShellWords() {}

    public static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
                inWord = true;
            } else if (quote != 0) {
                word.append(c);
            } else if (c == '"' || c == '\'') {
                quote = c;
                inWord = true;
            } else if (Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            throw new InvalidRequestException("the command has an open quote: %s".formatted(text));
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
