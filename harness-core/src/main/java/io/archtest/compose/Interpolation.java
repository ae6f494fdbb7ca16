package io.archtest.compose;

import io.archtest.model.InvalidRequestException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compose's variables: {@code $A}, {@code ${A}}, {@code ${A:-b}}, {@code ${A-b}}, {@code ${A:?message}},
 * {@code ${A?message}}, {@code ${A:+b}}, {@code ${A+b}}, {@code $$}; the right-hand sides may hold variables again. A
 * variable that is not set is empty, with a notice.
 */
public final class Interpolation {
    /** Deeper than anybody writes, and far from the end of the stack. */
    private static final int MAX_NESTING = 50;

    /** Of all that variables bring: one of a MiB in each of a file's values would fill any memory. */
    private static final int MAX_GROWTH = 16 << 20;

    private final Map<String, String> variables;
    private final Problems problems;
    private int nesting;
    private long grown;

    public Interpolation(Map<String, String> variables, Problems problems) {
        this.variables = variables;
        this.problems = problems;
    }

    /** The same tree with all variables in its values replaced. */
    public Yaml apply(Yaml value) {
        if (value instanceof Yaml.Scalar scalar) {
            return scalar.text().indexOf('$') < 0
                    ? scalar
                    : new Yaml.Scalar(scalar.at(), text(scalar.text(), scalar.at()), Yaml.Type.TEXT);
        }
        if (value instanceof Yaml.Tagged tagged) {
            return new Yaml.Tagged(tagged.directive(), apply(tagged.value()));
        }
        if (value instanceof Yaml.Sequence sequence) {
            List<Yaml> items = new ArrayList<>();
            sequence.items().forEach(item -> items.add(apply(item)));
            return new Yaml.Sequence(sequence.at(), items);
        }
        Yaml.Mapping mapping = (Yaml.Mapping) value;
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
        mapping.entries()
                .forEach((key, entry) -> entries.put(key, new Yaml.Entry(entry.keyAt(), apply(entry.value()))));
        return new Yaml.Mapping(mapping.at(), entries);
    }

    /** The text with its variables replaced; what isn't understood is reported at {@code at}. */
    public String text(String text, Yaml.Position at) {
        if (nesting >= MAX_NESTING) {
            problems.add(at, "variables are nested more than %d levels deep".formatted(MAX_NESTING));
            return "";
        }
        nesting++;
        try {
            return replaced(text, at);
        } finally {
            nesting--;
        }
    }

    private String replaced(String text, Yaml.Position at) {
        StringBuilder result = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c != '$' || i + 1 == text.length()) {
                result.append(c);
                i++;
            } else if (text.charAt(i + 1) == '$') {
                result.append('$');
                i += 2;
            } else if (text.charAt(i + 1) == '{') {
                int end = closing(text, i + 2);
                if (end < 0) {
                    problems.add(
                            at, "'%s' has no closing brace; write '$$' for a dollar sign".formatted(text.substring(i)));
                    return result.toString();
                }
                result.append(counted(braced(text.substring(i + 2, end), at), at));
                i = end + 1;
            } else {
                int end = nameEnd(text, i + 1);
                if (end == i + 1) {
                    problems.add(
                            at, "'$%s' is no variable; write '$$' for a dollar sign".formatted(text.charAt(i + 1)));
                }
                result.append(end == i + 1 ? "" : counted(plain(text.substring(i + 1, end), at), at));
                i = Math.max(end, i + 2);
            }
        }
        return result.toString();
    }

    private String counted(String value, Yaml.Position at) {
        grown += value.length();
        if (grown > MAX_GROWTH) {
            throw new InvalidRequestException("%s: it grows by more than %d characters when its variables are replaced"
                    .formatted(at, MAX_GROWTH));
        }
        return value;
    }

    private String braced(String body, Yaml.Position at) {
        int end = nameEnd(body, 0);
        String name = body.substring(0, end);
        String rest = body.substring(end);
        if (name.isEmpty()) {
            problems.add(at, "'${%s}' names no variable; write '$$' for a dollar sign".formatted(body));
            return "";
        }
        if (rest.isEmpty()) {
            return plain(name, at);
        }
        boolean emptyCounts = rest.startsWith(":");
        String operation = emptyCounts ? rest.substring(1) : rest;
        String value = variables.get(name);
        boolean set = value != null && !(emptyCounts && value.isEmpty());
        String argument = operation.isEmpty() ? "" : operation.substring(1);
        return switch (operation.isEmpty() ? ' ' : operation.charAt(0)) {
            case '-' -> set && value != null ? value : text(argument, at);
            case '+' -> set ? text(argument, at) : "";
            case '?' -> {
                if (!set || value == null) {
                    problems.add(at, "variable '%s' is required: %s".formatted(name, text(argument, at)));
                    yield "";
                }
                yield value;
            }
            default -> {
                problems.add(
                        at, "'${%s}' is not understood; known: ${A}, ${A:-b}, ${A:?error}, ${A:+b}".formatted(body));
                yield "";
            }
        };
    }

    private String plain(String name, Yaml.Position at) {
        String value = variables.get(name);
        if (value == null) {
            problems.notice(
                    at,
                    "variable '%s' is not set: it counts as empty. Set it in the environment or in .env, or give a default: ${%s:-value}"
                            .formatted(name, name));
            return "";
        }
        return value;
    }

    private static int nameEnd(String text, int from) {
        int i = from;
        while (i < text.length()
                && (text.charAt(i) == '_'
                        || isLetter(text.charAt(i))
                        || (i > from && Character.isDigit(text.charAt(i))))) {
            i++;
        }
        return i;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static int closing(String text, int from) {
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            if (text.startsWith("${", i)) {
                depth++;
            } else if (text.charAt(i) == '}' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
