package io.archtest.junit;

import io.archtest.model.Architecture;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The parameter is of the class's stack with all components on this architecture, so that one test can compare two. An
 * {@link io.archtest.engine.Engine} or {@code DockerClient} is that of this architecture in the class's own stack.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface On {
    Architecture value();
}
