package io.archtest.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.model.ArchtestException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandRunnerTest {
    private final CommandRunner runner = new CommandRunner();

    @TempDir
    Path folder;

    @Test
    void bothStreamsAndTheExitCodeComeBack() {
        CommandRunner.Result result =
                runner.run(List.of("sh", "-c", "echo out; echo err >&2; exit 3"), Duration.ofSeconds(10));

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.lines()).containsExactlyInAnyOrder("out", "err");
    }

    @Test
    void aProgramThatAsksGetsNoInput() {
        assertThat(runner.run(List.of("cat"), Duration.ofSeconds(10)).succeeded())
                .isTrue();
    }

    @Test
    void aProgramThatTakesTooLongMayTidyUpAndIsEnded() {
        Path begun = folder.resolve("begun");
        Path tidied = folder.resolve("tidied");
        String script = "trap 'touch %s; exit 1' TERM; touch %s; sleep 600 & wait".formatted(tidied, begun);

        Duration limit = Duration.ofMillis(250);
        do { // a shell that a busy host hasn't let begin has nothing to tidy up
            limit = limit.multipliedBy(2);
            Duration granted = limit;
            assertThatThrownBy(() -> runner.run(List.of("sh", "-c", script), granted))
                    .isInstanceOf(ArchtestException.class)
                    .hasMessageContaining("did not end within");
        } while (!Files.exists(begun) && limit.toMinutes() < 1);
        assertThat(tidied).exists();
    }

    @Test
    void aMissingProgramIsNamed() {
        assertThatThrownBy(() -> runner.run(List.of("no-such-program-here"), Duration.ofSeconds(1)))
                .isInstanceOf(ArchtestException.class)
                .hasMessageContaining("Cannot run 'no-such-program-here'");
    }
}
