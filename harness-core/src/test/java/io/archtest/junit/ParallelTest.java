package io.archtest.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JUnit's parallel execution: who is in a stack at the same time. */
class ParallelTest {
    @TempDir
    Path folder;

    @BeforeEach
    void onAFreshEngine() {
        FakeHosts.reset(folder);
    }

    @ArchTest(file = FakeHosts.FILE)
    static class Reader {
        @Test
        void shares(SharedStack stack) {
            Occupation.share(stack);
        }
    }

    @ArchTest(file = FakeHosts.FILE)
    static class SecondReader extends Reader {}

    @ArchTest(file = FakeHosts.FILE)
    static class Destroyer {
        @Test
        @Destructive
        void isAlone(SharedStack stack) {
            Occupation.alone(stack);
        }

        @Test
        @Destructive
        void isAloneAgain(SharedStack stack) {
            Occupation.alone(stack);
        }
    }

    @Test
    void inParallelReadersMeet() {
        // nobody who wants to be alone: one that waits for that keeps further readers out, whoever came first
        Occupation.expectReaders(2);

        Launched launched = inParallel(Reader.class, SecondReader.class);

        assertThat(launched.failed()).isEmpty();
        assertThat(launched.passed()).hasSize(2);
        assertThat(Occupation.offences()).isEqualTo(List.of());
        assertThat(FakeHosts.starts()).containsExactly("default");
    }

    @Test
    void destructiveTestsAreAlone() {
        Occupation.expectReaders(0);

        Launched launched = inParallel(Reader.class, SecondReader.class, Destroyer.class);

        assertThat(launched.failed()).isEmpty();
        assertThat(launched.passed()).hasSize(4);
        assertThat(Occupation.offences()).isEqualTo(List.of());
        assertThat(FakeHosts.starts()).containsExactly("default");
    }

    private static Launched inParallel(Class<?>... classes) {
        return new Launched()
                .with("junit.jupiter.execution.parallel.enabled", "true")
                .with("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .with("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .with("junit.jupiter.execution.parallel.config.fixed.parallelism", "6")
                .run(classes);
    }
}
