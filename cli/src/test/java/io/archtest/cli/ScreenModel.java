package io.archtest.cli;

import io.archtest.report.TextColumns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A terminal, as far as archtest uses one: what a person sees after certain characters were written, with what has been
 * scrolled away. Knows few sequences, and refuses all others. Becoming narrower breaks what is too wide, as most do.
 */
final class ScreenModel {
    private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[(\\d*)([AKJm])");

    private final int height;
    private int width;
    private List<List<String>> rows = new ArrayList<>(List.of(new ArrayList<>()));
    private int row;
    private int column;

    ScreenModel(int width, int height) {
        this.width = width;
        this.height = height;
    }

    void write(String text) {
        int at = 0;
        while (at < text.length()) {
            Matcher sequence = SEQUENCE.matcher(text).region(at, text.length());
            if (sequence.lookingAt()) {
                obey(sequence.group(2), sequence.group(1).isEmpty() ? 1 : Integer.parseInt(sequence.group(1)));
                at = sequence.end();
                continue;
            }
            int c = text.codePointAt(at);
            switch (c) {
                case '\n' -> newLine();
                case '\r' -> column = 0;
                default -> print(c);
            }
            at += Character.charCount(c);
        }
    }

    /** What is to be seen, and what scrolled away, without spaces at the ends of lines and empty lines at the end. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        rows.forEach(cells -> lines.add(String.join("", cells).stripTrailing()));
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    void becomes(int narrower) {
        List<List<String>> broken = new ArrayList<>();
        int cursor = 0;
        for (int i = 0; i < rows.size(); i++) {
            List<String> cells = rows.get(i);
            if (i == row) {
                cursor = broken.size() + column / narrower;
            }
            for (int from = 0; from == 0 || from < cells.size(); from += narrower) {
                broken.add(new ArrayList<>(cells.subList(from, Math.min(cells.size(), from + narrower))));
            }
        }
        column %= narrower;
        rows = broken;
        row = cursor;
        width = narrower;
    }

    private void obey(String command, int count) {
        switch (command) {
            case "A" -> row = Math.max(top(), row - count);
            case "K" -> eraseLine();
            case "J" -> {
                eraseLine();
                rows.subList(row + 1, rows.size()).clear();
            }
            default -> {} // colours
        }
    }

    private int top() {
        return Math.max(0, rows.size() - height);
    }

    private void eraseLine() {
        List<String> cells = rows.get(row);
        if (column < cells.size()) {
            cells.subList(column, cells.size()).clear();
        }
    }

    private void newLine() {
        row++;
        column = 0;
        if (row == rows.size()) {
            rows.add(new ArrayList<>());
        }
    }

    private void print(int c) {
        String shown = Character.toString(c);
        if (Character.isISOControl(c)) {
            throw new AssertionError("a terminal would obey U+%04X".formatted(c));
        }
        int wide = TextColumns.width(shown);
        if (column + wide > width) {
            newLine();
        }
        List<String> cells = rows.get(row);
        cells.addAll(Collections.nCopies(Math.max(0, column + wide - cells.size()), " "));
        cells.set(column, shown);
        if (wide == 2) {
            cells.set(column + 1, "");
        }
        column += wide;
    }
}
