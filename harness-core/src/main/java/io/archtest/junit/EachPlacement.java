package io.archtest.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a class marked {@link ArchTest}, or one test method of it (in place of {@code @Test}), once for each of these
 * placements. Their stacks are started at the same time.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ClassTemplate
@TestTemplate
@ExtendWith(ArchTestExtension.class)
@ExtendWith(PlacementTemplates.class)
public @interface EachPlacement {

    /**
     * Names, as {@code --placement} takes them. {@code cover} is the fewest placements in which everything that talks to
     * something else does so in all four combinations of architectures.
     */
    String[] value() default {"default", "flip"};
}
