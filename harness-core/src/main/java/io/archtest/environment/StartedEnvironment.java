package io.archtest.environment;

import io.archtest.engine.EngineException;
import io.archtest.model.Architecture;
import io.archtest.model.ArchtestException;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.HealthCheck;
import io.archtest.model.Placement;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.scenario.Scenario;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** An environment whose components are all ready. */
final class StartedEnvironment implements Environment {
    private final PlannedRun run;
    private final RunScope scope;
    private final List<RunningComponent> components;
    private final List<RunningRelay> relays;
    private final Map<Architecture, Slowness> slowness;
    private final Map<Architecture, Speed> speeds;
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
        this.speeds = infrastructure.speeds();
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
    public Optional<Speed> speedOf(Architecture architecture) {
        return Optional.ofNullable(speeds.get(architecture));
    }

    @Override
    public <T> T without(List<ComponentName> stopped, Callable<T> question) throws Exception {
        List<HealthCheck> checks = components().stream()
                .flatMap(component -> component.healthCheck().stream())
                .toList();
        return new Outage(this, scope, watch, Outage.recovery(checks))
                .of(withThoseInTheirNamespaces(stopped), question);
    }

    /**
     * A container that comes back has new namespaces, which those that share them only get when they come back as well; and
     * with the first process of a PID namespace the kernel ends all others in it. In the order in which they start.
     */
    private List<RunningComponent> withThoseInTheirNamespaces(List<ComponentName> stopped) {
        Set<String> names = new HashSet<>();
        stopped.forEach(name -> names.add(component(name).name().value()));
        List<Component> order = StartOrder.of(run.scenario().components());
        for (Component other : order) { // each comes after the one whose namespace it shares
            boolean shares = names.contains(other.namespace().value())
                    || other.settings().namespaces().joined().values().stream().anyMatch(names::contains);
            if (shares && other.kind() == Component.Kind.COMPONENT) {
                names.add(other.name().value());
            }
        }
        return order.stream()
                .filter(other -> names.contains(other.name().value()))
                .map(other -> component(other.name()))
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
                    new Stopping(running, slownessOf(running.requested()))
                            .stop()
                            .ifPresent(failures::add);
                } catch (EngineException e) {
                    failures.add("'%s' could not be stopped: %s".formatted(component.name(), e.getMessage()));
                }
            }
        }
        return failures;
    }
}
