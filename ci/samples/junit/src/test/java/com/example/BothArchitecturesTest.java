package com.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.archtest.junit.ArchTest;
import io.archtest.junit.ComponentUnderTest;
import io.archtest.junit.OnBothArchitectures;
import org.junit.jupiter.api.Test;

/** The least that a test on both architectures needs. */
@ArchTest(scenario = "cross-arch-nginx")
@OnBothArchitectures
class BothArchitecturesTest {
    @Test
    void thePageIsServed(ComponentUnderTest nginx) throws Exception {
        assertTrue(Web.page(nginx)
                .contains("served on " + nginx.requestedArchitecture().machine()));
    }
}
