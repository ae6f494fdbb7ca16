package io.archtest.testcontainers;

import io.archtest.junit.SharedStack;
import io.archtest.model.Architecture;
import java.util.Optional;
import java.util.function.Supplier;
import org.testcontainers.lifecycle.Startable;

/**
 * A stack as a {@code Startable}: for {@code dependsOn} of a Testcontainers container, or a field marked {@code @Container}.
 * {@code start} blocks until the stack is ready; {@code stop} leaves it, since other test classes share it.
 */
public final class StackStartable implements Startable {
    private final Supplier<SharedStack> source;
    private volatile Optional<SharedStack> stack = Optional.empty();

    private StackStartable(Supplier<SharedStack> source) {
        this.source = source;
    }

    /** The one that a class marked {@code @ArchTest} asks for. */
    public static StackStartable of(Class<?> testClass) {
        return new StackStartable(() -> SharedStack.of(testClass));
    }

    /** The same with all components on one architecture. */
    public static StackStartable of(Class<?> testClass, Architecture architecture) {
        return new StackStartable(() -> SharedStack.of(testClass, architecture));
    }

    @Override
    public void start() {
        stack = Optional.of(source.get());
    }

    @Override
    public void stop() {
        // the launcher session's end removes it
    }

    /** @throws IllegalStateException before {@link #start} */
    public SharedStack stack() {
        return stack.orElseThrow(() -> new IllegalStateException("the stack is not started yet"));
    }
}
