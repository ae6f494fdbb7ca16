package io.archtest.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The stack that a test class needs. It is started once for all classes that ask for the same one, and removed when the last
 * test of the launcher session has run. Constructors and methods of the class get what they name by type: {@link SharedStack},
 * {@link ComponentUnderTest}, {@link AutomaticChecks}, {@link io.archtest.environment.Environment},
 * {@link io.archtest.check.SystemUnderTest}, {@link io.archtest.engine.Engine} or docker-java's {@code DockerClient}.
 *
 * <p>Needs JUnit Jupiter 5.13 or newer.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(ArchTestExtension.class)
@ResourceLock(value = "", providers = StackLocks.class)
public @interface ArchTest {

    /** A scenario that a jar on the class path brings along; this or {@link #file}. */
    String scenario() default "";

    /** A Compose file, relative to the working directory of the tests. */
    String file() default "";

    /** Where its components run, as {@code --placement} takes it; the scenario's default unless given. */
    String placement() default "";

    /** Moves single components, over the placement: {@code "web=arm64"}. */
    String[] place() default {};

    /** {@code auto}, {@code docker} or {@code colima}; unless given what {@code archtest.provider} says, else {@code auto}. */
    String provider() default "";

    /** {@code auto}, {@code registry} or {@code packaged}; unless given what {@code archtest.images} says, else {@code auto}. */
    String images() default "";

    /** Options of the scenario: {@code "sidekiq=combined"}. */
    String[] options() default {};

    /** Tags of opt-in checks that {@link AutomaticChecks} asks too. */
    String[] checks() default {};
}
