package io.archtest.junit;

import static io.archtest.model.Architecture.ARM64;
import static io.archtest.model.Architecture.X86_64;
import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.check.SystemUnderTest;
import io.archtest.engine.Engine;
import io.archtest.environment.Environment;
import io.archtest.model.ComponentName;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherFactory;

/** What classes get, and how often a stack is started for it; on an engine in memory. */
class ArchTestExtensionTest {
    @TempDir
    Path folder;

    @BeforeEach
    void onAFreshEngine() {
        FakeHosts.reset(folder);
    }

    @ArchTest(file = FakeHosts.FILE)
    static class One {
        @Test
        void hasBothComponents(Environment environment) {
            assertThat(environment.components()).hasSize(2);
            assertThat(environment.placement().of(ComponentName.of("db"))).isEqualTo(ARM64);
        }
    }

    @ArchTest(file = FakeHosts.FILE)
    static class Other {
        private final ComponentUnderTest web;

        Other(@Called("web") ComponentUnderTest component) {
            web = component;
        }

        @BeforeAll
        static void inStaticMethods(SharedStack stack) {
            assertThat(stack.environment().components()).hasSize(2);
        }

        @Test
        void isGivenWhatItNamesByType(ComponentUnderTest db, Engine engine, SystemUnderTest system) {
            assertThat(web.requestedArchitecture()).isEqualTo(X86_64);
            assertThat(web.address()).isEqualTo("web:3000");
            assertThat(web.endpoint().host()).isEqualTo("127.0.0.1");
            assertThat(web.endpoint(3000).port())
                    .isEqualTo(system.endpoint("web", 3000).port());
            assertThat(web.exec("status").output()).isEqualTo("fine");
            assertThat(db.slowness()).isGreaterThan(1);
            assertThat(engine).isSameAs(web.engine());
        }

        @Nested
        class Inside {
            @Test
            void sharesItToo(Environment environment) {
                assertThat(environment.component(ComponentName.of("web")).containerId())
                        .isEqualTo(web.running().containerId());
            }
        }
    }

    @Test
    void classesThatAskForTheSameShareOneStartAndItIsGoneAfterTheSession() {
        Launched launched = Launched.inOneSession(One.class, Other.class);

        assertThat(launched.failed()).isEmpty();
        assertThat(launched.passed()).hasSize(3);
        assertThat(FakeHosts.starts()).containsExactly("default");
        assertThat(FakeHosts.engine().containers()).isEmpty();
    }

    @Test
    void aSecondExecutionInTheSessionSharesItAsWell() {
        Launched launched = new Launched();
        try (LauncherSession session = LauncherFactory.openSession()) {
            launched.run(session, One.class).run(session, One.class);
            assertThat(FakeHosts.engine().containers()).isNotEmpty();
        }

        assertThat(launched.passed()).hasSize(2);
        assertThat(FakeHosts.starts()).containsExactly("default");
        assertThat(FakeHosts.engine().containers()).isEmpty();
    }

    @OnBothArchitectures
    @ArchTest(file = FakeHosts.FILE)
    static class Both {
        private final Environment environment;

        Both(Environment environment) {
            this.environment = environment;
        }

        @Test
        void runsOnOne(ComponentUnderTest web, ComponentUnderTest db) {
            assertThat(web.requestedArchitecture()).isEqualTo(db.requestedArchitecture());
            assertThat(environment.placement().architectures()).containsExactly(web.requestedArchitecture());
        }

        @Nested
        class Inside {
            @Test
            void isOnTheSame(SharedStack stack) {
                assertThat(stack.environment().runId()).isEqualTo(environment.runId());
            }
        }
    }

    @Test
    void aClassRunsOnBothArchitectures() {
        Launched launched = Launched.inOneSession(Both.class);

        assertThat(launched.failed()).isEmpty();
        assertThat(launched.passed())
                .contains(
                        "ArchTestExtensionTest$Both / arm64 / runsOnOne(ComponentUnderTest, ComponentUnderTest)",
                        "ArchTestExtensionTest$Both / x86_64 / runsOnOne(ComponentUnderTest, ComponentUnderTest)")
                .hasSize(4);
        assertThat(FakeHosts.starts()).containsExactlyInAnyOrder("arm64", "x86_64");
    }

    @OnBothArchitectures
    @ArchTest(file = FakeHosts.FILE)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OneInstanceForBoth {
        private final Environment environment;

        OneInstanceForBoth(Environment environment) {
            this.environment = environment;
        }

        @Test
        void isOnTheSame(SharedStack stack) {
            assertThat(stack.environment().runId()).isEqualTo(environment.runId());
        }
    }

