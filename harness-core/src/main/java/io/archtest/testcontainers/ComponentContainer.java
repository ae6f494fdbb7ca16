package io.archtest.testcontainers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import io.archtest.junit.ComponentUnderTest;
import io.archtest.model.InvalidRequestException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.testcontainers.containers.wait.strategy.HostPortWaitStrategy;
import org.testcontainers.containers.wait.strategy.ShellStrategy;
import org.testcontainers.containers.wait.strategy.WaitStrategy;
import org.testcontainers.containers.wait.strategy.WaitStrategyTarget;

/**
 * A component of a started stack, as Testcontainers sees containers: for its wait strategies, and to copy files
 * ({@code Transferable}, {@code MountableFile}) into it and out of it. It speaks to the component's own engine, whichever
 * Testcontainers would have found by itself. It owns nothing, and isn't closed.
 *
 * <p>{@code execInContainer} isn't to be used: Testcontainers looks for an engine of its own first. Take
 * {@link ComponentUnderTest#exec}.
 */
public final class ComponentContainer implements WaitStrategyTarget {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ComponentUnderTest component;
    private final DockerClient client;

    public ComponentContainer(ComponentUnderTest component) {
        this.component = component;
        this.client = EngineClient.of(component.engine());
    }

    /**
     * Blocks until the strategy is content, for 60 s at the most, times the component's slowness.
     *
     * @param strategy makes one that nobody else uses: an object of Testcontainers' that two containers share mixes them up
     * @throws InvalidRequestException for strategies that Testcontainers can carry out on its own engine only
     */
    public void awaitReady(Supplier<? extends WaitStrategy> strategy) {
        awaitReady(strategy, LIMIT);
    }

    /** The same with another limit for a native component; an emulated one gets its multiple. */
    public void awaitReady(Supplier<? extends WaitStrategy> strategy, Duration limit) {
        WaitStrategy own = strategy.get();
        if (own instanceof HostPortWaitStrategy || own instanceof ShellStrategy) {
            throw new InvalidRequestException(
                    "%s executes its question through an engine that Testcontainers finds by itself, which need not be that of '%s': take Wait.forHttp, Wait.forLogMessage or Wait.forHealthcheck, or a health check in the Compose file"
                            .formatted(own.getClass().getSimpleName(), component.name()));
        }
        own.withStartupTimeout(Duration.ofMillis(Math.round(limit.toMillis() * component.slowness())))
                .waitUntilReady(this);
    }

    @Override
    public DockerClient getDockerClient() {
        return client;
    }

    @Override
    public String getContainerId() {
        return component.running().containerId();
    }

    @Override
    public InspectContainerResponse getContainerInfo() {
        return client.inspectContainerCmd(getContainerId()).exec();
    }

    @Override
    public String getHost() {
        return component.running().profile().reach().fromHost();
    }

    @Override
    public List<Integer> getExposedPorts() {
        return component.running().component().ports();
    }

    @Override
    public Integer getMappedPort(int originalPort) {
        return component.endpoint(originalPort).port();
    }
}
