package io.archtest.junit;

import io.archtest.model.Architecture;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Skips a class or test, with the reason, where this host can't run these architectures. With {@code archtest.required=true}
 * (a system property, a JUnit configuration parameter, or {@code ARCHTEST_REQUIRED} in the environment) it fails instead, so
 * that on a CI system no architecture vanishes in silence.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(ArchitectureCondition.class)
public @interface RequiresArchitecture {

    /** None: those that the stacks of the class need. */
    Architecture[] value() default {};
}
