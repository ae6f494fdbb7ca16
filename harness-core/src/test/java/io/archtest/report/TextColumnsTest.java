package io.archtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextColumnsTest {
    private static final List<String> PIECES =
            List.of("a", "bc", " ", "  ", "日本", "é", "e\u0301", "😀", "\u001b[31m", "…", "word", "-", "\u200b");

    @ParameterizedTest
    @CsvSource({"abc,3", "日本,4", "e\u0301,1", "😀!,3", "…,1", "'',0"})
    void aTerminalShowsItInThatManyColumns(String text, int columns) {
        assertThat(TextColumns.width(text)).isEqualTo(columns);
    }

    @Test
    void coloursTakeNoColumns() {
        assertThat(TextColumns.width("\u001b[31mred\u001b[0m")).isEqualTo(3);
        assertThat(TextColumns.wrap("\u001b[31mred\u001b[0m and more", 0, 7))
                .containsExactly("\u001b[31mred\u001b[0m and", "more");
    }

    @ParameterizedTest
    @CsvSource({"abcdef,4,abc…", "abcd,4,abcd", "日本語です,6,日本…", "日本,3,日…", "ab,1,…", "ab,0,''"})
    void whatIsTooLongEndsInAnEllipsis(String text, int columns, String cut) {
        assertThat(TextColumns.cut(text, columns)).isEqualTo(cut);
    }

    @Test
    void paddingCountsColumnsAndNotCharacters() {
        assertThat(TextColumns.pad("日本", 6) + "|").isEqualTo("日本  |");
        assertThat(TextColumns.pad("日本語です", 6) + "|").isEqualTo("日本… |");
    }

    @Test
    void linesBreakAtSpacesAndGoOnBelow() {
        assertThat(TextColumns.wrap("  ! one two three four", 4, 14)).containsExactly("  ! one two", "    three four");
        assertThat(TextColumns.wrap("short", 4, 14)).containsExactly("short");
        assertThat(TextColumns.wrap("", 4, 14)).containsExactly("");
        assertThat(TextColumns.wrap("a 0123456789abcdef z", 2, 8))
                .containsExactly("a", "  012345", "  6789ab", "  cdef z");
    }

    /** 20000 random texts: no line is too wide, and nothing but spaces is lost. */
    @Test
    void nothingIsTooWideAndNothingIsLost() {
        Random random = new Random(20261126);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(20); n > 0; n--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            int columns = 4 + random.nextInt(20);
            List<String> lines = TextColumns.wrap(text.toString(), random.nextInt(6), columns);
            assertThat(lines)
                    .allSatisfy(
                            line -> assertThat(TextColumns.width(line)).as(line).isLessThanOrEqualTo(columns));
            assertThat(String.join("", lines).replace(" ", ""))
                    .isEqualTo(text.toString().replace(" ", ""));
            assertThat(TextColumns.width(TextColumns.cut(text.toString(), columns)))
                    .isLessThanOrEqualTo(columns);
            assertThat(TextColumns.width(TextColumns.pad(text.toString(), columns)))
                    .isEqualTo(columns);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001b[2J", "\u009b2J", "\r", "\u0007", "\u0000", "\u202e", "\u2067", "\b", "\u007f"})
    void whatATerminalWouldObeyIsAQuestionMark(String hostile) {
        assertThat(TextColumns.harmless("a" + hostile + "z")).startsWith("a?").endsWith("z");
        assertThat(TextColumns.oneLine("a" + hostile + "z")).doesNotContain(hostile);
    }

    @Test
    void onlyLineBreaksStay() {
        assertThat(TextColumns.harmless("a\n\tb\u2028c")).isEqualTo("a\n    b?c");
        assertThat(TextColumns.oneLine(" a\n\tb\r\nc ")).isEqualTo("a b c");
    }
}
