package io.archtest.junit;

import static io.archtest.model.Architecture.ARM64;
import static io.archtest.model.Architecture.X86_64;
import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.environment.Environment;
import io.archtest.environment.StartupException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherFactory;
import org.opentest4j.AssertionFailedError;

/** What is said when a start or a test fails; the faults are planted in an engine in memory. */
class FailureReportTest {
    @TempDir
    Path folder;

    @BeforeEach
    void onAFreshEngine() {
        FakeHosts.reset(folder);
    }

    @ArchTest(file = FakeHosts.FILE)
    static class First {
        @Test
        void test() {}
    }

    @ArchTest(file = FakeHosts.FILE)
    static class Second {
        @Test
        void test(Environment environment) {}
    }

    @Test
    void aFailedStartFailsAllClassesWithTheSameCauseAfterOneAttempt() throws IOException {
        FakeHosts.engine().whenStarted("component web", container -> {
            container.logs("could not translate host name \"pg\" to address: Name or service not known");
            container.exit(1);
        });

        Launched launched = new Launched();
        try (LauncherSession session = LauncherFactory.openSession()) {
            launched.run(session, First.class, Second.class);
            assertThat(FakeHosts.engine().containers())
                    .as("before the session's end")
                    .isEmpty();
        }

        assertThat(launched.passed()).isEmpty();
        assertThat(launched.failed().values())
                .hasSize(2)
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOf(StackNotStartedException.class)
                        .hasCauseInstanceOf(StartupException.class)
                        .hasMessageContaining("'web' (example/web:1) ended with exit code 1 before it was ready")
                        .hasMessageContaining("name not resolved"))
                .extracting(Throwable::getMessage)
                .containsOnly(launched.failed().values().iterator().next().getMessage());
        assertThat(FakeHosts.starts()).containsExactly("default");
        assertThat(launched.published()).hasSize(1);
        assertThat(files(launched.published().get(0))).contains("web.log", "web.inspect.json");
    }

    @Test
    void aFailedStartTellsNoSecret() {
        AtomicReference<String> password = new AtomicReference<>("");
        FakeHosts.engine().whenStarted("component db", container -> {
            password.set(container.spec().process().environment().get("PASSWORD"));
            container.logs("FATAL: no role for password " + password.get());
            container.exit(1);
        });

        Throwable failure =
                Launched.inOneSession(First.class).failed().values().iterator().next();

        StringWriter all = new StringWriter();
        failure.printStackTrace(new PrintWriter(all));
        assertThat(password.get()).hasSize(32);
        assertThat(all.toString()).contains("no role for password [secret]").doesNotContain(password.get());
    }

    @ArchTest(file = FakeHosts.FILE)
    static class Dying {
        @Test
        void test(ComponentUnderTest web, SharedStack stack) {
            String secret = stack.environment().scenario().secrets().get("DB_PASS");
            FakeHosts.engine().container("component web").logs("connecting with " + secret);
            FakeHosts.engine().container("component web").runOutOfMemory();
            Assertions.assertEquals("200", "503");
        }
    }

    @Test
    void theComponentThatDiedIsNamedBeforeTheAssertionThatItCaused() throws IOException {
        Launched launched = Launched.inOneSession(Dying.class);

        Throwable failure = launched.failed().values().iterator().next();
        assertThat(failure.getMessage())
                .startsWith("component 'web' of stack")
                .contains("ran out of memory")
                .contains("expected: <200> but was: <503>");
        assertThat(failure).isInstanceOfSatisfying(AssertionFailedError.class, error -> {
            assertThat(error.getExpected().getStringRepresentation()).isEqualTo("200");
            assertThat(error.getActual().getStringRepresentation()).isEqualTo("503");
        });
        Path published = launched.published().get(0);
        assertThat(files(published)).contains("db.log", "web.log", "web.inspect.json", "relay-web.log");
        assertThat(published.resolve("web.log")).content().contains("connecting with [secret]");
    }

    @ArchTest(file = FakeHosts.FILE)
    static class Failing {
        @Test
        void fails(@On(ARM64) Environment arm64, @On(X86_64) Environment other) {
            throw new IllegalStateException("of its own making");
        }

        @Test
        void isAborted() {
            Assumptions.abort("not today");
        }
    }

    @Test
    void aFailureWhoseComponentsAreWellStaysAsItIsAndNamesItsStacks() {
        Launched launched = Launched.inOneSession(Failing.class);

        Throwable failure = launched.failed().get("FailureReportTest$Failing / fails(Environment, Environment)");
        assertThat(failure).isInstanceOf(IllegalStateException.class).hasMessage("of its own making");
        assertThat(failure.getSuppressed())
                .singleElement()
                .asString()
                .contains("on placement arm64", "on placement x86_64", "archtest-arm64-");
        assertThat(launched.published()).hasSize(2);
        assertThat(launched.failed().get("FailureReportTest$Failing / isAborted()"))
                .hasMessageContaining("not today");
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
