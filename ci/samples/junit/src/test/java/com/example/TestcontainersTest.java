package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.DockerClient;
import io.archtest.junit.ArchTest;
import io.archtest.junit.ComponentUnderTest;
import io.archtest.junit.OnBothArchitectures;
import io.archtest.junit.SharedStack;
import io.archtest.model.Architecture;
import io.archtest.model.InvalidRequestException;
import io.archtest.testcontainers.ComponentContainer;
import io.archtest.testcontainers.EngineContainer;
import io.archtest.testcontainers.StackStartable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.MountableFile;

/** What Testcontainers has that is useful with a stack of archtest, on engines that Testcontainers doesn't know of. */
@OnBothArchitectures
@ArchTest(scenario = "cross-arch-nginx")
class TestcontainersTest {
    @Test
    void itsWaitStrategiesWaitForComponents(ComponentUnderTest nginx) {
        ComponentContainer container = new ComponentContainer(nginx);
        container.awaitReady(() -> Wait.forHttp("/").forPort(80));
        container.awaitReady(() -> Wait.forHttp("/missing").forPort(80).forStatusCode(404));
        assertThrows(
                ContainerLaunchException.class,
                () -> container.awaitReady(
                        () -> Wait.forHttp("/").forPort(80).forStatusCode(418), Duration.ofMillis(500)));
    }

    @Test
    void thoseThatNeedItsOwnEngineAreRefused(ComponentUnderTest nginx) {
        String message = assertThrows(
                        InvalidRequestException.class,
                        () -> new ComponentContainer(nginx).awaitReady(Wait::forListeningPort))
                .getMessage();
        assertTrue(message.contains("take Wait.forHttp"), message);
    }

    @Test
    void itsFilesGoInAndOut(ComponentUnderTest client) throws Exception {
        ComponentContainer container = new ComponentContainer(client);
        container.copyFileToContainer(Transferable.of("from a string"), "/tmp/transferable");
        container.copyFileToContainer(
                MountableFile.forClasspathResource("junit-platform.properties"), "/tmp/mountable");

        assertEquals("from a string", client.exec("cat", "/tmp/transferable").output());
        Path back = Files.createTempFile("mountable", "");
        container.copyFileFromContainer("/tmp/mountable", back.toString());
        assertTrue(Files.readString(back).contains("parallel.enabled=true"));
    }

    @Test
    void aContainerOfItsOwnRunsOnTheEngineForThatArchitecture(
            SharedStack stack, ComponentUnderTest nginx, DockerClient docker) throws Exception {
        Architecture architecture = nginx.requestedArchitecture();
        String image = nginx.running().image().facts().id();
        String id;
        try (EngineContainer container = new EngineContainer(stack, architecture, image)
                .dependsOn(StackStartable.of(TestcontainersTest.class, architecture))
                .withExposedPorts(80)
                .withCopyToContainer(Transferable.of("hello"), "/usr/share/nginx/html/hello")
                .waitingFor(Wait.forHttp("/hello").forPort(80).withStartupTimeout(Duration.ofMinutes(2)))) {
            container.start();
            id = container.getContainerId();
            String address = "http://%s:%d/hello".formatted(container.getHost(), container.getMappedPort(80));
            assertEquals("hello", Web.page(address));
            String imageOf = docker.inspectContainerCmd(id).exec().getImageId();
            assertEquals(architecture.dockerName(), docker.inspectImageCmd(imageOf).exec().getArch());
        }
        assertFalse(docker.listContainersCmd().withShowAll(true).exec().stream()
                .anyMatch(container -> container.getId().equals(id)));
    }
}
