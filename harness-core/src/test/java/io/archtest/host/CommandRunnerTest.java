package io.archtest.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.model.ArchtestException;
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
        Path tidied = folder.resolve("tidied");
        String script = "trap 'touch %s; exit 1' TERM; sleep 60 & wait".formatted(tidied);

        assertThatThrownBy(() -> runner.run(List.of("sh", "-c", script), Duration.ofMillis(500)))
                .isInstanceOf(ArchtestException.class)
                .hasMessageContaining("did not end within");
        assertThat(tidied).exists();
    }

    @Test
    void aMissingProgramIsNamed() {
        assertThatThrownBy(() -> runner.run(List.of("no-such-program-here"), Duration.ofSeconds(1)))
                .isInstanceOf(ArchtestException.class)
                .hasMessageContaining("Cannot run 'no-such-program-here'");
    }
}
