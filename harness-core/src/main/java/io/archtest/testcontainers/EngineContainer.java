package io.archtest.testcontainers;

import com.github.dockerjava.api.exception.NotFoundException;
import io.archtest.engine.Engine;
import io.archtest.engine.Labels;
import io.archtest.host.Ownership;
import io.archtest.junit.SharedStack;
import io.archtest.model.Architecture;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;

/**
 * A {@code GenericContainer} on a stack's engine for one architecture, as far as Testcontainers allows, which holds one engine
 * per JVM (testcontainers-java#237, #5837). Define it once, as a function of the architecture, and run it on each.
 *
 * <p>It works: image by that platform (pulled before the start where the engine lacks it), create, start, stop, logs, mapped
 * ports, files, and waiting by HTTP, log message or health check. It doesn't: {@code Wait.forListeningPort} (Testcontainers'
 * default; {@code Wait.forHttp} is the default here), {@code execInContainer}, {@code Network.newNetwork}, images from a
 * Dockerfile, Testcontainers' modules, and Ryuk, which watches Testcontainers' own engine only: when the JVM is killed, the
 * next archtest run or {@code archtest clean} removes the container. While it starts, Testcontainers looks for its own engine
 * too and warns when it finds none; with {@code TESTCONTAINERS_RYUK_DISABLED=true} it starts nothing there.
 */
public final class EngineContainer extends GenericContainer<EngineContainer> {
    private final Engine engine;
    private final String host;

    /**
     * Pulls the image if the engine has none for that architecture; blocks meanwhile.
     *
     * @throws io.archtest.engine.EngineException when there is none
     */
    public EngineContainer(SharedStack stack, Architecture architecture, String image) {
        super(present(stack.engine(architecture), architecture, image));
        this.engine = stack.engine(architecture);
        this.host = stack.profile(architecture).reach().fromHost();
        this.dockerClient = EngineClient.forContainers(engine);
        withImagePullPolicy(any -> false);
        withCreateContainerCmdModifier(create -> create.withPlatform("linux/" + architecture.dockerName()));
        withLabels(Map.of(Labels.OWNER, Ownership.ofThisProcess().label(), Labels.ROLE, "testcontainers"));
    }

    private static String present(Engine engine, Architecture architecture, String image) {
        if (engine.findImage(image, architecture).isEmpty()) {
            engine.pullImage(image, architecture, line -> {});
        }
        return image;
    }

    @Override
    public String getHost() {
        return host;
    }

    /** Testcontainers would look for it on its own engine, find nothing, and leave it running. */
    @Override
    public void stop() {
        String id = getContainerId();
        if (id == null) {
            return;
        }
        try {
            containerIsStopping(getContainerInfo());
            dockerClient
                    .removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
            containerIsStopped(getContainerInfo());
        } catch (NotFoundException e) {
            logger().debug("{} is gone already", id, e);
        }
    }
}
