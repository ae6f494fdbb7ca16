package io.archtest.testing;

import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.Connections;
import io.archtest.model.ContainerSettings;
import io.archtest.model.Dependency;
import io.archtest.model.Edge;
import io.archtest.model.HealthCheck;
import io.archtest.model.Inference;
import io.archtest.model.InferredPorts;
import io.archtest.model.Mount;
import io.archtest.model.NetworkAttachment;
import io.archtest.model.NetworkDefinition;
import io.archtest.model.Pin;
import io.archtest.model.ProcessSettings;
import io.archtest.model.Redaction;
import io.archtest.model.ResourceLimits;
import io.archtest.model.RestartPolicy;
import io.archtest.model.SecuritySettings;
import io.archtest.scenario.CheckDeclaration;
import io.archtest.scenario.PlacementRule;
import io.archtest.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Builds scenarios for tests, without a file. */
public final class ScenarioFixture {
    private final List<Component> components = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final Map<String, PlacementRule> placements = new LinkedHashMap<>();
    private final List<CheckDeclaration> checks = new ArrayList<>();
    private final Map<String, NetworkDefinition> networks = new LinkedHashMap<>();
    private Inference inference = Inference.none();

    /** A component on the default network that starts after the named ones. */
    public ScenarioFixture component(String name, List<Integer> ports, String... after) {
        return add(name, Component.Kind.COMPONENT, ports, List.of(), Optional.empty(), after);
    }

    public ScenarioFixture job(String name, String... after) {
        return add(name, Component.Kind.JOB, List.of(), List.of(), Optional.empty(), after);
    }

    public ScenarioFixture pinned(String name, Architecture architecture) {
        return add(name, Component.Kind.COMPONENT, List.of(), List.of(), Optional.of(architecture));
    }

    public ScenarioFixture withVolume(String name, String volume) {
        return add(
                name,
                Component.Kind.COMPONENT,
                List.of(),
                List.of(Mount.volume(volume, "/data", false)),
                Optional.empty());
    }

    public ScenarioFixture withHostFolder(String name, String folder) {
        return add(
                name,
                Component.Kind.COMPONENT,
                List.of(),
                List.of(Mount.bind(folder, "/data", false)),
                Optional.empty());
    }

    /** What the last added one reserves. */
    public ScenarioFixture reserving(long bytes) {
        Component last = components.remove(components.size() - 1);
        ResourceLimits resources = new ResourceLimits(
                Optional.empty(), Optional.of(bytes), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
        components.add(new Component(
                last.name(),
                last.kind(),
                last.image(),
                last.process(),
                resources,
                last.security(),
                last.ports(),
                last.mounts(),
                last.files(),
                last.healthCheck(),
                last.dependencies(),
                last.networks(),
                last.extraHosts(),
                last.labels(),
                last.restart(),
                last.pin(),
                last.settings(),
                last.connections(),
                last.build(),
                last.inferred()));
        return this;
    }

    public ScenarioFixture edge(String from, String to, int port) {
        edges.add(new Edge(ComponentName.of(from), ComponentName.of(to), port));
        return this;
    }

    public ScenarioFixture emulated(String placement, String... names) {
        placements.put(
                placement,
                new PlacementRule(Arrays.stream(names).map(ComponentName::of).collect(Collectors.toSet()), Map.of()));
        return this;
    }

    public ScenarioFixture inferring(Inference found) {
        inference = found;
        return this;
    }

    public ScenarioFixture check(CheckDeclaration check) {
        checks.add(check);
        return this;
    }

    /** The file calls the default network internal. */
    public ScenarioFixture internal() {
        networks.put("default", new NetworkDefinition(true, false, false, List.of(), Map.of(), Map.of()));
        return this;
    }

    public Scenario build() {
        Set<String> volumes = components.stream()
                .flatMap(component -> component.mounts().stream())
                .flatMap(mount -> mount.source().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        return new Scenario(
                "fixture",
                "a scenario for tests",
                Path.of("compose.yaml"),
                List.of(Path.of("compose.yaml")),
                components,
                edges,
                List.copyOf(volumes),
                placements,
                checks,
                Optional.empty(),
                Map.of(),
                Map.of(),
                Redaction.none(),
                List.of(),
                networks,
                inference);
    }

    private ScenarioFixture add(
            String name,
            Component.Kind kind,
            List<Integer> ports,
            List<Mount> mounts,
            Optional<Architecture> pinned,
            String... after) {
        components.add(new Component(
                ComponentName.of(name),
                kind,
                "example/" + name + ":1",
                ProcessSettings.asInImage(),
                ResourceLimits.none(),
                SecuritySettings.engineDefaults(),
                ports,
                mounts,
                List.of(),
                Optional.of(healthCheck()).filter(check -> kind == Component.Kind.COMPONENT),
                Arrays.stream(after)
                        .map(other -> new Dependency(ComponentName.of(other), condition(other), true))
                        .toList(),
                List.of(new NetworkAttachment("default", List.of())),
                Map.of(),
                Map.of(),
                RestartPolicy.never(),
                pinned.map(architecture -> new Pin(architecture, "the fixture")),
                ContainerSettings.none(),
                Connections.none(),
                Optional.empty(),
                InferredPorts.none()));
        return this;
    }

    private Dependency.Condition condition(String name) {
        return components.stream()
                        .anyMatch(component ->
                                component.name().value().equals(name) && component.kind() == Component.Kind.JOB)
                ? Dependency.Condition.COMPLETED
                : Dependency.Condition.HEALTHY;
    }

    private static HealthCheck healthCheck() {
        return new HealthCheck(
                List.of("CMD", "true"), Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(10), 3);
    }
}
