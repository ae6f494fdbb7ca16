package io.archtest.report;

import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.Dependency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The chain of components that decided how long the start-up took: the one that was ready last, the dependency that it
 * waited for longest, and so on. Its length is from the first one's start until the last one was ready.
 */
public final class CriticalPath {
    private final List<ComponentName> chain;
    private final Duration length;

    private CriticalPath(List<ComponentName> chain, Duration length) {
        this.chain = chain;
        this.length = length;
    }

    /** When each component was started and ready; those that never were ready are left out. */
    public record Span(Duration started, Duration ready) {}

    public static CriticalPath of(List<Component> components, Map<ComponentName, Span> spans) {
        Map<ComponentName, Component> byName = new HashMap<>();
        components.forEach(component -> byName.put(component.name(), component));
        List<ComponentName> chain = new ArrayList<>();
        Optional<ComponentName> next = last(spans, new ArrayList<>(spans.keySet()));
        while (next.isPresent() && !chain.contains(next.get())) {
            chain.add(0, next.get());
            Component component = byName.get(next.get());
            List<ComponentName> before = component == null
                    ? List.of()
                    : component.dependencies().stream().map(Dependency::on).toList();
            next = last(spans, before);
        }
        if (chain.isEmpty()) {
            return new CriticalPath(List.of(), Duration.ZERO);
        }
        Span first = spans.get(chain.get(0));
        Span end = spans.get(chain.get(chain.size() - 1));
        Duration length =
                first == null || end == null ? Duration.ZERO : end.ready().minus(first.started());
        return new CriticalPath(List.copyOf(chain), length);
    }

    /** In the order of their starts. */
    public List<ComponentName> chain() {
        return chain;
    }

    public Duration length() {
        return length;
    }

    private static Optional<ComponentName> last(Map<ComponentName, Span> spans, List<ComponentName> names) {
        Comparator<ComponentName> byReady = Comparator.comparing(name -> ready(spans, name));
        return names.stream().filter(spans::containsKey).max(byReady.thenComparing(Comparator.naturalOrder()));
    }

    private static Duration ready(Map<ComponentName, Span> spans, ComponentName name) {
        Span span = spans.get(name);
        return span == null ? Duration.ZERO : span.ready();
    }
}
