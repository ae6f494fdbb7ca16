package io.archtest.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.model.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinfmtHandlerTest {
    @TempDir
    Path folder;

    private Path program;
    private Path entry;

    @BeforeEach
    void aHandler() throws IOException {
        program = Files.writeString(folder.resolve("qemu"), "one");
        entry = Files.createDirectory(folder.resolve("binfmt_misc")).resolve("qemu-aarch64");
        register("enabled", "PF");
    }

    @Test
    void anotherProgramOrOtherFlagsAreAnotherEmulator() throws IOException {
        Optional<String> first = identity(Architecture.ARM64);
        assertThat(first).isPresent().isEqualTo(identity(Architecture.ARM64));
        register("enabled", "F");
        Optional<String> flags = identity(Architecture.ARM64);
        Files.writeString(program, "two");
        assertThat(flags).isPresent().isNotEqualTo(first);
        assertThat(identity(Architecture.ARM64)).isPresent().isNotEqualTo(flags);
    }

    @Test
    void oneThatIsOfAnotherArchitectureOrDisabledOrGoneIsNone() throws IOException {
        assertThat(identity(Architecture.X86_64)).isEmpty();
        register("disabled", "PF");
        assertThat(identity(Architecture.ARM64)).isEmpty();
        register("enabled", "PF");
        Files.delete(program);
        assertThat(identity(Architecture.ARM64)).isEmpty();
    }

    private void register(String state, String flags) throws IOException {
        Files.writeString(
                entry,
                "%s\ninterpreter %s\nflags: %s\noffset 0\nmagic 7f454c460201010000000000000000000200b700\n"
                        .formatted(state, program, flags));
    }

    private Optional<String> identity(Architecture architecture) {
        return new BinfmtHandler(entry.getParent()).identity(architecture);
    }
}
