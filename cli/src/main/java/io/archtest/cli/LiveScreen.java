package io.archtest.cli;

import java.io.PrintWriter;
import java.util.List;

/**
 * The end of what a terminal shows: a few lines that are written over again and again, by means that every terminal has but
 * the dumb. Between times the cursor is at their beginning, so that it is there as well when the terminal has become narrower
 * and broken them, and what somebody else prints (such as the terminal, on Ctrl-C) is where it can't do harm.
 */
final class LiveScreen {
    private static final String ESCAPE = "\u001b[";
    private static final String TO_LINE_END = ESCAPE + "K";
    private static final String TO_SCREEN_END = ESCAPE + "J";

    private final PrintWriter out;
    private boolean empty = true;

    LiveScreen(PrintWriter out) {
        this.out = out;
    }

    /** Takes the lines away. */
    void erase() {
        show(List.of());
    }

    /** Writes these in the place of those before; none may be wider than the terminal, nor all higher. */
    void show(List<String> lines) {
        if (lines.isEmpty() && empty) {
            return;
        }
        StringBuilder text = new StringBuilder("\r");
        for (int i = 0; i < lines.size(); i++) {
            text.append(i == 0 ? "" : "\n").append(lines.get(i)).append(TO_LINE_END);
        }
        text.append(TO_SCREEN_END).append('\r');
        if (lines.size() > 1) {
            text.append(ESCAPE).append(lines.size() - 1).append('A');
        }
        out.print(text);
        out.flush();
        empty = lines.isEmpty();
    }
}
