package io.archtest.environment;

import io.archtest.cause.Catalogue;
import io.archtest.cause.Diagnosis;
import io.archtest.cause.Symptoms;
import io.archtest.engine.ContainerFacts;
import io.archtest.engine.Engine;
import io.archtest.engine.EngineEvent;
import io.archtest.engine.Labels;
import io.archtest.model.ArchtestException;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.HealthCheck;
import io.archtest.model.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * Watches components from the moment they are ready until it is closed, by the engines' events, so that one that dies
 * and is restarted between two looks is not overlooked.
 */
final class HealthWatch implements AutoCloseable {
    private static final int TAIL = 40;
    private static final String HEALTH = "health_status:";

    private final List<AutoCloseable> streams = new ArrayList<>();
    private final Map<String, RunningComponent> watched = new ConcurrentHashMap<>();
    /** The first one first: the others may follow from it. */
    private final Map<ComponentName, Environment.Incident> incidents = new LinkedHashMap<>();

    private final Map<Engine, Instant> resumed = new ConcurrentHashMap<>();
    private final BiConsumer<ComponentName, String> health;
    private volatile boolean suspended;
    private volatile boolean closed;

    /** @param health gets each component's name with the engine's word for its health, from its start on */
    HealthWatch(RunId runId, Collection<Engine> engines, BiConsumer<ComponentName, String> health) {
        this.health = health;
        for (Engine engine : engines) {
            streams.add(engine.followEvents(Labels.RUN, runId.value(), this::happened));
        }
    }

    /** From now on this component must stay up and healthy. */
    void watch(RunningComponent component) {
        watched.put(component.containerId(), component);
    }

    /** Until {@link #resume} nothing that happens is an incident: components are stopped on purpose. */
    void suspend() {
        suspended = true;
    }

    /** Counts what happens from now on, by each engine's own clock: news of what was before may still be on the way. */
    void resume() {
        watched.values().stream()
                .map(RunningComponent::engine)
                .distinct()
                .forEach(engine -> resumed.put(engine, engine.clock()));
        suspended = false;
    }

    /** What happened so far, in that order; looks at every component once more, in case an event was lost. */
    List<Environment.Incident> incidents() {
        watched.values().stream()
                .sorted(Comparator.comparing(RunningComponent::name))
                .forEach(this::look);
        synchronized (incidents) {
            return List.copyOf(incidents.values());
        }
    }

    private void look(RunningComponent component) {
        try {
            ContainerFacts facts = component.engine().inspectContainer(component.containerId());
            if (!facts.running()) {
                report(component, "no longer runs", facts);
            } else if (facts.health() == ContainerFacts.Health.UNHEALTHY) {
                report(
                        component,
                        "turned unhealthy: \"%s\""
                                .formatted(facts.lastHealthOutput().strip()),
                        facts);
            }
        } catch (ArchtestException e) {
            incident(new Environment.Incident(component.name(), "can't be watched any more: " + e.getMessage()));
        }
    }

    private void happened(EngineEvent event) {
        tell(event);
        RunningComponent component = watched.get(event.containerId());
        if (component == null || closed || suspended || old(event, component)) {
            return;
        }
        if (event.action().equals("oom")) {
            incident(new Environment.Incident(
                    component.name(), "ran out of memory (OOM)", Optional.of(outOfMemory(component))));
        } else if (event.action().equals("die")) {
            String code = event.attributes().getOrDefault("exitCode", "unknown");
            report(component, "died with exit code " + code + job(component.name(), code), facts(component));
        } else if (event.action().startsWith("health_status") && event.action().endsWith("unhealthy")) {
            report(component, "turned unhealthy", facts(component));
        }
    }

    private void tell(EngineEvent event) {
        String name = event.attributes().getOrDefault(Labels.COMPONENT, "");
        boolean component =
                Component.Kind.COMPONENT.word().equals(event.attributes().get(Labels.ROLE));
        if (component && !closed && event.action().startsWith(HEALTH)) {
            health.accept(
                    ComponentName.of(name),
                    event.action().substring(HEALTH.length()).strip());
        }
    }

    /** Compose doesn't mind when a service just ends, so that many files have jobs that nobody waits for. */
    static String job(ComponentName name, String exitCode) {
        return exitCode.equals("0")
                ? ". If it is a job, which is to end, say so: services.%s.x-archtest.job: true".formatted(name)
                : "";
    }

    private boolean old(EngineEvent event, RunningComponent component) {
        Instant since = resumed.get(component.engine());
        return since != null && event.time().isBefore(since);
    }

    private static ContainerFacts facts(RunningComponent component) {
        return component.engine().inspectContainer(component.containerId());
    }

    private void report(RunningComponent component, String what, ContainerFacts facts) {
        List<String> log = component.engine().logTail(component.containerId(), TAIL);
        Symptoms symptoms = Symptoms.of(facts, log, component.emulated())
                .withHealthTest(component.healthCheck().map(HealthCheck::test).orElse(List.of()));
        Diagnosis diagnosis = Diagnosis.of(component.name().value(), symptoms);
        String cause = diagnosis.cause().map(known -> "; " + known.describe()).orElse("");
        incident(new Environment.Incident(component.name(), what + cause, Optional.of(diagnosis)));
    }

    /** The event is the engine's word, even where the container survives: the kernel may have killed a child only. */
    private static Diagnosis outOfMemory(RunningComponent component) {
        return new Diagnosis(
                component.name().value(),
                Optional.of(Catalogue.outOfMemory("the engine's event 'oom'")),
                Optional.empty(),
                List.of());
    }

    private void incident(Environment.Incident incident) {
        synchronized (incidents) {
            incidents.putIfAbsent(incident.component(), incident);
        }
    }

    @Override
    public void close() {
        closed = true;
        for (AutoCloseable stream : streams) {
            try {
                stream.close();
            } catch (Exception e) {
                throw new ArchtestException("Could not stop watching an engine's events: " + e.getMessage(), e);
            }
        }
    }
}
