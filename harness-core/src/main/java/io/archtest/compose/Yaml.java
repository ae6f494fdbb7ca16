package io.archtest.compose;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A YAML document as a tree that remembers where everything stands; aliases and merge keys are resolved. */
public sealed interface Yaml {

    Position at();

    /** What it is, for messages. */
    String describe();

    /** A place in a file; lines and columns count from 1. */
    record Position(String file, int line, int column) {
        @Override
        public String toString() {
            return "%s:%d:%d".formatted(file, line, column);
        }
    }

    /** One value as text; {@code missing} is YAML's null. */
    record Scalar(Position at, String text, boolean missing) implements Yaml {
        @Override
        public String describe() {
            return missing ? "nothing" : "'" + text + "'";
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

    /** A key's place and its value. */
    record Entry(Position keyAt, Yaml value) {}
}
