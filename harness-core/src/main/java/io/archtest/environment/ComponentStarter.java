package io.archtest.environment;

import io.archtest.cause.Diagnosis;
import io.archtest.cause.Symptoms;
import io.archtest.engine.ContainerFacts;
import io.archtest.engine.ContainerSpec;
import io.archtest.engine.ContainerSpec.PublishedPort;
import io.archtest.engine.Engine;
import io.archtest.engine.EngineException;
import io.archtest.image.ResolvedImage;
import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.HealthCheck;
import io.archtest.model.Mount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Creates, starts and awaits one component on its side. */
final class ComponentStarter {
    private final RunScope scope;
    private final Infrastructure infrastructure;
    private final Timeline timeline;
    private final StartupListener listener;
    private final LongSupplier nanoTime;
    /** Those that were started, for the ones that share their networks. */
    private final Map<ComponentName, String> containers = new ConcurrentHashMap<>();

    /** @param nanoTime by which it waits */
    ComponentStarter(
            RunScope scope,
            Infrastructure infrastructure,
            Timeline timeline,
            StartupListener listener,
            LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.scope = scope;
        this.infrastructure = infrastructure;
        this.timeline = timeline;
        this.listener = listener;
    }

    /** Creates and starts it; returns as soon as it runs. */
    RunningComponent start(Component component, Side side, ResolvedImage image) {
        Map<Integer, Integer> ports = infrastructure.hostPorts().getOrDefault(component.name(), Map.of());
        Engine engine = side.engine();
        Duration created = timeline.now();
        listener.entered(component.name(), Phase.CREATE, "");
        String id = creating(component, () -> {
            EngineConcerns.of(component, engine.info(), side.profile()).forEach(listener::notice);
            MountedFiles files = new MountedFiles(scope, engine, component);
            String newId = engine.createContainer(
                    files.mountedIn(spec(component, side, image, ports)),
                    warning -> listener.notice("the engine warns of '%s': %s".formatted(component.name(), warning)));
            engine.copyInto(newId, files.copied());
            return newId;
        });
        timeline.add(component.name(), Phase.CREATE, created);
        Duration started = timeline.now();
        creating(component, () -> {
            engine.startContainer(id);
            return id;
        });
        containers.put(component.name(), id);
        // not while creating: it may take long, and closing the scope must not wait for it
        new LifecycleHooks(component, engine, id, slowness(side.architecture())).afterStart();
        timeline.add(component.name(), Phase.START, started);
        return new RunningComponent(
                component,
                side.architecture(),
                side.profile(),
                engine,
                image,
                id,
                ports,
                started,
                Optional.empty(),
                Optional.empty());
    }

    /** Blocks until it is ready, or has ended well if it is a job. */
    RunningComponent awaitReady(RunningComponent running) {
        Component component = running.component();
        Duration began = timeline.now();
        listener.entered(
                component.name(),
                Phase.READY,
                component.kind() == Component.Kind.JOB ? "until it ends" : "until it is ready");
        ContainerFacts facts = new Readiness(running, slowness(running.requested()), nanoTime).awaitReady();
        timeline.add(component.name(), Phase.READY, began);
        listener.ready(component.name());
        return new RunningComponent(
                component,
                running.requested(),
                running.profile(),
                running.engine(),
                running.image(),
                running.containerId(),
                running.hostPorts(),
                running.started(),
                Optional.of(timeline.now()),
                component.kind() == Component.Kind.JOB ? Optional.of(facts.exitCode()) : Optional.empty());
    }

    private Slowness slowness(Architecture architecture) {
        return infrastructure.slowness().getOrDefault(architecture, Slowness.NATIVE);
    }

    /** Each look is a process of its own; what it grants the component before it counts is for the component's own work. */
    private static HealthCheck slowed(HealthCheck check, Slowness slowness) {
        return check.slowedBy(
                slowness.pace(WorkClass.PROCESS_START).factor(),
                slowness.slowest(WorkClass.INTERPRETER, WorkClass.PROCESS_START).factor());
    }

    private String creating(Component component, Supplier<String> work) {
        try {
            return scope.creating(work);
        } catch (EngineException e) {
            throw new StartupException(
                    "'%s' (%s) could not be started: %s".formatted(component.name(), component.image(), e.getMessage()),
                    e,
                    Diagnosis.of(component.name().value(), Symptoms.ofEngine(String.valueOf(e.getMessage()))));
        }
    }

    private ContainerSpec spec(Component component, Side side, ResolvedImage image, Map<Integer, Integer> ports) {
        Map<String, String> labels = new HashMap<>(component.labels());
        labels.putAll(scope.labels(component.kind().word(), component.name().value()));
        return new ContainerSpec(
                containerName(component.name().value()),
                image.facts().id(),
                side.architecture(),
                component.process(),
                component.resources(),
                component.security(),
                component.mounts().stream().map(this::onEngine).toList(),
                healthCheck(component, image).map(check -> slowed(check, slowness(side.architecture()))),
                networking(component, side, ports),
                component.restart(),
                labels,
                component.settings().naming(this::containerName));
    }

    private String containerName(String component) {
        return "archtest-%s-%s".formatted(scope.runId(), component);
    }

    /**
     * What the file doesn't say is the image's to say; where that says nothing either, Docker's defaults hold. An image's own
     * check is told to the engine too, since its limits were chosen on native hardware like those of a file.
     */
    private static Optional<HealthCheck> healthCheck(Component component, ResolvedImage image) {
        Optional<HealthCheck> whole = RunningComponent.healthCheck(component, image);
        if (whole.filter(check -> check.test().isEmpty()).isPresent()) {
            throw new StartupException(
                    "'%s' has a healthcheck without 'test', which changes the image's own, and image '%s' has none. Write the test, or remove the healthcheck"
                            .formatted(component.name(), component.image()));
        }
        return whole;
    }

    private ContainerSpec.Networking networking(Component component, Side side, Map<Integer, Integer> ports) {
        Optional<ComponentName> namespace = component.connections().namespaceOf();
        if (namespace.isPresent()) {
            String owner = containers.get(namespace.get());
            if (owner == null) {
                throw new IllegalStateException(
                        "'%s' was started before '%s', whose network it shares".formatted(component.name(), namespace));
            }
            return new ContainerSpec.Within(owner);
        }
        if (component.networks().isEmpty()) {
            return new ContainerSpec.Alone(component.extraHosts());
        }
        // the engine publishes nothing from internal networks; the gate does
        List<PublishedPort> published = side.confined(component) ? List.of() : published(side, ports);
        return new ContainerSpec.Attached(side.attachments(component), published, component.extraHosts());
    }

    private Mount onEngine(Mount mount) {
        return mount.type() == Mount.Type.VOLUME && mount.source().isPresent()
                ? mount.from(Side.volumeName(scope, mount.source().get()))
                : mount;
    }

    static List<PublishedPort> published(Side side, Map<Integer, Integer> ports) {
        List<String> addresses =
                side.profile().reach().publishedOn(side.engine().info().bridgeAddress());
        List<PublishedPort> published = new ArrayList<>();
        ports.forEach((containerPort, hostPort) ->
                addresses.forEach(address -> published.add(new PublishedPort(containerPort, address, hostPort))));
        return published;
    }
}
