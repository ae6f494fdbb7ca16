package io.archtest.junit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * The stacks of this process by launcher session, where JUnit has one, so that static code shares them with the tests.
 * Launcher sessions may be nested, as when a test runs tests.
 */
final class OpenStacks {
    /** The name of a {@link StackHost.Factory} in place of this host; for archtest's own tests. */
    static final String FACTORY = "archtest.internal.hosts";

    private static final Namespace NAMESPACE = Namespace.create(OpenStacks.class);
    private static final Deque<SharedStacks> OPEN = new ArrayDeque<>();
    /** Made by static code before JUnit asked; the next launcher session takes it over. */
    private static Optional<SharedStacks> unclaimed = Optional.empty();

    private OpenStacks() {}

    /** Those of the launcher session, which closes them at its end. */
    static SharedStacks of(ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .getOrComputeIfAbsent(SharedStacks.class, any -> claim(context), SharedStacks.class);
    }

    /** Those of the innermost launcher session, else new ones, which the JVM's end closes. */
    static synchronized SharedStacks current() {
        if (OPEN.isEmpty()) {
            unclaimed = Optional.of(open(Settings.ofThisProcess()));
        }
        return OPEN.getFirst();
    }

    private static synchronized SharedStacks claim(ExtensionContext context) {
        Optional<SharedStacks> early = unclaimed;
        unclaimed = Optional.empty();
        early.ifPresent(stacks -> stacks.adopt(Settings.of(context)));
        return early.orElseGet(() -> open(Settings.of(context)));
    }

    private static StackHost.Factory named(String className) {
        return (StackHost.Factory) ReflectionSupport.newInstance(ReflectionSupport.tryToLoadClass(className)
                .getOrThrow(e -> new IllegalStateException("no factory " + className, e)));
    }

    private static synchronized SharedStacks open(Settings settings) {
        StackHost.Factory factory =
                settings.value(FACTORY).map(OpenStacks::named).orElse(LocalHost::new);
        SharedStacks[] opened = new SharedStacks[1];
        opened[0] = new SharedStacks(factory, settings, () -> closed(opened[0]));
        OPEN.addFirst(opened[0]);
        return opened[0];
    }

    private static synchronized void closed(SharedStacks stacks) {
        OPEN.remove(stacks);
        unclaimed = unclaimed.filter(each -> each != stacks);
    }
}
