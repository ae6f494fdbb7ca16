package io.archtest.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.check.ConnectivityResult;
import io.archtest.engine.ContainerFacts.Health;
import io.archtest.model.ComponentName;
import io.archtest.model.Verdict;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/** The checks of a run as dynamic tests; those that need real containers are in {@code ci/samples/junit}. */
class AutomaticChecksTest {
    @TempDir
    Path folder;

    @BeforeEach
    void onAFreshEngine() {
        FakeHosts.reset(folder);
    }

    @ArchTest(file = FakeHosts.FILE, placement = "native")
    static class Checked {
        @TestFactory
        Stream<DynamicNode> everything(AutomaticChecks checks) {
            return Stream.concat(checks.scenario(), checks.health());
        }
    }

    @Test
    void theScenariosChecksAreDynamicTests() {
        Launched launched = Launched.inOneSession(Checked.class);

        assertThat(launched.failed()).isEmpty();
        assertThat(launched.passed().stream().map(name -> name.replaceFirst(".* / ", "")))
                .containsExactly("web still is", "web is quiet", "db stays up and healthy", "web stays up and healthy");
    }

    @Test
    void aCheckThatFailsIsAFailedTestThatSaysWhatWasFound() {
        FakeHosts.engine().whenStarted("component web", container -> {
            container.logs("ERROR: disk on fire");
            container.becomes(Health.HEALTHY, "");
        });

        Launched launched = Launched.inOneSession(Checked.class);

        assertThat(launched.failed().keySet().stream().map(name -> name.replaceFirst(".* / ", "")))
                .containsExactly("web still is", "web is quiet");
        assertThat(launched.failed().values())
                .extracting(Throwable::getMessage)
                .anySatisfy(
                        message -> assertThat(message).contains("found 1 line, the first one 'ERROR: disk on fire'"));
    }

    @ArchTest(file = FakeHosts.FILE, placement = "native")
    static class WithoutExecutables {
        @TestFactory
        Stream<DynamicNode> architecture(AutomaticChecks checks) {
            return checks.architecture();
        }
    }

    @Test
    void aCheckThatCannotBeAskedIsAFailedTestToo() {
        Launched launched = Launched.inOneSession(WithoutExecutables.class);

        assertThat(launched.passed()).isEmpty();
        assertThat(launched.failed()).hasSize(2);
    }

    @Test
    void aConnectionThatDoesNotReachItsPeerFailsWithTheCause() {
        DynamicTest test = AutomaticChecks.connection(new ConnectivityResult(
                ComponentName.of("web"),
                ComponentName.of("db"),
                Optional.of(5432),
                "direct",
                Verdict.FAILED,
                "wrong peer: it arrived at 'other' port [80]",
                0));

        assertThat(test.getDisplayName()).isEqualTo("web reaches db:5432 (direct)");
        assertThatThrownBy(() -> test.getExecutable().execute())
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("wrong peer: it arrived at 'other'");
    }
}
