package io.archtest.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;

/**
 * Passes text on so that no line of it is a command to a CI system that reads it: GitHub obeys {@code ::name::} at the
 * beginning of a line, after white space too, and {@code ##[name]} anywhere; GitLab's markers hold control characters.
 */
final class InertWriter extends FilterWriter {
    private final StringBuilder line = new StringBuilder();
    private boolean atStart = true;
    private char before;
    private char beforeThat;

    InertWriter(Writer out) {
        super(out);
    }

    /** The same for a text of its own. */
    static String inert(String text) {
        StringWriter inert = new StringWriter();
        try (PrintWriter writer = new PrintWriter(new InertWriter(inert))) {
            writer.print(text);
        }
        return inert.toString();
    }

    /** As it is for a stream whose commands nobody obeys. */
    static Surroundings around(Surroundings surroundings) {
        return new Surroundings(
                new PrintWriter(new InertWriter(surroundings.out()), true),
                new PrintWriter(new InertWriter(surroundings.err()), true),
                surroundings.environment(),
                false,
                surroundings.system(),
                surroundings.discretion());
    }

    @Override
    public void write(int c) throws IOException {
        synchronized (lock) {
            next((char) c);
        }
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        synchronized (lock) {
            for (int i = 0; i < length; i++) {
                next(text[offset + i]);
            }
        }
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        write(text.toCharArray(), offset, length);
    }

    /** A line goes on as a whole, so that commands of archtest's own can come between lines only. */
    @Override
    public void flush() throws IOException {
        synchronized (lock) {
            pass();
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        flush();
        out.close();
    }

    private void pass() throws IOException {
        if (!line.isEmpty()) {
            String text = line.toString();
            line.setLength(0);
            out.write(text);
        }
    }

    private void next(char c) throws IOException {
        char shown = Character.isISOControl(c) && c != '\n' && c != '\t' ? '?' : c;
        if (invisible(shown)) {
            line.append(shown);
            return;
        }
        boolean command = atStart && before == ':' && shown == ':';
        boolean oldCommand = beforeThat == '#' && before == '#' && shown == '[';
        if (command || oldCommand) {
            line.append(' ');
        }
        line.append(shown);
        atStart = shown == '\n' || (atStart && !command && (blank(shown) || shown == ':'));
        beforeThat = before;
        before = shown;
        if (shown == '\n') {
            pass();
        }
    }

    /** What a comparison by a language's rules, as .NET's, may take for nothing at all, in the middle of a command too. */
    private static boolean invisible(char c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    /** What a reader may skip at the beginning of a line, generously. */
    private static boolean blank(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
