package io.archtest.check;

import io.archtest.check.Probes.Probe;
import io.archtest.engine.ContainerFacts;
import io.archtest.engine.OwnedResource;
import io.archtest.environment.Environment;
import io.archtest.environment.RunScope;
import io.archtest.environment.RunningComponent;
import io.archtest.image.ImageSource;
import io.archtest.model.ArchtestException;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.Redaction;
import io.archtest.scenario.CheckDeclaration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * From where the declared checks of one run ask and listen: containers in the components' networks, each started when it is
 * first needed and removed with all else of the run.
 */
public final class Vantages {
    private final RunScope scope;
    private final ImageSource images;
    private final Supplier<Environment> environment;
    private final Map<ComponentName, Vantage> started = new HashMap<>();

    /** @param environment asked for no sooner than a check is */
    public Vantages(RunScope scope, ImageSource images, Supplier<Environment> environment) {
        this.scope = scope;
        this.images = images;
        this.environment = environment;
    }

    /** One with the start of the component whose network it shares: a restarted component has another network. */
    private record Vantage(Probe probe, Optional<Instant> componentStarted) {}

    Environment environment() {
        return environment.get();
    }

    Probes probes() {
        return new Probes(scope);
    }

    Redaction redaction() {
        return environment().scenario().redaction();
    }

    /** A component that has ended refuses everything, and proves nothing by it. */
    ContainerFacts requireRunning(ComponentName name) {
        RunningComponent component = environment().component(name);
        ContainerFacts facts = component.engine().inspectContainer(component.containerId());
        if (!facts.running()) {
            throw new ArchtestException(
                    "'%s' is not running any more; it ended with exit code %d".formatted(name, facts.exitCode()));
        }
        return facts;
    }

    /**
     * By what name one component reaches another: in one network namespace there is none, and none is needed; one that lives
     * in another's network answers to that one's name.
     */
    String called(ComponentName from, ComponentName to) {
        Component target = environment().component(to).component();
        return environment().component(from).component().sharesNamespaceWith(target)
                ? "localhost"
                : target.namespace().value();
    }

    /** The one in that component's network, which hears what arrives at the component's ports. */
    synchronized Probe at(ComponentName name) {
        RunningComponent component = environment().component(name);
        ContainerFacts facts = requireRunning(name);
        Vantage there = started.get(name);
        if (there != null && there.componentStarted().equals(facts.startedAt())) {
            return there.probe();
        }
        if (there != null) {
            remove(there.probe());
            started.remove(name);
        }
        Probe probe = probes().start(
                        component,
                        images.tools(
                                component.engine(), component.engine().info().architecture(), line -> {}),
                        "vantage-" + Nonce.next().substring(0, 6),
                        ports(component));
        started.put(name, new Vantage(probe, facts.startedAt()));
        return probe;
    }

    /** Those that the component says it has, and those that checks ask. */
    private List<Integer> ports(RunningComponent component) {
        TreeSet<Integer> ports = new TreeSet<>(component.component().ports());
        environment().scenario().checks().stream().map(DeclaredChecks::plain).forEach(check -> {
            if (check instanceof CheckDeclaration.Http http && http.component().equals(component.name())) {
                ports.add(http.port());
            }
        });
        return List.copyOf(ports);
    }

    private static void remove(Probe probe) {
        probe.engine()
                .remove(new OwnedResource(OwnedResource.Kind.CONTAINER, probe.containerId(), "vantage", Map.of()));
    }
}
