package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Output that goes nowhere: what is lost on a full disk is said, what nobody wants to read isn't. */
class LostOutputTest {
    private static final Path FULL = Path.of("/dev/full");

    private final StringWriter err = new StringWriter();

    @Test
    void whatAFullDiskDoesNotTakeIsNoSuccess() throws IOException {
        assumeThat(FULL).as("Linux has it").exists();
        for (String command : new String[] {"schema", "list"}) {
            try (OutputStream full = new FileOutputStream(FULL.toFile())) {
                assertThat(run(full, command)).as(command).isEqualTo(ExitCode.NOT_STARTED);
            }
        }
        assertThat(err.toString()).contains("archtest: standard output is not whole: No space left on device");
    }

    @Test
    void whatFailsOtherwiseKeepsItsExitCode() throws IOException {
        assumeThat(FULL).as("Linux has it").exists();
        try (OutputStream full = new FileOutputStream(FULL.toFile())) {
            assertThat(run(full, "lint", "/no/such/file")).isEqualTo(ExitCode.USAGE);
        }
    }

    @Test
    void aReaderThatHasSeenEnoughIsNoFailure() throws IOException {
        Process reader = new ProcessBuilder("sh", "-c", "exec <&-; echo closed; exec sleep 60").start();
        try {
            assertThat(reader.inputReader().readLine()).isEqualTo("closed");
            assertThat(run(reader.getOutputStream(), "schema")).isEqualTo(ExitCode.PASSED);
        } finally {
            reader.destroyForcibly();
        }
        assertThat(err.toString()).isEmpty();
    }

    private int run(OutputStream out, String... arguments) {
        return Main.run(out, new PrintWriter(err, true), Map.of(), false, arguments);
    }
}
