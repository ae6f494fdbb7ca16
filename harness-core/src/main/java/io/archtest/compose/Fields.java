package io.archtest.compose;

import io.archtest.model.ArchtestException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A map's keys, taken one by one; what is left when all known ones were taken is reported. Values of a wrong shape are
 * reported where they stand and count as absent, so that reading goes on.
 */
public final class Fields {
    private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("false", "False", "FALSE");

    private final Yaml.Mapping mapping;
    private final String where;
    private final Problems problems;
    private final Set<String> taken = new HashSet<>();

    public Fields(Yaml.Mapping mapping, String where, Problems problems) {
        this.mapping = mapping;
        this.where = where;
        this.problems = problems;
    }

    public Yaml.Position at() {
        return mapping.at();
    }

    public Yaml.Position at(String key) {
        Yaml.Entry entry = mapping.entries().get(key);
        return entry == null ? mapping.at() : entry.keyAt();
    }

    /** The value, unless there is none or it is null. */
    public Optional<Yaml> take(String key) {
        taken.add(key);
        return Optional.ofNullable(mapping.entries().get(key))
                .map(Yaml.Entry::value)
                .filter(value -> !(value instanceof Yaml.Scalar scalar && scalar.missing()));
    }

    public Optional<String> text(String key) {
        return take(key).flatMap(value -> text(value, key));
    }

    public Optional<String> text(Yaml value, String key) {
        if (value instanceof Yaml.Scalar scalar) {
            return Optional.of(scalar.text());
        }
        wrong(value, key, "must be one value");
        return Optional.empty();
    }

    public Optional<Fields> map(String key) {
        return take(key).flatMap(value -> map(value, key));
    }

    public Optional<Fields> map(Yaml value, String key) {
        if (value instanceof Yaml.Mapping found) {
            return Optional.of(new Fields(found, where + "." + key, problems));
        }
        wrong(value, key, "must be a map");
        return Optional.empty();
    }

    public List<Yaml> items(String key) {
        return take(key)
                .map(value -> {
                    if (value instanceof Yaml.Sequence sequence) {
                        return sequence.items();
                    }
                    wrong(value, key, "must be a list");
                    return List.<Yaml>of();
                })
                .orElse(List.of());
    }

    /** A list of single values, or one alone. */
    public List<String> strings(String key) {
        Optional<Yaml> value = take(key);
        if (value.isPresent() && value.get() instanceof Yaml.Scalar scalar) {
            return List.of(scalar.text());
        }
        List<String> result = new ArrayList<>();
        items(key).forEach(item -> text(item, key).ifPresent(result::add));
        return result;
    }

    /** A map of single values, or a list of {@code KEY=value}; a key without value is given to {@code valueless}. */
    public Map<String, String> pairs(String key, Function<String, Optional<String>> valueless) {
        Map<String, String> result = new LinkedHashMap<>();
        Optional<Yaml> value = take(key);
        if (value.isEmpty()) {
            return result;
        }
        if (value.get() instanceof Yaml.Mapping found) {
            found.entries().forEach((name, entry) -> {
                if (entry.value() instanceof Yaml.Scalar scalar && scalar.missing()) {
                    valueless.apply(name).ifPresent(text -> result.put(name, text));
                } else {
                    words(entry.value(), key + "." + name).ifPresent(text -> result.put(name, text));
                }
            });
            return result;
        }
        for (Yaml item : items(key)) {
            text(item, key).ifPresent(line -> {
                int equals = line.indexOf('=');
                if (equals == 0) {
                    wrong(item, key, "must have a name before '='"); // the engine would refuse it when all else runs
                } else if (equals < 0) {
                    valueless.apply(line).ifPresent(text -> result.put(line, text));
                } else {
                    result.put(line.substring(0, equals), line.substring(equals + 1));
                }
            });
        }
        return result;
    }

    /** As Compose gives it to a container. */
    private Optional<String> words(Yaml value, String key) {
        return text(value, key).map(text -> value instanceof Yaml.Scalar scalar ? scalar.asText() : text);
    }

    public Optional<Boolean> flag(String key) {
        return take(key)
                .flatMap(value -> text(value, key).flatMap(text -> {
                    // YAML's core schema knows three ways to write each
                    if (TRUE.contains(text) || FALSE.contains(text)) {
                        return Optional.of(TRUE.contains(text));
                    }
                    wrong(value, key, "must be true or false");
                    return Optional.empty();
                }));
    }

    /** A value that {@code parse} understands; what it throws is reported at the value's place. */
    public <T> Optional<T> parsed(String key, Function<String, T> parse) {
        return take(key).flatMap(value -> parsed(value, key, parse));
    }

    public <T> Optional<T> parsed(Yaml value, String key, Function<String, T> parse) {
        return text(value, key).flatMap(text -> {
            try {
                return Optional.of(parse.apply(text));
            } catch (ArchtestException e) {
                problem(value.at(), "%s.%s: %s".formatted(where, key, e.getMessage()));
            } catch (NumberFormatException e) {
                wrong(value, key, "must be a number");
            }
            return Optional.empty();
        });
    }

    public Optional<Duration> duration(String key) {
        return parsed(key, Quantities::duration);
    }

    public Optional<Long> bytes(String key) {
        return parsed(key, Quantities::bytes);
    }

    public Optional<Integer> integer(String key) {
        return parsed(key, Integer::valueOf);
    }

    /** All keys, for maps whose keys are names. */
    public Map<String, Yaml.Entry> entries() {
        return mapping.entries();
    }

    public void problem(Yaml.Position at, String text) {
        problems.add(at, text);
    }

    public void wrong(Yaml value, String key, String rule) {
        problems.add(value.at(), "%s.%s %s; found %s".formatted(where, key, rule, value.describe()));
    }

    /** Reports the keys that were not taken; {@code refused} gives reasons for those known but not carried out. */
    public void finish(Map<String, String> refused) {
        Set<String> known = new HashSet<>(taken);
        known.addAll(refused.keySet());
        mapping.entries().forEach((key, entry) -> {
            if (taken.contains(key) || key.startsWith("x-")) {
                return;
            }
            String reason = refused.get(key);
            if (reason == null) {
                problems.unknown(entry.keyAt(), "unknown key in %s:".formatted(where), key, known);
            } else {
                problems.add(entry.keyAt(), "key '%s' in %s is not carried out: %s".formatted(key, where, reason));
            }
        });
    }

    public void finish() {
        finish(Map.of());
    }
}
