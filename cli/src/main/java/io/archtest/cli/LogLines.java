package io.archtest.cli;

import io.archtest.model.RedactingWriter;
import io.archtest.model.Redaction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prints lines of several logs, each as a whole and behind its component's name; what they hold commands no terminal. */
final class LogLines {
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z ?");
    private static final int COLOURS = 6;
    private static final int FIRST_COLOUR = 31;

    private final PrintWriter out;
    private final boolean colour;
    private final boolean timestamps;
    private int sources;

    LogLines(PrintWriter out, boolean colour, boolean timestamps) {
        this.out = out;
        this.colour = colour;
        this.timestamps = timestamps;
    }

    /** When the engine got that line; empty where the line doesn't say. */
    static String time(String line) {
        Matcher time = TIME.matcher(line);
        return time.lookingAt() ? time.group().strip() : "";
    }

    /** One log: what comes of it goes through here, in order. */
    synchronized Source source(String name, Redaction redaction) {
        String prefix = name + " | ";
        int number = sources++ % COLOURS;
        return new Source(
                colour ? "\u001b[%dm%s\u001b[0m".formatted(FIRST_COLOUR + number, prefix) : prefix, redaction);
    }

    private synchronized void print(String prefix, String line) {
        out.print(prefix + InertWriter.inert(line) + "\n");
        out.flush();
    }

    /** A secret that a program wrapped is found, since its lines are read as one text. */
    final class Source {
        private final RedactingWriter writer;

        private Source(String prefix, Redaction redaction) {
            this.writer = new RedactingWriter(new Whole(prefix), () -> redaction);
        }

        /** @param line with its time */
        void line(String line) {
            Matcher time = TIME.matcher(line);
            int text = time.lookingAt() ? time.end() : 0;
            try {
                writer.beside(timestamps ? line.substring(0, text) : "");
                writer.write(line.substring(text));
                writer.beside("\n");
                writer.release();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void end() {
            try {
                writer.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Passes on whole lines. */
    private final class Whole extends Writer {
        private final String prefix;
        private final StringBuilder line = new StringBuilder();

        Whole(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public void write(char[] text, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                if (text[i] == '\n') {
                    print(prefix, line.toString());
                    line.setLength(0);
                } else {
                    line.append(text[i]);
                }
            }
        }

        @Override
        public void flush() {
            if (!line.isEmpty()) {
                print(prefix, line.toString());
                line.setLength(0);
            }
        }

        @Override
        public void close() {
            flush();
        }
    }
}
