package io.archtest.junit;

import io.archtest.check.SystemUnderTest;
import io.archtest.engine.Engine;
import io.archtest.environment.Environment;
import io.archtest.model.InvalidRequestException;
import java.lang.reflect.Parameter;
import java.util.Set;

/** Parameters that the extension gives values to. */
final class Injected {
    /** By name: docker-java is seen by package {@code engine} only. */
    private static final String DOCKER_CLIENT = "com.github.dockerjava.api.DockerClient";

    private static final Set<Class<?>> TYPES = Set.of(
            SharedStack.class,
            Environment.class,
            SystemUnderTest.class,
            ComponentUnderTest.class,
            AutomaticChecks.class,
            Engine.class);

    private Injected() {}

    static boolean supports(Parameter parameter) {
        return TYPES.contains(parameter.getType()) || dockerClient(parameter);
    }

    private static boolean dockerClient(Parameter parameter) {
        return parameter.getType().getName().equals(DOCKER_CLIENT);
    }

    /** Whether it is an engine, which {@link On} chooses from the class's own stack. */
    static boolean engine(Parameter parameter) {
        return parameter.getType() == Engine.class || dockerClient(parameter);
    }

    static boolean component(Parameter parameter) {
        return parameter.getType() == ComponentUnderTest.class;
    }

    /** The component that the parameter is to be. */
    static String componentName(Parameter parameter) {
        Called called = parameter.getAnnotation(Called.class);
        if (called == null && !parameter.isNamePresent()) {
            throw new InvalidRequestException(
                    "parameter '%s' of %s doesn't say which component it is: give it @Called(\"web\"), or compile with -parameters"
                            .formatted(
                                    parameter.getName(),
                                    parameter.getDeclaringExecutable().getName()));
        }
        return called == null ? parameter.getName() : called.value();
    }

    static Object value(Parameter parameter, SharedStack stack) {
        if (engine(parameter)) {
            On on = parameter.getAnnotation(On.class);
            Engine engine = on == null ? stack.engine() : stack.engine(on.value());
            return dockerClient(parameter) ? client(engine, parameter.getType()) : engine;
        }
        if (component(parameter)) {
            return stack.component(componentName(parameter));
        }
        if (parameter.getType() == Environment.class) {
            return stack.environment();
        }
        if (parameter.getType() == SystemUnderTest.class) {
            return stack.system();
        }
        return parameter.getType() == AutomaticChecks.class ? stack.checks() : stack;
    }

    private static Object client(Engine engine, Class<?> type) {
        return engine.unwrap(type)
                .orElseThrow(() ->
                        new InvalidRequestException("the engine at '%s' is not reached through a %s of this class path"
                                .formatted(engine.info().endpoint(), type.getName())));
    }
}
