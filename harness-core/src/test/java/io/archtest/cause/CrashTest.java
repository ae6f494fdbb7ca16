package io.archtest.cause;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.ContainerFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrashTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            132 | true  | x                                                                     | true
            134 | true  | x                                                                     | true
            139 | true  | x                                                                     | true
            139 | false | x                                                                     | false
            132 | false | qemu: uncaught target signal 11 (Segmentation fault) - core dumped    | false
            1   | true  | qemu: uncaught target signal 11 (Segmentation fault) - core dumped    | true
            1   | true  | qemu: uncaught target signal 4 (Illegal instruction) - core dumped    | true
            1   | true  | qemu: uncaught target signal 15 (Terminated)                           | false
            1   | true  | qemu: Unsupported syscall: 435                                        | false
            0   | true  | qemu: uncaught target signal 11 (Segmentation fault) - core dumped    | false
            137 | true  | Killed                                                                | false
            1   | true  | connection refused                                                    | false
            126 | true  | exec format error                                                     | false
            """)
    void onlyACrashOfTheEmulatorIsOne(int exitCode, boolean emulated, String log, boolean crash) {
        assertThat(emulatorCrash(ended(exitCode, false), List.of(log), emulated))
                .isEqualTo(crash);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void whatTheKernelKilledForMemoryIsNone(boolean emulated) {
        assertThat(emulatorCrash(ended(137, true), List.of("qemu: uncaught target signal 11"), emulated))
                .isFalse();
    }

    private static boolean emulatorCrash(ContainerFacts facts, List<String> log, boolean emulated) {
        return Crash.of("web", Symptoms.of(facts, log, emulated))
                .filter(Crash::emulated)
                .isPresent();
    }

    private static ContainerFacts ended(int exitCode, boolean outOfMemory) {
        return new ContainerFacts(
                "id",
                "web",
                ContainerFacts.State.EXITED,
                exitCode,
                outOfMemory,
                "",
                ContainerFacts.Health.NONE,
                "",
                0,
                Optional.empty(),
                Optional.empty(),
                "image",
                List.of(),
                "",
                Map.of(),
                Map.of());
    }
}
