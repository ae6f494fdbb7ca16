package io.archtest.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes and methods that run on a cover: as many stacks as it has placements. */
class CoverTest {
    @TempDir
    Path folder;

    @BeforeEach
    void onAFreshEngine() {
        FakeHosts.reset(folder);
    }

    @EachPlacement("cover")
    @ArchTest(file = FakeHosts.FILE)
    static class OnEach {
        @Test
        void runs(SharedStack stack) {
            assertThat(stack.placement().name()).startsWith("cover-");
        }
    }

    @ArchTest(file = FakeHosts.FILE)
    static class WithAMethodOnEach {
        @EachPlacement({"flip", "cover"})
        void runs(ComponentUnderTest web) {
            assertThat(web.exec("status").output()).isEqualTo("fine");
        }
    }

    @ArchTest(file = FakeHosts.FILE, placement = "cover")
    static class OnWhichOne {
        @Test
        void runs() {}
    }

    @Test
    void aClassRunsOncePerPlacementOfTheCover() {
        Launched launched = Launched.inOneSession(OnEach.class);

        assertThat(launched.failed()).isEmpty();
        assertThat(launched.passed())
                .containsExactly(
                        "CoverTest$OnEach / cover-1 / runs(SharedStack)",
                        "CoverTest$OnEach / cover-2 / runs(SharedStack)",
                        "CoverTest$OnEach / cover-3 / runs(SharedStack)",
                        "CoverTest$OnEach / cover-4 / runs(SharedStack)");
        assertThat(FakeHosts.starts()).containsExactlyInAnyOrder("cover-1", "cover-2", "cover-3", "cover-4");
    }

    @Test
    void soDoesAMethodBesideOtherPlacements() {
        Launched launched = Launched.inOneSession(WithAMethodOnEach.class);

        assertThat(launched.failed()).isEmpty();
        assertThat(launched.passed()).hasSize(5);
        assertThat(FakeHosts.starts()).hasSize(5).contains("flip", "cover-4");
    }

    @Test
    void oneStackOnAllOfThemIsRefused() {
        Launched launched = Launched.inOneSession(OnWhichOne.class);

        assertThat(launched.failed())
                .hasSize(1)
                .allSatisfy(
                        (name, failure) -> assertThat(failure)
                                .hasMessageContaining(
                                        "placement 'cover' is 4 placements: run the class on each of them by @EachPlacement(\"cover\")"));
        assertThat(FakeHosts.starts()).isEmpty();
    }
}
