package io.archtest.profile.colima;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the log lines of Colima and Lima: logfmt without a terminal, coloured text with one. */
final class Text {
    private static final Pattern ESCAPES = Pattern.compile("\u001b\\[[0-9;?]*[ -/]*[@-~]");
    private static final Pattern MESSAGE = Pattern.compile("\\bmsg=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+))");
    private static final Pattern CONTEXT = Pattern.compile("\\bcontext=(?:\"([^\"]*)\"|(\\S+))");
    private static final Pattern TERMINAL = Pattern.compile("^(?:INFO|WARN|FATA|ERRO)\\[\\d+] ?");
    private static final int SHORT = 200;

    private Text() {}

    /** What a log line says, without time, level and colours; lines of another form as they are. */
    static String message(String line) {
        String plain = ESCAPES.matcher(line).replaceAll("").strip();
        Matcher message = MESSAGE.matcher(plain);
        if (message.find()) {
            return message.group(1) == null
                    ? message.group(2)
                    : message.group(1).replace("\\\"", "\"").replace("\\\\", "\\");
        }
        return TERMINAL.matcher(plain).replaceFirst("");
    }

    /** Colima's own phase, such as {@code vm: starting ...}; empty for lines that tell of none. */
    static Optional<String> phase(String line) {
        if (!line.contains("level=info") || line.contains("[hostagent]")) {
            return Optional.empty();
        }
        Matcher context = CONTEXT.matcher(line);
        return context.find()
                ? Optional.of("%s: %s"
                        .formatted(context.group(1) == null ? context.group(2) : context.group(1), message(line)))
                : Optional.empty();
    }

    /** The message of the last line that calls itself fatal, else the last line that says anything. */
    static String fatal(List<String> lines) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            String line = ESCAPES.matcher(lines.get(i)).replaceAll("");
            if (line.contains("level=fatal") || line.contains("FATA[")) {
                return message(line);
            }
        }
        return lines.stream()
                .filter(line -> !line.isBlank())
                .reduce((one, other) -> other)
                .map(Text::message)
                .orElse("it printed nothing");
    }

    static String shortened(String text) {
        String line = ESCAPES.matcher(text).replaceAll("").strip();
        return line.length() > SHORT ? line.substring(0, SHORT) + "..." : line;
    }
}
