package io.archtest.compose;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Variables in a file, as Compose reads {@code .env} and {@code env_file}: {@code NAME=value} or {@code NAME: value},
 * {@code export}, comments, values in single quotes (as they stand), in double quotes (escapes and variables, several lines)
 * or in none (variables, up to {@code #}). A name alone takes its value from the environment.
 */
public final class EnvFile {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_.\\-\\[\\]]+");

    private final String text;
    private final Yaml.Position start;
    private final Map<String, String> environment;
    private final Problems problems;
    private final Map<String, String> known = new HashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Interpolation interpolation;
    private final int[] lineStarts;
    private int at;

    private EnvFile(String text, Yaml.Position start, Map<String, String> environment, Problems problems) {
        this.text = text.replace("\r\n", "\n");
        this.start = start;
        this.environment = environment;
        this.problems = problems;
        this.interpolation = new Interpolation(known, problems);
        known.putAll(environment);
        this.lineStarts = IntStream.concat(
                        IntStream.of(0),
                        IntStream.range(0, this.text.length())
                                .filter(i -> this.text.charAt(i) == '\n')
                                .map(i -> i + 1))
                .toArray();
    }

    /**
     * Reads variables, in file order.
     *
     * @param label what messages call the file
     * @param environment for variables in values; it wins over names of the file there, as in Compose
     * @param problems what isn't understood is reported with the file's own line and column
     */
    public static Map<String, String> parse(
            String text, String label, Map<String, String> environment, Problems problems) {
        Yaml.Position start = new Yaml.Position(label, Path.of(""), 1, 1);
        return new EnvFile(text, start, environment, problems).all();
    }

    /** {@code format: raw}: what stands behind the first equals sign is the value. */
    public static Map<String, String> parseRaw(String text, Map<String, String> environment) {
        Map<String, String> values = new LinkedHashMap<>();
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> {
                    int equals = line.indexOf('=');
                    if (equals > 0) {
                        values.put(line.substring(0, equals), line.substring(equals + 1));
                    } else if (equals < 0) {
                        Optional.ofNullable(environment.get(line)).ifPresent(value -> values.put(line, value));
                    }
                });
        return values;
    }

    private Map<String, String> all() {
        while (skipToStatement()) {
            statement();
        }
        return values;
    }

    private boolean skipToStatement() {
        while (at < text.length()) {
            if (text.charAt(at) == '#') {
                at = lineEnd();
            } else if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else {
                return true;
            }
        }
        return false;
    }

    private void statement() {
        int from = at;
        int end = lineEnd();
        String line = text.substring(at, end);
        int prefix = line.matches("(?s)export\\s.*") ? "export".length() : 0;
        int cut = separator(line, prefix);
        String name = line.substring(prefix, cut).strip();
        at = Math.min(end, from + cut + 1);
        if (!NAME.matcher(name).matches()) {
            problems.add(
                    position(from),
                    "'%s' is no variable; write NAME=value"
                            .formatted(line.length() > 60 ? line.substring(0, 60) + "..." : line));
            at = end;
        } else if (cut == line.length()) {
            Optional.ofNullable(environment.get(name)).ifPresent(value -> values.put(name, value));
        } else {
            String value = value(from);
            values.put(name, value);
            if (!environment.containsKey(name)) {
                known.put(name, value);
            }
        }
    }

    /** Where the name ends: at the first {@code =} or {@code :}. */
    private static int separator(String line, int from) {
        for (int i = from; i < line.length(); i++) {
            if (line.charAt(i) == '=' || line.charAt(i) == ':') {
                return i;
            }
        }
        return line.length();
    }

    private String value(int statement) {
        while (at < text.length() && text.charAt(at) != '\n' && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        char quote = at < text.length() ? text.charAt(at) : '\n';
        if (quote != '"' && quote != '\'') {
            int end = lineEnd();
            String plain =
                    text.substring(at, end).replaceFirst("(^|\\s)#.*$", "").strip();
            at = end;
            return expanded(plain, statement);
        }
        int close = closing(quote);
        if (close < 0) {
            problems.add(position(at), "a quote %s that never closes".formatted(quote));
            at = text.length();
            return "";
        }
        String inner = text.substring(at + 1, close);
        at = close + 1;
        restOfLine();
        return quote == '"' ? expanded(unescaped(inner), statement) : inner;
    }

    private int closing(char quote) {
        for (int i = at + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == quote) {
                return i;
            }
        }
        return -1;
    }

    private void restOfLine() {
        int end = lineEnd();
        String rest = text.substring(at, end).strip();
        if (!rest.isEmpty() && !rest.startsWith("#")) {
            problems.add(position(at), "'%s' after the closing quote".formatted(rest));
        }
        at = end;
    }

    /** A dollar sign that was escaped stays one: {@link Interpolation} reads two as one. */
    private static String unescaped(String text) {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                result.append(c);
                continue;
            }
            char escaped = text.charAt(++i);
            switch (escaped) {
                case 'n' -> result.append('\n');
                case 'r' -> result.append('\r');
                case 't' -> result.append('\t');
                case '$' -> result.append("$$");
                case '"', '\\', '\'' -> result.append(escaped);
                default -> result.append(c).append(escaped);
            }
        }
        return result.toString();
    }

    private String expanded(String value, int statement) {
        if (value.indexOf('$') < 0) {
            return value;
        }
        String result = interpolation.text(value, position(statement));
        if (result.length() > TextFile.MAX_BYTES) {
            problems.add(
                    position(statement), "the value grows to more than %d characters".formatted(TextFile.MAX_BYTES));
            return "";
        }
        return result;
    }

    private int lineEnd() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    private Yaml.Position position(int index) {
        int found = Arrays.binarySearch(lineStarts, index);
        int line = found >= 0 ? found : -found - 2;
        return new Yaml.Position(start.file(), start.folder(), line + 1, index - lineStarts[line] + 1);
    }
}
