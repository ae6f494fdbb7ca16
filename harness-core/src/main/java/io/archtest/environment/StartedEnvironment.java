package io.archtest.environment;

import io.archtest.engine.EngineException;
import io.archtest.model.Architecture;
import io.archtest.model.ArchtestException;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.Placement;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.scenario.Scenario;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** An environment whose components are all ready. */
final class StartedEnvironment implements Environment {
    private final PlannedRun run;
    private final RunScope scope;
    private final List<RunningComponent> components;
    private final List<RunningRelay> relays;
    private final Map<Architecture, Slowness> slowness;
    private final HealthWatch watch;
    private final boolean ours;

    /** @param ours whether closing it ends the components, and not only what this process added to them */
    StartedEnvironment(
            PlannedRun run,
            RunScope scope,
            List<RunningComponent> components,
            Infrastructure infrastructure,
            HealthWatch watch,
            boolean ours) {
        this.run = run;
        this.scope = scope;
        this.components = List.copyOf(components);
        this.relays = infrastructure.relays();
        this.slowness = infrastructure.slowness();
        this.watch = watch;
        this.ours = ours;
        this.components.stream()
                .filter(component -> component.component().kind() == Component.Kind.COMPONENT)
                .forEach(watch::watch);
    }

    @Override
    public RunId runId() {
        return scope.runId();
    }

    @Override
    public Scenario scenario() {
        return run.scenario();
    }

    @Override
    public Placement placement() {
        return run.placement();
    }

    @Override
    public List<RunningComponent> components() {
        return components;
    }

    @Override
    public RunningComponent component(ComponentName name) {
        return components.stream()
                .filter(component -> component.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ArchtestException("No component '%s' in scenario '%s'; known: %s"
                        .formatted(name, run.scenario().name(), run.scenario().componentNames())));
    }

    @Override
    public List<RunningRelay> relays() {
        return relays;
    }

    @Override
    public Optional<RunningRelay> relayBetween(ComponentName from, ComponentName to) {
        Architecture side = run.placement().of(from);
        return relays.stream()
                .filter(relay -> relay.standsFor().equals(to) && relay.servedArchitecture() == side)
                .findFirst();
    }

    @Override
    public double slowness(ComponentName name) {
        return slownessOf(run.placement().of(name)).interpreter();
    }

    @Override
    public Slowness slownessOf(Architecture architecture) {
        return slowness.getOrDefault(architecture, Slowness.NATIVE);
    }

    @Override
    public <T> T without(List<ComponentName> stopped, Callable<T> question) throws Exception {
        return new Outage(this, scope, watch, Outage.RECOVERY).of(withThoseInTheirNetworks(stopped), question);
    }

    /** A container that comes back has a new network, which those that share it only get when they come back as well. */
    private List<RunningComponent> withThoseInTheirNetworks(List<ComponentName> stopped) {
        List<RunningComponent> named = stopped.stream().map(this::component).toList();
        return Stream.concat(
                        named.stream(),
                        components.stream()
                                .filter(other -> other.component().kind() == Component.Kind.COMPONENT)
                                .filter(other -> named.stream()
                                        .anyMatch(one -> one.name()
                                                .equals(other.component().namespace()))))
                .distinct()
                .sorted(Comparator.comparing(
                        one -> one.component().connections().namespaceOf().isPresent()))
                .toList();
    }

    @Override
    public List<Incident> incidents() {
        return watch.incidents();
    }

    @Override
    public void close() {
        watch.close();
        List<String> failures = ours ? stopGently() : List.of();
        scope.close();
        if (!failures.isEmpty()) {
            throw new ArchtestException("Run %s has been removed, but not as its components wanted it: %s"
                    .formatted(runId(), String.join("; ", failures)));
        }
    }

    /** Those that have something to do before their end, users before what they use; nobody else needs time to end. */
    private List<String> stopGently() {
        List<Component> order = new ArrayList<>(StartOrder.of(run.scenario().components()));
        Collections.reverse(order);
        List<String> failures = new ArrayList<>();
        for (Component component : order) {
            if (!component.settings().preStop().isEmpty()) {
                RunningComponent running = component(component.name());
                try {
                    new Stopping(running, slowness(component.name())).stop().ifPresent(failures::add);
                } catch (EngineException e) {
                    failures.add("'%s' could not be stopped: %s".formatted(component.name(), e.getMessage()));
                }
            }
        }
        return failures;
    }
}
