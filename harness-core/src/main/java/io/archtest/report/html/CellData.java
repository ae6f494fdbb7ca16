package io.archtest.report.html;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.archtest.report.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a matrix for the script, short: names and what many cells share stand once, and a cell is three numbers.
 *
 * @param from names of the rows
 * @param to labels of the columns
 * @param kinds each {@code verdict, via, cause, look, sign}; what many cells have in common
 * @param rows for each row its cells one after the other: how many columns further on, the kind's index, and microseconds
 */
record CellData(List<String> from, List<String> to, List<List<String>> kinds, List<List<Long>> rows) {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    static {
        JSON.getFactory().setCharacterEscapes(new NoMarkup());
    }

    static CellData of(Matrix matrix) {
        Map<List<String>, Integer> kinds = new LinkedHashMap<>();
        List<List<Long>> rows = new ArrayList<>();
        for (int row = 0; row < matrix.sources().size(); row++) {
            List<Long> numbers = new ArrayList<>();
            int before = -1;
            for (int column = 0; column < matrix.targets().size(); column++) {
                Report.Cell cell = matrix.cell(row, column);
                if (cell != null) {
                    int kind = kinds.computeIfAbsent(kind(cell), unknown -> kinds.size());
                    numbers.addAll(List.of((long) column - before, (long) kind, cell.latencyMicros()));
                    before = column;
                }
            }
            rows.add(numbers);
        }
        return new CellData(
                matrix.sources(),
                matrix.targets().stream().map(Matrix.Target::toString).toList(),
                List.copyOf(kinds.keySet()),
                rows);
    }

    private static List<String> kind(Report.Cell cell) {
        return List.of(
                Mark.of(cell.verdict()).word(),
                cell.via(),
                cell.cause(),
                Matrix.look(cell),
                Mark.of(cell.verdict()).sign());
    }

    /** In which nothing can end or begin an element, so that it may stand in one of HTML as it is. */
    String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Lists of texts and numbers can be written", e);
        }
    }

    /** Escapes what has a meaning in HTML; JSON's readers don't see a difference. */
    private static final class NoMarkup extends CharacterEscapes {
        private static final long serialVersionUID = 1L;

        private final int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();

        NoMarkup() {
            for (char c : "<>&'/".toCharArray()) {
                escapes[c] = CharacterEscapes.ESCAPE_STANDARD;
            }
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return escapes.clone();
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            return null;
        }
    }
}
