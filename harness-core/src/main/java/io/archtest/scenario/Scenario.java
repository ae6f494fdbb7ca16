package io.archtest.scenario;

import io.archtest.model.BuildSpec;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.Edge;
import io.archtest.model.Inference;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.NetworkDefinition;
import io.archtest.model.Pin;
import io.archtest.model.Redaction;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What to run and what to ask: a Compose file with its {@code x-archtest} section, read and interpolated.
 *
 * @param file the Compose file, or the first of several; relative paths are relative to its folder
 * @param sources all files that it was read from, that one included
 * @param components in file order
 * @param edges declared ones
 * @param volumes Compose names of the named volumes
 * @param placements by name, as declared
 * @param packaged the {@code images.yaml} that tells how to build the scenario's images from packages
 * @param options what the scenario's options were set to, by name
 * @param networks by Compose name; those that aren't among them are plain
 * @param secrets values generated for this reading, by variable name; never to be shown
 * @param redaction takes those out of what people read, and what else of the scenario is secret
 * @param notices what a user should know of the file though it is valid, such as variables that aren't set
 * @param inference what was found beyond what is declared; its ports are among those of the components
 */
public record Scenario(
        String name,
        String description,
        Path file,
        List<Path> sources,
        List<Component> components,
        List<Edge> edges,
        List<String> volumes,
        Map<String, PlacementRule> placements,
        List<CheckDeclaration> checks,
        Optional<Path> packaged,
        Map<String, String> options,
        Map<String, String> secrets,
        Redaction redaction,
        List<String> notices,
        Map<String, NetworkDefinition> networks,
        Inference inference) {

    public Scenario {
        sources = List.copyOf(sources);
        components = List.copyOf(components);
        edges = List.copyOf(edges);
        volumes = List.copyOf(volumes);
        placements = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(placements));
        checks = List.copyOf(checks);
        options = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(options));
        secrets = Map.copyOf(secrets);
        notices = List.copyOf(notices);
        networks = Map.copyOf(networks);
    }

    /** The network of that Compose name. */
    public NetworkDefinition network(String network) {
        return networks.getOrDefault(network, NetworkDefinition.plain());
    }

    /** The component of that name, or all containers of the service that is called so. */
    public List<Component> named(ComponentName service) {
        List<Component> replicas = components.stream()
                .filter(component -> component.connections().replicaOf().equals(Optional.of(service)))
                .toList();
        return replicas.isEmpty() ? List.of(component(service)) : replicas;
    }

    /** With more edges and notes, and the ports that they give to components. */
    public Scenario inferring(Inference found) {
        return with(
                components.stream()
                        .map(component -> component.withPorts(found.portsOf(component.name())))
                        .toList(),
                found);
    }

    /** With pins that the file doesn't say; what it says itself counts more. */
    public Scenario pinning(Map<ComponentName, Pin> pins) {
        return with(
                components.stream()
                        .map(component -> Optional.ofNullable(pins.get(component.name()))
                                .map(component::pinnedBy)
                                .orElse(component))
                        .toList(),
                inference);
    }

    private Scenario with(List<Component> others, Inference found) {
        return new Scenario(
                name,
                description,
                file,
                sources,
                others,
                edges,
                volumes,
                placements,
                checks,
                packaged,
                options,
                secrets,
                redaction,
                notices,
                networks,
                found);
    }

    public Component component(ComponentName name) {
        return components.stream()
                .filter(component -> component.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        "No component '%s' in scenario '%s'; known: %s".formatted(name, name(), componentNames())));
    }

    /** How a component's image is built: as it says itself, or as another does that gives the image this name. */
    public Optional<BuildSpec> build(Component component) {
        return component
                .build()
                .or(() -> components.stream()
                        .filter(other -> other.image().equals(component.image()))
                        .flatMap(other -> other.build().stream())
                        .findFirst());
    }

    /** For messages: all names, comma separated. */
    public String componentNames() {
        return components.stream().map(component -> component.name().value()).collect(Collectors.joining(", "));
    }
}
