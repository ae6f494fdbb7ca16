package io.archtest.junit;

import io.archtest.model.Architecture;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** A class marked {@link ArchTest}, or one test method of it, gets the stack with all components on this architecture. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(ArchTestExtension.class)
public @interface OnArchitecture {
    Architecture value();
}
