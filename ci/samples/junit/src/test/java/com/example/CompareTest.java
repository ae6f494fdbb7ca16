package com.example;

import static io.archtest.model.Architecture.ARM64;
import static io.archtest.model.Architecture.X86_64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.archtest.junit.ArchTest;
import io.archtest.junit.Called;
import io.archtest.junit.ComponentUnderTest;
import io.archtest.junit.Destructive;
import io.archtest.junit.On;
import io.archtest.junit.OnArchitecture;
import io.archtest.junit.OnBothArchitectures;
import io.archtest.junit.SharedStack;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two architectures in one method, one method on each, and a test that needs a stack to itself. */
@ArchTest(scenario = "cross-arch-nginx")
class CompareTest {
    @Test
    void theSameVersionRunsOnBoth(
            @On(ARM64) @Called("nginx") ComponentUnderTest arm64, @On(X86_64) @Called("nginx") ComponentUnderTest x86) {
        assertEquals(x86.exec("nginx", "-v").errorOutput(), arm64.exec("nginx", "-v").errorOutput());
        assertNotEquals(x86.exec("uname", "-m").output(), arm64.exec("uname", "-m").output());
    }

    @OnBothArchitectures
    void oneMethodRunsOnEach(ComponentUnderTest nginx) throws Exception {
        assertTrue(Web.page(nginx)
                .contains("served on " + nginx.requestedArchitecture().machine()));
    }

    @Test
    @Destructive
    @OnArchitecture(X86_64)
    void theServerComesBackAfterAnOutage(SharedStack stack, ComponentUnderTest nginx) throws Exception {
        int exitCode = stack.environment()
                .without(List.of(nginx.running().name()), () -> stack.component("client")
                        .exec("curl", "-sS", "--max-time", "5", "http://" + nginx.address())
                        .exitCode());
        assertNotEquals(0, exitCode);
        Web.page(nginx);
    }
}
