package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.DockerClient;
import io.archtest.check.SystemUnderTest;
import io.archtest.environment.Environment;
import io.archtest.junit.ArchTest;
import io.archtest.junit.Called;
import io.archtest.junit.ComponentUnderTest;
import io.archtest.junit.SharedStack;
import io.archtest.model.Architecture;
import org.junit.jupiter.api.Test;

/** Asks for the same as {@link FrontPageTest}, and so gets the same stack. */
@ArchTest(scenario = "cross-arch-nginx")
class SameStackTest {
    private final Environment environment;

    SameStackTest(Environment environment) {
        this.environment = environment;
    }

    @Test
    void bothClassesShareOneRun() {
        assertEquals(
                SharedStack.of(FrontPageTest.class).environment().runId(), environment.runId());
    }

    @Test
    void dockerJavaIsThereForWhatArchtestHasNoWordFor(DockerClient docker, @Called("nginx") ComponentUnderTest server) {
        String id = server.running().containerId();
        assertTrue(docker.inspectContainerCmd(id).exec().getState().getRunning());
    }

    @Test
    void fourFactsSayWhatAComponentRunsOn(ComponentUnderTest client, SystemUnderTest system) {
        assertEquals("aarch64", client.observedArchitecture().uname());
        assertEquals(Architecture.ARM64, system.architecture("client"));
    }
}
