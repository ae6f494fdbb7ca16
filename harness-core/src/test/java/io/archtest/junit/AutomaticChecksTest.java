package io.archtest.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.ContainerFacts.Health;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

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
                .containsExactly("web is quiet", "web still is", "db stays up and healthy", "web stays up and healthy");
    }

    @Test
    void aCheckThatFailsIsAFailedTestThatSaysWhatWasFound() {
        FakeHosts.engine().whenStarted("component web", container -> {
            container.logs("ERROR: disk on fire");
            container.becomes(Health.HEALTHY, "");
        });

        Launched launched = Launched.inOneSession(Checked.class);

        assertThat(launched.failed().keySet().stream().map(name -> name.replaceFirst(".* / ", "")))
                .containsExactly("web is quiet", "web still is");
        assertThat(launched.failed().values())
                .extracting(Throwable::getMessage)
                .anySatisfy(message -> assertThat(message).contains("found ERROR: disk on fire"));
    }
}
