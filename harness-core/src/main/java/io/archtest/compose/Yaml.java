package io.archtest.compose;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A YAML document as a tree that remembers where everything stands; aliases and merge keys are resolved. */
public sealed interface Yaml {

    Position at();

    /** What it is, for messages. */
    String describe();

    /**
     * A place in a file; lines and columns count from 1.
     *
     * @param file as messages call it
     * @param folder what relative paths at this place are relative to
     */
    record Position(String file, Path folder, int line, int column) {
        @Override
        public String toString() {
            return "%s:%d:%d".formatted(file, line, column);
        }
    }

    /** What a plain scalar resolves to by YAML 1.2's core schema; a quoted one is always text. */
    enum Type {
        TEXT,
        NULL,
        BOOLEAN,
        INTEGER,
        FLOAT
    }

    /** One value as it is written. */
    record Scalar(Position at, String text, Type type) implements Yaml {
        /** YAML's null. */
        public boolean missing() {
            return type == Type.NULL;
        }

        /**
         * The text that the value becomes where Compose wants one (an environment variable, a label): numbers in the way Go
         * prints them, so {@code 1.10} becomes {@code 1.1}, like everything that Docker's own tool reads.
         */
        public String asText() {
            return switch (type) {
                case INTEGER -> integer();
                case FLOAT -> number();
                default -> text;
            };
        }

        private String integer() {
            try {
                String digits = text.startsWith("+") ? text.substring(1) : text;
                return digits.startsWith("0o")
                        ? new java.math.BigInteger(digits.substring(2), 8).toString()
                        : digits.startsWith("0x")
                                ? new java.math.BigInteger(digits.substring(2), 16).toString()
                                : new java.math.BigInteger(digits).toString();
            } catch (NumberFormatException e) {
                return text;
            }
        }

        private String number() {
            try {
                double value = Double.parseDouble(text);
                boolean plain = value == 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e21);
                return plain
                        ? new BigDecimal(Double.toString(value))
                                .stripTrailingZeros()
                                .toPlainString()
                        : text;
            } catch (NumberFormatException e) {
                return text; // .inf, .nan
            }
        }

        @Override
        public String describe() {
            return missing() ? "nothing" : "'" + text + "'";
        }
    }

    /** A list. */
    record Sequence(Position at, List<Yaml> items) implements Yaml {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String describe() {
            return "a list";
        }
    }

    /** A map; keys are text, in file order. */
    record Mapping(Position at, Map<String, Entry> entries) implements Yaml {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public String describe() {
            return "a map";
        }
    }

    /** A value with one of Compose's tags; {@link Merge} carries them out, and no other code sees one. */
    record Tagged(Directive directive, Yaml value) implements Yaml {
        @Override
        public Position at() {
            return value.at();
        }

        @Override
        public String describe() {
            return directive.tag() + " " + value.describe();
        }
    }

    /** How a value is laid over the one below it, where the usual rules aren't wanted (Compose Specification, "Merge"). */
    enum Directive {
        /** What is below is removed. */
        RESET("!reset"),
        /** What is below is replaced as a whole. */
        OVERRIDE("!override"),
        /** Lists are laid over each other item by item. */
        MERGE("!merge");

        private final String tag;

        Directive(String tag) {
            this.tag = tag;
        }

        String tag() {
            return tag;
        }
    }

    /** A key's place and its value. */
    record Entry(Position keyAt, Yaml value) {}

    /** Whether both say the same, wherever they stand. */
    static boolean same(Yaml one, Yaml other) {
        if (one instanceof Scalar a && other instanceof Scalar b) {
            return a.text().equals(b.text()) && a.missing() == b.missing();
        }
        if (one instanceof Sequence a && other instanceof Sequence b) {
            return a.items().size() == b.items().size()
                    && java.util.stream.IntStream.range(0, a.items().size())
                            .allMatch(i -> same(a.items().get(i), b.items().get(i)));
        }
        if (one instanceof Mapping a && other instanceof Mapping b) {
            return a.entries().keySet().equals(b.entries().keySet())
                    && a.entries().entrySet().stream().allMatch(entry -> {
                        Entry there = b.entries().get(entry.getKey());
                        return there != null && same(entry.getValue().value(), there.value());
                    });
        }
        return false;
    }
}
