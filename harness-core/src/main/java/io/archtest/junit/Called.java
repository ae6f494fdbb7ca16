package io.archtest.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which component a {@link ComponentUnderTest} is; without it the parameter's own name says so (javac's {@code -parameters}). */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Called {

    /** The name of the Compose service. */
    String value();
}
