package io.archtest.testcontainers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.AuthConfig;
import io.archtest.engine.Engine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** An engine's client as Testcontainers can use it. */
final class EngineClient {
    private EngineClient() {}

    /** The client itself, not to be closed. */
    static DockerClient of(Engine engine) {
        return engine.unwrap(DockerClient.class)
                .orElseThrow(() -> new IllegalStateException("engine %s has no docker-java client".formatted(engine)));
    }

    /**
     * One that {@code GenericContainer} can start with: it asks for registry credentials first, and a client without any
     * answers with a NullPointerException. Closing it does nothing, since the engine is somebody else's.
     */
    static DockerClient forContainers(Engine engine) {
        DockerClient client = of(engine);
        return (DockerClient) Proxy.newProxyInstance(
                DockerClient.class.getClassLoader(),
                new Class<?>[] {DockerClient.class},
                (proxy, method, arguments) -> call(client, method, arguments));
    }

    private static @Nullable Object call(DockerClient client, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("authConfig")) {
            return new AuthConfig();
        }
        if (method.getName().equals("close")) {
            return null;
        }
        try {
            return method.invoke(client, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
