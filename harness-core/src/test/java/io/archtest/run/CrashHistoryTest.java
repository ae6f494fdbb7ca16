package io.archtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.cause.Crash;
import io.archtest.cause.EmulatorFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of earlier runs counts when a crash is laid at the emulator's door. */
class CrashHistoryTest {
    @TempDir
    private Path folder;

    private CrashHistory history;

    @BeforeEach
    void begin() {
        history = new CrashHistory(folder.resolve("crashes"));
    }

    @Test
    void crashesOfEarlierRunsOfTheSameContentAreKnownTheOldestFirst() throws IOException {
        history.add("content", "r1", List.of(crash("db", "sha256:1")));

        List<EmulatorFault.Failure> known =
                new CrashHistory(folder.resolve("crashes")).add("content", "r2", List.of(crash("web", "sha256:2")));

        assertThat(known).extracting(EmulatorFault.Failure::run).containsExactly("r1", "r2");
        assertThat(EmulatorFault.tell(known)).isPresent();
    }

    @Test
    void thoseOfAnotherContentAreNot() throws IOException {
        history.add("content", "r1", List.of(crash("db", "sha256:1")));

        assertThat(history.add("other", "r2", List.of(crash("web", "sha256:2"))))
                .extracting(EmulatorFault.Failure::run)
                .containsExactly("r2");
    }

    /** A defect of the product that was mended meanwhile must not look like one that moves. */
    @Test
    void thoseOfAnEarlierImageDoNotCount() throws IOException {
        history.add("content", "r1", List.of(crash("db", "sha256:old")));
        history.add("content", "r2", List.of(crash("db", "sha256:new"), crash("web", "sha256:2")));

        List<EmulatorFault.Failure> known = history.add("content", "r3", List.of(crash("web", "sha256:2")));

        assertThat(known)
                .extracting(failure -> failure.run() + " " + failure.crash().component())
                .containsExactly("r2 db", "r2 web", "r3 web");
        assertThat(EmulatorFault.tell(known)).isEmpty();
    }

    @Test
    void aDamagedFileCountsAsNoneAndIsReplaced() throws IOException {
        history.add("content", "r1", List.of(crash("db", "sha256:1")));
        Files.writeString(folder.resolve("crashes/content.json"), "[{");

        assertThat(history.add("content", "r2", List.of(crash("web", "sha256:2"))))
                .extracting(EmulatorFault.Failure::run)
                .containsExactly("r2");
        assertThat(history.add("content", "r3", List.of())).hasSize(1);
    }

    private static Crash crash(String component, String image) {
        return new Crash(component, true, 11, image, "exit code 139");
    }
}
