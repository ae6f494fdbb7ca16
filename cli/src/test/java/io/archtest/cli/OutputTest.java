package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.model.InvalidRequestException;
import io.archtest.report.baseline.ExpectedTimes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which form progress takes where. */
class OutputTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            # terminal | TERM           | NO_COLOR | CLICOLOR | form  | colour
            true       | xterm-256color | ''       | ''       | LIVE  | true
            true       | xterm-256color | 1        | ''       | LIVE  | false
            true       | xterm-256color | 0        | ''       | LIVE  | false
            true       | xterm-256color | false    | 1        | LIVE  | false
            true       | xterm-256color | ''       | 0        | LIVE  | false
            true       | xterm-256color | ''       | 1        | LIVE  | true
            true       | dumb           | ''       | ''       | PLAIN | false
            true       | ''             | ''       | ''       | PLAIN | false
            false      | xterm-256color | ''       | ''       | PLAIN | false
            false      | xterm-256color | ''       | 1        | PLAIN | false
            false      | dumb           | 1        | 0        | PLAIN | false
            """)
    void itFitsWhereItIsRead(
            boolean terminal, String term, String noColor, String cliColor, ProgressForm form, boolean colour) {
        Map<String, String> environment = new HashMap<>();
        environment.put("TERM", term);
        environment.put("NO_COLOR", noColor);
        environment.put("CLICOLOR", cliColor);
        Surroundings surroundings = surroundings(terminal, environment);

        Output output = Output.of(ProgressForm.AUTO, Detail.NORMAL, surroundings, surroundings);

        assertThat(output.form()).isEqualTo(form);
        assertThat(output.style().colour()).isEqualTo(colour);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            QUIET   | PLAIN | true  | --quiet shows no progress
            QUIET   | LIVE  | true  | --quiet shows no progress
            QUIET   | JSON  | false | --quiet shows no progress
            VERBOSE | JSON  | false | json has every event
            NORMAL  | LIVE  | false | standard output that is no terminal can't
            """)
    void whatMakesNoSenseIsRefused(Detail detail, ProgressForm form, boolean terminal, String message) {
        Surroundings surroundings = surroundings(terminal, Map.of("TERM", "xterm"));

        assertThatThrownBy(() -> Output.of(form, detail, surroundings, surroundings))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aDumbTerminalAndACiSystemsLogTakeNothingBack() {
        Surroundings dumb = surroundings(true, Map.of("TERM", "dumb"));
        Surroundings terminal = surroundings(true, Map.of("TERM", "xterm"));

        assertThatThrownBy(() -> Output.of(ProgressForm.LIVE, Detail.NORMAL, dumb, dumb))
                .hasMessageContaining("a terminal with TERM=dumb can't");
        assertThatThrownBy(() -> Output.of(ProgressForm.LIVE, Detail.NORMAL, terminal, InertWriter.around(terminal)))
                .isInstanceOf(InvalidRequestException.class);
        assertThat(Output.of(ProgressForm.AUTO, Detail.NORMAL, terminal, InertWriter.around(terminal))
                        .form())
                .isEqualTo(ProgressForm.PLAIN);
    }

    @Test
    void linesAreAsLongAsTheTerminalIsWide() {
        Surroundings terminal = surroundings(true, Map.of("TERM", "xterm", "COLUMNS", "100"));
        Surroundings log = surroundings(false, Map.of());
        Surroundings narrow = surroundings(false, Map.of("COLUMNS", "72"));

        assertThat(Output.plain(Detail.NORMAL, terminal).style().columns()).hasValue(100);
        assertThat(Output.plain(Detail.NORMAL, log).style().columns()).isEqualTo(OptionalInt.empty());
        assertThat(Output.plain(Detail.NORMAL, narrow).style().columns()).hasValue(72);
    }

    @Test
    void quietlyThereIsNothingButTheReport() {
        Surroundings terminal = surroundings(true, Map.of("TERM", "xterm"));
        Output output = Output.of(ProgressForm.AUTO, Detail.QUIET, terminal, terminal);
        output.chatter().accept("installing");
        try (Progress progress = output.progress((scenario, placement) -> ExpectedTimes.UNKNOWN)) {
            progress.notice("a stand-in");
            progress.checking("asking");
            progress.cleaningUp();
        }

        assertThat(output.style().onlyFailures()).isTrue();
        assertThat(out.toString() + err).isEmpty();
    }

    /** Whatever people are told with JSON goes to the error stream. */
    @Test
    void jsonHasStandardOutputForItself() {
        Surroundings raw = surroundings(true, Map.of("TERM", "xterm"));
        Output output = Output.of(ProgressForm.JSON, Detail.NORMAL, raw, raw.onErrorStream());
        output.chatter().accept("installing");
        try (Progress progress = output.progress((scenario, placement) -> ExpectedTimes.UNKNOWN)) {
            progress.notice("a stand-in");
        }

        assertThat(out.toString().lines())
                .singleElement()
                .asString()
                .startsWith("{")
                .contains("a stand-in");
        assertThat(err).hasToString("installing" + System.lineSeparator());
        assertThat(output.style().colour()).isFalse();
    }

    private Surroundings surroundings(boolean terminal, Map<String, String> environment) {
        return new Surroundings(new PrintWriter(out, true), new PrintWriter(err, true), environment, terminal);
    }
}
