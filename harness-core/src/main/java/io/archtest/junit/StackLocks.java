package io.archtest.junit;

import io.archtest.model.ArchtestException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Tests share their stacks with others, but for those marked {@link Destructive}. */
final class StackLocks implements ResourceLocksProvider {

    @Override
    public Set<Lock> provideForMethod(List<Class<?>> enclosing, Class<?> testClass, Method method) {
        boolean destructive = AnnotationSupport.isAnnotated(method, Destructive.class)
                || AnnotationSupport.isAnnotated(testClass, Destructive.class)
                || enclosing.stream().anyMatch(each -> AnnotationSupport.isAnnotated(each, Destructive.class));
        ResourceAccessMode mode = destructive ? ResourceAccessMode.READ_WRITE : ResourceAccessMode.READ;
        try {
            return new Asked(testClass, Settings.ofThisProcess())
                    .all(method).stream()
                            .map(request -> new Lock(request.lock(), mode))
                            .collect(Collectors.toSet());
        } catch (ArchtestException e) {
            return Set.of(); // misuse, which the extension's condition says more about
        }
    }
}
