package io.archtest.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One Compose service: what to run, not where. A {@link Kind#COMPONENT} stays up, a {@link Kind#JOB} runs once and must
 * exit 0.
 *
 * @param ports container ports (TCP) that others may talk to, from {@code ports} and {@code expose}, in file order, and then
 *     the inferred ones
 * @param files contents to be placed in the container before it starts ({@code configs} and {@code secrets})
 * @param networks the first is the one whose name resolution counts; none with {@code network_mode: none}, and those of the
 *     other component where it shares that one's network namespace
 * @param extraHosts addresses by name, {@code host-gateway} included
 * @param pin the only architecture that the scenario's author allows
 * @param build how its image is made from source; {@code image} is then what the file or archtest calls it
 * @param inferred which of the ports nobody declared
 */
public record Component(
        ComponentName name,
        Kind kind,
        String image,
        ProcessSettings process,
        ResourceLimits resources,
        SecuritySettings security,
        List<Integer> ports,
        List<Mount> mounts,
        List<FileContent> files,
        Optional<HealthCheck> healthCheck,
        List<Dependency> dependencies,
        List<NetworkAttachment> networks,
        Map<String, List<String>> extraHosts,
        Map<String, String> labels,
        RestartPolicy restart,
        Optional<Pin> pin,
        ContainerSettings settings,
        Connections connections,
        Optional<BuildSpec> build,
        InferredPorts inferred) {

    /** Without dependencies on components that aren't among these and that it can do without. */
    public Component withoutOptionalDependencies(Set<String> there) {
        List<Dependency> kept = dependencies.stream()
                .filter(dependency ->
                        dependency.required() || there.contains(dependency.on().value()))
                .toList();
        return connected(name, kept, networks, connections);
    }

    /** The same under that name, with those dependencies and networks. */
    public Component connected(
            ComponentName newName,
            List<Dependency> newDependencies,
            List<NetworkAttachment> newNetworks,
            Connections newConnections) {
        return new Component(
                newName,
                kind,
                image,
                process,
                resources,
                security,
                ports,
                mounts,
                files,
                healthCheck,
                newDependencies,
                newNetworks,
                extraHosts,
                labels,
                restart,
                pin,
                settings,
                newConnections,
                build,
                inferred);
    }

    /** With ports that it was found to have beyond those that its service declares. */
    public Component withPorts(InferredPorts found) {
        List<Integer> declared = declaredPorts();
        InferredPorts added = found.without(declared);
        List<Integer> all = new ArrayList<>(declared);
        all.addAll(added.asked().keySet());
        all.addAll(added.carried().keySet());
        return new Component(
                name,
                kind,
                image,
                process,
                resources,
                security,
                all,
                mounts,
                files,
                healthCheck,
                dependencies,
                networks,
                extraHosts,
                labels,
                restart,
                pin,
                settings,
                connections,
                build,
                added);
    }

    /** The same that may run there only, unless its author has said so already. */
    public Component pinnedBy(Pin found) {
        return new Component(
                name,
                kind,
                image,
                process,
                resources,
                security,
                ports,
                mounts,
                files,
                healthCheck,
                dependencies,
                networks,
                extraHosts,
                labels,
                restart,
                pin.or(() -> Optional.of(found)),
                settings,
                connections,
                build,
                inferred);
    }

    /** The architecture of its pin. */
    public Optional<Architecture> pinned() {
        return pin.map(Pin::architecture);
    }

    /** Those of {@code ports} that its own service says. */
    public List<Integer> declaredPorts() {
        return ports.stream()
                .filter(port -> !inferred.asked().containsKey(port)
                        && !inferred.carried().containsKey(port))
                .toList();
    }

    /** Those of {@code ports} that somebody must be listening on. */
    public List<Integer> askedPorts() {
        return ports.stream()
                .filter(port -> !inferred.carried().containsKey(port))
                .toList();
    }

    /** Why a port counts as one of its own that its service doesn't say; empty text for one that it does. */
    public String reasonFor(int port) {
        String why = inferred.asked().get(port);
        return why == null
                ? ""
                : "; that '%s' listens on %d is inferred: %s. If that is wrong, give the edge 'ignore: true' in x-archtest.edges"
                        .formatted(name, port, why);
    }

    /** How a service ends: never, or by exiting 0. */
    public enum Kind {
        COMPONENT,
        JOB;

        /** The word in reports. */
        public String word() {
            return this == COMPONENT ? "component" : "job";
        }
    }

    public Component {
        ports = List.copyOf(ports);
        mounts = List.copyOf(mounts);
        files = List.copyOf(files);
        dependencies = List.copyOf(dependencies);
        networks = List.copyOf(networks);
        extraHosts = Map.copyOf(extraHosts);
        labels = Map.copyOf(labels);
    }

    /** The one whose network namespace it lives in: itself, unless it shares another one's. */
    public ComponentName namespace() {
        return connections.namespaceOf().orElse(name);
    }

    /** Whether both have the same addresses, and reach each other as {@code localhost}. */
    public boolean sharesNamespaceWith(Component other) {
        return namespace().equals(other.namespace());
    }

    public boolean sharesNetworkWith(Component other) {
        return sharesNamespaceWith(other)
                || networks.stream()
                        .anyMatch(mine -> other.networks.stream()
                                .anyMatch(theirs -> theirs.network().equals(mine.network())));
    }
}
