package com.example;

import io.archtest.junit.ArchTest;
import io.archtest.junit.AutomaticChecks;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** All that {@code archtest run} asks, as tests. */
@ArchTest(scenario = "cross-arch-nginx")
class AutomaticChecksTest {
    @TestFactory
    Stream<DynamicNode> theStackIsWhatItClaimsToBe(AutomaticChecks checks) {
        return checks.all();
    }
}