    @Test
    void anInstanceForAllArchitecturesIsRefusedAStackOfAnyOfThem() {
        Launched launched = Launched.inOneSession(OneInstanceForBoth.class);

        assertThat(launched.passed()).isEmpty();
        assertThat(launched.failed())
                .isNotEmpty()
                .allSatisfy((name, failure) ->
                        assertThat(failure).hasMessageContaining("made once for all of them (Lifecycle.PER_CLASS)"));
        assertThat(FakeHosts.starts()).doesNotContain("default");
    }

    @EachPlacement({"default", "flip", "native"})
    @ArchTest(file = FakeHosts.FILE)
    static class Each {
        @Test
        void isPlaced(Environment environment) {
            boolean emulated = environment.placement().of(ComponentName.of("db")) == ARM64;
            assertThat(environment.placement().name()).isEqualTo(emulated ? "default" : name(environment));
        }

        private static String name(Environment environment) {
            return environment.placement().of(ComponentName.of("web")) == ARM64 ? "flip" : "native";
        }
    }

    @ArchTest(file = FakeHosts.FILE)
    static class Methods {
        @OnBothArchitectures
        void onBoth(ComponentUnderTest web, Environment environment) {
            assertThat(environment.placement().architectures()).containsExactly(web.requestedArchitecture());
        }

        @EachPlacement
        void onEach(Environment environment) {
            assertThat(environment.placement().architectures()).hasSize(2);
        }

        @Test
        @OnArchitecture(ARM64)
        void onOne(Environment environment) {
            assertThat(environment.placement().architectures()).containsExactly(ARM64);
        }

        @Test
        void onItsOwn(Environment environment) {
            assertThat(environment.placement().name()).isEqualTo("default");
        }
    }

    @Test
    void classesAndMethodsRunOncePerPlacement() {
        Launched launched = Launched.inOneSession(Each.class, Methods.class);

        assertThat(launched.failed()).isEmpty();
        assertThat(launched.passed())
                .contains(
                        "ArchTestExtensionTest$Each / flip / isPlaced(Environment)",
                        "ArchTestExtensionTest$Methods / onBoth(ComponentUnderTest, Environment) / arm64",
                        "ArchTestExtensionTest$Methods / onEach(Environment) / default")
                .hasSize(9);
        assertThat(FakeHosts.starts()).containsExactlyInAnyOrder("default", "flip", "native", "arm64", "x86_64");
    }

    @ArchTest(file = FakeHosts.FILE)
    static class Comparing {
        @Test
        void bothAnswerTheSame(@On(ARM64) Environment arm64, @On(X86_64) ComponentUnderTest web) {
            assertThat(arm64.placement().architectures()).containsExactly(ARM64);
            assertThat(web.requestedArchitecture()).isEqualTo(X86_64);
        }
    }

    @Test
    void oneMethodComparesBothAndNoStackIsStartedThatNobodyNamed() {
        Launched launched = Launched.inOneSession(Comparing.class);

        assertThat(launched.failed()).isEmpty();
        assertThat(FakeHosts.starts()).containsExactlyInAnyOrder("arm64", "x86_64");
    }

    @ArchTest(file = FakeHosts.FILE)
    static class OnlyElsewhere {
        @OnBothArchitectures
        void onBoth(Environment environment) {}

        @Test
        @OnArchitecture(X86_64)
        void onOne(Environment environment) {}
    }

    @Test
    void aClassWhoseMethodsAllSayWhereTheyRunHasNoStackOfItsOwn() {
        assertThat(Launched.inOneSession(OnlyElsewhere.class).failed()).isEmpty();
        assertThat(FakeHosts.starts()).containsExactlyInAnyOrder("arm64", "x86_64");
    }

    static class Static {
        @Test
        void reachesIt() {
            assertThat(SharedStack.of(One.class).component("web").endpoint().port())
                    .isPositive();
            assertThat(SharedStack.of(Both.class, ARM64).placement().name()).isEqualTo("arm64");
        }
    }

    @Test
    void whatStaticCodeStartedBeforeJUnitIsTakenOverByTheSessionAndClosedByIt() {
        System.setProperty(OpenStacks.FACTORY, FakeHosts.class.getName());
        try {
            SharedStack early = SharedStack.of(One.class);
            assertThat(early.environment().components()).hasSize(2);
        } finally {
            System.clearProperty(OpenStacks.FACTORY);
        }

        assertThat(Launched.inOneSession(One.class).failed()).isEmpty();
        assertThat(FakeHosts.starts()).containsExactly("default");
        assertThat(FakeHosts.engine().containers()).isEmpty();
    }

    @Test
    void staticCodeSharesTheStackOfTheTests() {
        Launched launched = Launched.inOneSession(One.class, Static.class);

        assertThat(launched.failed()).isEmpty();
        assertThat(FakeHosts.starts()).containsExactlyInAnyOrder("default", "arm64");
        assertThat(FakeHosts.engine().containers()).isEmpty();
    }
}
