package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.archtest.junit.ArchTest;
import io.archtest.junit.ComponentUnderTest;
import io.archtest.junit.RequiresArchitecture;
import org.junit.jupiter.api.Test;

/** A stack whose parts run on different architectures: nginx on x86_64, its client on arm64. */
@ArchTest(scenario = "cross-arch-nginx")
@RequiresArchitecture
class FrontPageTest {
    @Test
    void theTestReachesTheServer(ComponentUnderTest nginx) throws Exception {
        assertTrue(Web.page(nginx).contains("served on x86_64"));
    }

    @Test
    void theOtherArchitectureReachesItByItsNameInTheStack(ComponentUnderTest client, ComponentUnderTest nginx) {
        assertEquals("aarch64", client.exec("uname", "-m").output().strip());
        assertTrue(client.exec("curl", "-sS", "http://" + nginx.address())
                .output()
                .contains("served on x86_64"));
    }
}
