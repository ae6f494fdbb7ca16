package io.archtest.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.environment.Environment;
import io.archtest.run.KeptStack;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes that use a stack which {@code archtest up} left running, and what they must not do to it. */
class AttachedStackTest {
    @TempDir
    Path folder;

    @BeforeEach
    void onAFreshEngine() {
        FakeHosts.reset(folder);
    }

    @ArchTest(file = FakeHosts.FILE)
    static class UsesIt {
        @Test
        void seesIt(Environment environment, ComponentUnderTest web, SharedStack stack) {
            assertThat(environment.components()).hasSize(2);
            assertThat(web.exec("status").output()).isEqualTo("fine");
            assertThat(stack.toString()).contains("run ");
        }
    }

    @ArchTest(file = FakeHosts.FILE, placement = "flip")
    static class WantsAnother {
        @Test
        void hasItsOwn(Environment environment) {
            assertThat(environment.placement().name()).isEqualTo("flip");
        }
    }

    @Test
    void aStackThatIsUpIsUsedAndStays() {
        KeptStack stack = FakeHosts.keep();
        List<String> before = containers();

        Launched launched = Launched.inOneSession(UsesIt.class);

        assertThat(launched.failed()).isEmpty();
        assertThat(launched.passed()).hasSize(1);
        assertThat(FakeHosts.starts()).as("started by the tests").isEmpty();
        assertThat(containers()).isEqualTo(before).allMatch(name -> name.contains(stack.runId()));
    }

    @Test
    void oneOfAnotherPlacementIsLeftAlone() {
        FakeHosts.keep();
        List<String> before = containers();

        Launched launched = Launched.inOneSession(WantsAnother.class);

        assertThat(launched.failed()).isEmpty();
        assertThat(FakeHosts.starts()).containsExactly("flip");
        assertThat(containers()).isEqualTo(before);
    }

    @Test
    void oneThatIsBrokenFailsTheClassAndSaysWhatToDo() {
        FakeHosts.keep();
        FakeHosts.engine().container("component web").exit(3);

        Launched launched = Launched.inOneSession(UsesIt.class);

        assertThat(launched.failed())
                .hasSize(1)
                .allSatisfy((name, failure) -> assertThat(failure)
                        .hasMessageContaining("'web' of the stack that was left running has ended meanwhile")
                        .hasMessageContaining("archtest down"));
    }

    private static List<String> containers() {
        return FakeHosts.engine().containers().stream()
                .map(container -> container.spec().name())
                .sorted()
                .toList();
    }
}
