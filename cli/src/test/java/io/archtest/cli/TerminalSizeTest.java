package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.cli.TerminalSize.Size;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalSizeTest {
    private final TestClock clock = new TestClock();
    private Optional<String> answer = Optional.of("50 132\n");
    private int asked;

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            ''   | ''   | '50 132'   | 132 | 50
            100  | ''   | '50 132'   | 100 | 50
            ''   | 12   | '50 132'   | 132 | 12
            100  | 12   | '50 132'   | 100 | 12
            wide | high | '50 132'   | 132 | 50
            0    | 0    | '50 132'   | 132 | 50
            5    | ''   | '50 132'   | 132 | 50
            99999| ''   | '50 132'   | 132 | 50
            ''   | ''   | '0 0'      | 80  | 24
            ''   | ''   | '50 0'     | 80  | 24
            ''   | ''   | 'no idea'  | 80  | 24
            ''   | ''   | ''         | 80  | 24
            60   | ''   | ''         | 60  | 24
            """)
    void whatTheUserSaysComesBeforeWhatTheTerminalSays(
            String columns, String lines, String stty, int width, int height) {
        answer = Optional.of(stty);
        Map<String, String> environment = new HashMap<>();
        environment.put("COLUMNS", columns);
        environment.put("LINES", lines);

        assertThat(size(environment).now()).isEqualTo(new Size(width, height));
    }

    @Test
    void itIsAskedAgainNowAndThen() {
        TerminalSize size = size(Map.of());
        assertThat(size.now()).isEqualTo(new Size(132, 50));
        answer = Optional.of("20 90\n");
        clock.seconds(1);
        assertThat(size.now()).as("not for each line").isEqualTo(new Size(132, 50));

        clock.seconds(1);

        assertThat(size.now()).isEqualTo(new Size(90, 20));
    }

    @Test
    void whereNobodyAnswersNobodyIsAskedAgain() {
        answer = Optional.empty();
        TerminalSize size = size(Map.of());
        for (int i = 0; i < 3; i++) {
            assertThat(size.now()).isEqualTo(new Size(80, 24));
            clock.seconds(9);
        }

        assertThat(asked).isEqualTo(1);
    }

    private TerminalSize size(Map<String, String> environment) {
        return new TerminalSize(
                environment,
                () -> {
                    asked++;
                    return answer;
                },
                clock);
    }
}
