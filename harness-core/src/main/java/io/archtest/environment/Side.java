package io.archtest.environment;

import io.archtest.engine.ContainerSpec;
import io.archtest.engine.Engine;
import io.archtest.engine.Execution;
import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.NetworkAttachment;
import io.archtest.model.NetworkDefinition;
import io.archtest.model.VolumeSettings;
import io.archtest.plan.PlannedRun;
import io.archtest.profile.Profile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * All that runs on one architecture: its engine, and networks of its own that no component of the other side is on, even
 * where one engine serves both.
 *
 * @param networks Docker's network id by the Compose network's name
 * @param definitions what those networks are, by the same name
 * @param outside a further network, for relays and gates of components that are on internal networks only; none of
 *     those components is on it
 */
record Side(
        Architecture architecture,
        Profile profile,
        Engine engine,
        Map<String, String> networks,
        Map<String, NetworkDefinition> definitions,
        Optional<String> outside) {

    /** Of an environment that another process started: nothing more is started in its networks. */
    static Side closed(Architecture architecture, Profile profile, Engine engine) {
        return new Side(architecture, profile, engine, Map.of(), Map.of(), Optional.empty());
    }

    /** Creates the networks and volumes that this side's components and relays need. */
    static Side create(RunScope scope, PlannedRun run, Architecture architecture) {
        Profile profile = run.profile(architecture);
        Engine engine = scope.engine(profile);
        Map<String, NetworkDefinition> definitions = run.networks(architecture);
        Map<String, String> networks = new HashMap<>();
        definitions.forEach((name, definition) -> {
            String full = "archtest-%s-%s-%s".formatted(scope.runId(), architecture.word(), name);
            networks.put(name, network(scope, engine, full, name, definition));
        });
        Optional<String> outside = definitions.values().stream().anyMatch(NetworkDefinition::internal)
                ? Optional.of(network(
                        scope,
                        engine,
                        "archtest-%s-outside-%s".formatted(scope.runId(), architecture.word()),
                        "outside",
                        NetworkDefinition.plain()))
                : Optional.empty();
        volumes(run, architecture)
                .forEach((volume, settings) -> scope.creating(() -> {
                    Map<String, String> labels = new HashMap<>(settings.labels());
                    labels.putAll(scope.labels("volume", volume));
                    engine.createVolume(volumeName(scope, volume), labels, settings.driverOptions());
                    return volume;
                }));
        return new Side(architecture, profile, engine, networks, definitions, outside);
    }

    private static String network(
            RunScope scope, Engine engine, String full, String name, NetworkDefinition definition) {
        Map<String, String> labels = new HashMap<>(definition.labels());
        labels.putAll(scope.labels("network", name));
        return scope.creating(() -> engine.createNetwork(full, withIpv6(full, definition), labels));
    }

    /** Engines before 27 don't find a range of IPv6 addresses by themselves: RFC 4193 gives everybody one. */
    private static NetworkDefinition withIpv6(String name, NetworkDefinition definition) {
        boolean named = definition.pools().stream()
                .flatMap(pool -> pool.subnet().stream())
                .anyMatch(subnet -> subnet.contains(":"));
        if (!definition.ipv6() || named) {
            return definition;
        }
        UUID random = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        String hex = random.toString().replace("-", "");
        String subnet = "fd%s:%s:%s::/64".formatted(hex.substring(0, 2), hex.substring(2, 6), hex.substring(6, 10));
        List<NetworkDefinition.Pool> pools = new ArrayList<>(definition.pools());
        pools.add(new NetworkDefinition.Pool(Optional.of(subnet), Optional.empty(), Optional.empty(), Map.of()));
        return definition.pooled(pools);
    }

    static String volumeName(RunScope scope, String volume) {
        return "archtest-%s-%s".formatted(scope.runId(), volume);
    }

    /** Where a component, or the relay that stands in for it, is on this side. */
    List<ContainerSpec.Attachment> attachments(Component component) {
        List<ContainerSpec.Attachment> attachments = new ArrayList<>();
        for (NetworkAttachment network : component.networks()) {
            Set<String> names = new LinkedHashSet<>();
            names.add(component.name().value());
            names.addAll(network.aliases());
            attachments.add(new ContainerSpec.Attachment(
                    id(network.network()),
                    List.copyOf(names),
                    addresses(network),
                    component.connections().links()));
        }
        return attachments;
    }

    private String id(String network) {
        String id = networks.get(network);
        if (id == null) {
            throw new IllegalStateException("Network '%s' was not created".formatted(network));
        }
        return id;
    }

    private NetworkAttachment.Addresses addresses(NetworkAttachment network) {
        NetworkDefinition definition = definitions.getOrDefault(network.network(), NetworkDefinition.plain());
        return definition.addressed()
                ? network.addresses()
                : new NetworkAttachment.Addresses(
                        Optional.empty(), Optional.empty(), network.addresses().mac());
    }

    /** Where the relay for a component is: it knows no links, has no hardware address to keep, and gets out. */
    List<ContainerSpec.Attachment> relayAttachments(Component component) {
        List<ContainerSpec.Attachment> attachments = new ArrayList<>();
        for (ContainerSpec.Attachment each : attachments(component)) {
            NetworkAttachment.Addresses addresses = new NetworkAttachment.Addresses(
                    each.addresses().ipv4(), each.addresses().ipv6(), Optional.empty());
            attachments.add(new ContainerSpec.Attachment(each.networkId(), each.aliases(), addresses, List.of()));
        }
        if (confined(component)) {
            outside.ifPresent(id -> attachments.add(new ContainerSpec.Attachment(id, List.of())));
        }
        return attachments;
    }

    /** Where the gate for a component on internal networks is. */
    List<ContainerSpec.Attachment> gateAttachments(Component component) {
        List<ContainerSpec.Attachment> attachments = new ArrayList<>();
        outside.ifPresent(id -> attachments.add(new ContainerSpec.Attachment(id, List.of())));
        component.networks().stream()
                .map(network -> id(network.network()))
                .forEach(id -> attachments.add(new ContainerSpec.Attachment(id, List.of())));
        return attachments;
    }

    /** Whether it is on internal networks only, where the engine publishes no port. */
    boolean confined(Component component) {
        return !component.networks().isEmpty()
                && component.networks().stream()
                        .allMatch(network -> definitions
                                .getOrDefault(network.network(), NetworkDefinition.plain())
                                .internal());
    }

    /** By the processor itself; neither process by process nor in an emulated machine. */
    boolean executedNatively() {
        return engine.info().architecture() == architecture && profile.execution(architecture) == Execution.NATIVE;
    }

    /** Whether others may look for it by an IPv6 address. */
    boolean speaksIpv6(Component component) {
        return component.networks().stream()
                .anyMatch(network -> definitions
                        .getOrDefault(network.network(), NetworkDefinition.plain())
                        .ipv6());
    }

    /** Those that components of this side mount, with what the Compose file says of them. */
    private static Map<String, VolumeSettings> volumes(PlannedRun run, Architecture architecture) {
        Map<String, VolumeSettings> used = new HashMap<>();
        for (Component component : run.scenario().components()) {
            if (run.placement().of(component.name()) == architecture) {
                component
                        .mounts()
                        .forEach(mount -> mount.source()
                                .filter(run.scenario().volumes()::contains)
                                .ifPresent(
                                        name -> used.put(name, mount.options().volume())));
            }
        }
        return used;
    }
}
