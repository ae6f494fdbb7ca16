package io.archtest.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.archtest.compose.Fields;
import io.archtest.compose.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what must be true of a text: one value alone, or a map with {@code equals}, {@code contains}, {@code matches},
 * {@code absent}, {@code json} and, for what may be missing, {@code exists}.
 */
final class ExpectationReader {
    private static final Set<String> TYPES = Set.of("string", "number", "boolean", "null", "array", "object");

    /** A text that nobody would write a pattern for. */
    private static final String ANYTHING = "\u0001archtest\u0001";

    /** What one value alone means. */
    enum Alone {
        CONTAINED,
        EQUAL
    }

    private ExpectationReader() {}

    /** Of {@code fields}' key; none when it isn't there. */
    static TextExpectation read(Fields fields, String key, Alone alone) {
        return fields.take(key).map(value -> read(fields, key, value, alone)).orElseGet(TextExpectation::none);
    }

    static TextExpectation read(Fields fields, String key, Yaml value, Alone alone) {
        if (value instanceof Yaml.Scalar scalar) {
            return alone == Alone.EQUAL
                    ? TextExpectation.equalTo(scalar.text())
                    : TextExpectation.containing(notEmpty(fields, key, scalar));
        }
        return fields.map(value, key)
                .map(map -> expectation(map, alone == Alone.EQUAL))
                .orElseGet(TextExpectation::none);
    }

    private static TextExpectation expectation(Fields map, boolean mayBeMissing) {
        Optional<String> equal = map.text("equals");
        List<String> contains = texts(map, "contains");
        List<String> patterns = patterns(map, "matches");
        List<String> absent = patterns(map, "absent");
        Optional<Boolean> exists = mayBeMissing ? map.flag("exists") : Optional.empty();
        List<TextExpectation.Pointer> pointers =
                map.map("json").map(ExpectationReader::pointers).orElse(List.of());
        TextExpectation read = new TextExpectation(equal, contains, patterns, absent, exists, pointers);
        refuseContradiction(map, read);
        map.finish();
        return read;
    }

    private static void refuseContradiction(Fields map, TextExpectation read) {
        if (map.entries().isEmpty()) {
            map.problem(map.at(), "nothing is expected here; give one of equals, contains, matches, absent, json");
        }
        boolean more = read.equal().isPresent()
                || !read.contains().isEmpty()
                || !read.patterns().isEmpty()
                || !read.pointers().isEmpty();
        if (read.exists().equals(Optional.of(false)) && more) {
            map.problem(map.at("exists"), "what must not exist can't be expected to have a value");
        }
    }

    private static List<TextExpectation.Pointer> pointers(Fields json) {
        if (json.entries().isEmpty()) {
            json.problem(json.at(), "nothing is expected here; give JSON pointers, such as '/items/0/name': value");
        }
        List<TextExpectation.Pointer> pointers = new ArrayList<>();
        json.entries().forEach((pointer, entry) -> {
            Optional<Yaml> value = json.take(pointer);
            try {
                JsonPointer.compile(pointer);
            } catch (IllegalArgumentException e) {
                json.problem(
                        entry.keyAt(),
                        "'%s' is no JSON pointer (RFC 6901): it is empty or begins with '/'; write for example /items/0/name"
                                .formatted(pointer));
                return;
            }
            if (value.isEmpty()) {
                json.problem(
                        entry.keyAt(),
                        "nothing is expected at '%s'; to expect null, write \"null\" in quotes".formatted(pointer));
            } else {
                pointers.add(pointer(json, pointer, value.get()));
            }
        });
        json.finish();
        return pointers;
    }

    private static TextExpectation.Pointer pointer(Fields json, String pointer, Yaml value) {
        if (!(value instanceof Yaml.Mapping)) {
            return new TextExpectation.Pointer(pointer, Optional.empty(), read(json, pointer, value, Alone.EQUAL));
        }
        return json.map(value, pointer)
                .map(map -> {
                    Optional<String> type = map.text("type");
                    if (type.isPresent() && !TYPES.contains(type.get())) {
                        map.problem(
                                map.at("type"),
                                "'%s' is no type of JSON; known: %s"
                                        .formatted(type.get(), String.join(", ", new java.util.TreeSet<>(TYPES))));
                    }
                    return new TextExpectation.Pointer(pointer, type, expectation(map, true));
                })
                .orElseGet(() -> new TextExpectation.Pointer(pointer, Optional.empty(), TextExpectation.none()));
    }

    /** One text or several, none of them empty: an empty one is in every text. */
    static List<String> texts(Fields fields, String key) {
        List<String> texts = new ArrayList<>();
        for (Yaml item : several(fields, key)) {
            if (item instanceof Yaml.Scalar scalar) {
                texts.add(notEmpty(fields, key, scalar));
            } else {
                fields.wrong(item, key, "must be one value");
            }
        }
        return texts;
    }

    /** One regular expression or several. */
    static List<String> patterns(Fields fields, String key) {
        List<String> patterns = new ArrayList<>();
        for (Yaml item : several(fields, key)) {
            fields.text(item, key)
                    .flatMap(text -> pattern(fields, item.at(), text))
                    .ifPresent(patterns::add);
        }
        return patterns;
    }

    private static List<Yaml> several(Fields fields, String key) {
        return fields.take(key)
                .map(value -> value instanceof Yaml.Sequence sequence ? sequence.items() : List.of(value))
                .orElse(List.of());
    }

    private static Optional<String> pattern(Fields fields, Yaml.Position at, String text) {
        try {
            Pattern compiled = Pattern.compile(text);
            if (compiled.matcher("").find() && compiled.matcher(ANYTHING).find()) {
                fields.problem(at, "'%s' matches every text, so it tells nothing apart".formatted(text));
                return Optional.empty();
            }
            return Optional.of(text);
        } catch (PatternSyntaxException e) {
            fields.problem(
                    at,
                    "'%s' is no regular expression: %s; known is the syntax of RE2, which has no look-around and no back-references"
                            .formatted(text, e.getDescription()));
            return Optional.empty();
        }
    }

    private static String notEmpty(Fields fields, String key, Yaml.Scalar scalar) {
        if (scalar.text().isEmpty()) {
            fields.wrong(scalar, key, "must not be empty, since every text contains nothing");
        }
        return scalar.text();
    }
}
