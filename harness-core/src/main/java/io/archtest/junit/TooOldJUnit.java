package io.archtest.junit;

import java.util.Arrays;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.PostDiscoveryFilter;

/**
 * Refuses during discovery to run classes with archtest's annotations on a JUnit that lacks what these refer to: later, all
 * that it would say is that some type is missing. Found by {@code ServiceLoader}; lets everything else pass.
 */
public final class TooOldJUnit implements PostDiscoveryFilter {

    @Override
    public FilterResult apply(TestDescriptor descriptor) {
        if (JUnitVersion.tooOld()
                && descriptor.getSource().filter(TooOldJUnit::marked).isPresent()) {
            JUnitVersion.refuseIfTooOld();
        }
        return FilterResult.included("nothing of archtest speaks against it");
    }

    /** By the annotations on the class itself: looking at those on them would fail. */
    private static boolean marked(Object source) {
        return source instanceof ClassSource found
                && Arrays.stream(found.getJavaClass().getAnnotations())
                        .anyMatch(annotation ->
                                annotation.annotationType().getPackage().equals(ArchTest.class.getPackage()));
    }
}
