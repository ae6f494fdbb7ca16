package io.archtest.junit;

import static io.archtest.model.Architecture.ARM64;
import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.environment.Environment;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each wrong use is one sentence that says what to do, before anything is started. */
class MisuseTest {
    @TempDir
    Path folder;

    @BeforeEach
    void onAFreshEngine() {
        FakeHosts.reset(folder);
    }

    @ArchTest
    static class NoStack extends Empty {}

    @ArchTest(scenario = "cross-arch-nginx", file = "compose.yaml")
    static class TwoStacks extends Empty {}

    @ArchTest(scenario = "mastodon-stak")
    static class UnknownScenario extends Empty {}

    @ArchTest(file = "nosuch.yaml")
    static class NoFile extends Empty {}

    @ArchTest(file = FakeHosts.FILE, placement = "sideways")
    static class UnknownPlacement extends Empty {}

    @ArchTest(file = FakeHosts.FILE, place = "wbe=arm64")
    static class UnknownPlace extends Empty {}

    @ArchTest(file = FakeHosts.FILE, place = "web")
    static class HalfAPlace extends Empty {}

    @ArchTest(file = FakeHosts.FILE, images = "nope")
    static class UnknownImages extends Empty {}

    @ArchTest(file = FakeHosts.FILE, placement = "flip")
    @OnBothArchitectures
    static class PlacedTwice extends Empty {}

    @ArchTest(file = FakeHosts.FILE)
    @OnBothArchitectures
    @OnArchitecture(ARM64)
    static class OneAndBoth extends Empty {}

    @ArchTest(file = FakeHosts.FILE, place = "web=arm64")
    @OnArchitecture(ARM64)
    static class PlacedAndOne extends Empty {}

    @ArchTest(file = FakeHosts.FILE)
    @EachPlacement({})
    static class NoPlacement extends Empty {}

    @OnBothArchitectures
    static class BothOfWhat extends Empty {}

    @ArchTest(file = FakeHosts.FILE)
    static class UnknownComponent {
        @Test
        void test(@Called("wbe") ComponentUnderTest any) {
            throw new AssertionError("must not run");
        }
    }

    @ArchTest(file = FakeHosts.FILE)
    static class UselessOn {
        @Test
        void test(@On(ARM64) String any) {
            throw new AssertionError("must not run");
        }
    }

    @ArchTest(file = FakeHosts.FILE)
    static class TestAndTemplate {
        @Test
        @OnBothArchitectures
        void test() {}
    }

    @ArchTest(file = FakeHosts.FILE)
    @EachPlacement
    static class TemplateInTemplate {
        @OnBothArchitectures
        void test() {}
    }

    @ArchTest(file = FakeHosts.FILE)
    @OnBothArchitectures
    static class OnceForBoth {
        @BeforeAll
        static void once(Environment environment) {}

        @Test
        void test() {}
    }

    static class Empty {
        @Test
        void test() {
            throw new AssertionError("must not run");
        }
    }

    static Stream<Arguments> misuses() {
        return Stream.of(
                Arguments.of(NoStack.class, "it names no stack: give scenario ="),
                Arguments.of(
                        TwoStacks.class,
                        "it names two stacks, scenario = \"cross-arch-nginx\" and file = \"compose.yaml\""),
                Arguments.of(UnknownScenario.class, "No scenario 'mastodon-stak'"),
                Arguments.of(NoFile.class, "No file 'nosuch.yaml' (looked for /"),
                Arguments.of(UnknownPlacement.class, "Unknown placement 'sideways'"),
                Arguments.of(UnknownPlace.class, "No component 'wbe'"),
                Arguments.of(HalfAPlace.class, "its 'place' takes NAME=VALUE; found 'web'"),
                Arguments.of(UnknownImages.class, "Unknown image source 'nope'"),
                Arguments.of(PlacedTwice.class, "placement = \"flip\" and @OnBothArchitectures contradict each other"),
                Arguments.of(OneAndBoth.class, "@OnBothArchitectures and @OnArchitecture contradict each other"),
                Arguments.of(PlacedAndOne.class, "place moves single components, and @OnArchitecture puts all on one"),
                Arguments.of(NoPlacement.class, "@EachPlacement names no placement"),
                Arguments.of(BothOfWhat.class, "is marked @OnBothArchitectures, and names no stack: mark it @ArchTest"),
                Arguments.of(
                        UnknownComponent.class,
                        "No component 'wbe' in scenario 'junit'; known: db, web. Did you mean 'web'?"),
                Arguments.of(UselessOn.class, "@On on a String of test says nothing"),
                Arguments.of(TestAndTemplate.class, "stands in place of @Test: remove @Test"),
                Arguments.of(TemplateInTemplate.class, "contradicts the class, which runs on several stacks"),
                Arguments.of(OnceForBoth.class, "once runs once for all stacks of the class"));
    }

    @ParameterizedTest
    @MethodSource("misuses")
    void isOneSentenceAndNothingIsStarted(Class<?> misused, String sentence) {
        Launched launched = Launched.inOneSession(misused);

        assertThat(launched.passed()).isEmpty();
        assertThat(launched.failure()).contains(sentence);
        assertThat(launched.failure().lines()).hasSize(1);
        assertThat(FakeHosts.starts()).isEmpty();
    }

    @Test
    void theKnownScenarioThatIsNearIsSuggested() {
        assertThat(Suggestion.of("mastodon-stak", List.of("mail-relay", "mastodon-stack")))
                .isEqualTo(". Did you mean 'mastodon-stack'?");
        assertThat(Suggestion.of("postgres", List.of("web", "db"))).isEmpty();
    }
}
