package io.archtest.junit;

import static io.archtest.model.Architecture.ARM64;
import static io.archtest.model.Architecture.X86_64;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An architecture that is missing is skipped with its reason, or fails where it is required; it never passes. */
class ArchitectureConditionTest {
    @TempDir
    Path folder;

    @BeforeEach
    void onAFreshEngine() {
        FakeHosts.reset(folder);
    }

    @RequiresArchitecture(ARM64)
    static class OnArm {
        @Test
        void test() {}
    }

    @ArchTest(file = FakeHosts.FILE)
    @RequiresArchitecture
    static class WhatTheStackNeeds {
        @Test
        void test() {}
    }

    @ArchTest(file = FakeHosts.FILE, placement = "native")
    static class OneMethod {
        @Test
        @RequiresArchitecture(ARM64)
        void needsArm() {}

        @Test
        @RequiresArchitecture(X86_64)
        void needsTheOther() {}
    }

    @ArchTest(file = FakeHosts.FILE)
    static class WithoutCondition {
        @Test
        void test() {}
    }

    @RequiresArchitecture
    static class WhichOne {
        @Test
        void test() {}
    }

    @Test
    void whatCanRunIsRun() {
        assertThat(Launched.inOneSession(OnArm.class, WhatTheStackNeeds.class, OneMethod.class)
                        .passed())
                .hasSize(4);
    }

    @Test
    void whatCannotRunIsSkippedWithTheReasonAndNothingIsStartedForIt() {
        FakeHosts.cannotRun(ARM64);

        Launched launched = Launched.inOneSession(OnArm.class, WhatTheStackNeeds.class, OneMethod.class);

        assertThat(launched.passed()).containsExactly("ArchitectureConditionTest$OneMethod / needsTheOther()");
        assertThat(launched.failed()).isEmpty();
        assertThat(launched.skipped())
                .hasSize(3)
                .allSatisfy((name, reason) ->
                        assertThat(reason).contains("arm64").contains("no handler for arm64", "archtest setup"));
        assertThat(FakeHosts.starts()).containsExactly("native");
    }

    @Test
    void whatIsRequiredFailsInsteadOfVanishing() {
        FakeHosts.cannotRun(ARM64);

        Launched launched = new Launched()
                .with("archtest.required", "true")
                .run(OnArm.class, WhatTheStackNeeds.class, OneMethod.class);

        assertThat(launched.skipped()).isEmpty();
        assertThat(launched.failed())
                .hasSize(3)
                .allSatisfy((name, failure) -> assertThat(failure)
                        .hasMessageContaining("no handler for arm64")
                        .hasMessageContaining("archtest.required=true"));
    }

    @Test
    void aStackThatCannotRunHereFailsWithTheReasonWhereNoConditionSkipsIt() {
        FakeHosts.cannotRun(ARM64);

        assertThat(Launched.inOneSession(WithoutCondition.class).failure()).contains("no handler for arm64");
    }

    @Test
    void aConditionOnNothingSaysWhatToDo() {
        assertThat(Launched.inOneSession(WhichOne.class).failure()).contains("doesn't say which: give it ARM64");
    }
}
