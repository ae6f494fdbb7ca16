package io.archtest.scenario;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What must be true of a text: all of it at once.
 *
 * @param equal the whole text
 * @param contains texts that stand in it
 * @param patterns regular expressions (RE2 syntax) that match somewhere in it
 * @param absent regular expressions that match nowhere in it
 * @param exists whether there is such a text at all; for what may be missing, as a header may
 * @param pointers what must be true of it as JSON
 */
public record TextExpectation(
        Optional<String> equal,
        List<String> contains,
        List<String> patterns,
        List<String> absent,
        Optional<Boolean> exists,
        List<Pointer> pointers) {

    public TextExpectation {
        contains = List.copyOf(contains);
        patterns = List.copyOf(patterns);
        absent = List.copyOf(absent);
        pointers = List.copyOf(pointers);
    }

    /** Everything will do. */
    public static TextExpectation none() {
        return new TextExpectation(Optional.empty(), List.of(), List.of(), List.of(), Optional.empty(), List.of());
    }

    public static TextExpectation containing(String text) {
        return new TextExpectation(Optional.empty(), List.of(text), List.of(), List.of(), Optional.empty(), List.of());
    }

    public static TextExpectation equalTo(String text) {
        return new TextExpectation(Optional.of(text), List.of(), List.of(), List.of(), Optional.empty(), List.of());
    }

    /** Whether there is anything that could turn out to be false. */
    public boolean any() {
        return equal.isPresent()
                || exists.isPresent()
                || Stream.of(contains, patterns, absent, pointers).anyMatch(list -> !list.isEmpty());
    }

    /**
     * One place in a JSON document.
     *
     * @param pointer as RFC 6901 writes it
     * @param type {@code string}, {@code number}, {@code boolean}, {@code null}, {@code array} or {@code object}
     * @param value of a text, number or boolean its text; of {@code null}, arrays and objects their JSON
     */
    public record Pointer(String pointer, Optional<String> type, TextExpectation value) {}
}
