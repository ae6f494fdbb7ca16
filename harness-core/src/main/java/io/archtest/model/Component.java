package io.archtest.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One Compose service: what to run, not where. A {@link Kind#COMPONENT} stays up, a {@link Kind#JOB} runs once and must
 * exit 0.
 *
 * @param ports container ports (TCP) that others may talk to, from {@code ports} and {@code expose}, in file order
 * @param files contents to be placed in the container before it starts ({@code configs} and {@code secrets})
 * @param networks never empty; the first is the one whose name resolution counts
 * @param extraHosts addresses by name, {@code host-gateway} included
 * @param pinned the only architecture that the scenario's author allows
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
        Optional<Architecture> pinned,
        ContainerSettings settings) {

    /** Without dependencies on components that aren't among these and that it can do without. */
    public Component withoutOptionalDependencies(Set<String> there) {
        List<Dependency> kept = dependencies.stream()
                .filter(dependency ->
                        dependency.required() || there.contains(dependency.on().value()))
                .toList();
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
                kept,
                networks,
                extraHosts,
                labels,
                restart,
                pinned,
                settings);
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
        if (networks.isEmpty()) {
            throw new InvalidRequestException("Component '%s' is on no network".formatted(name));
        }
    }

    public boolean sharesNetworkWith(Component other) {
        return networks.stream()
                .anyMatch(mine -> other.networks.stream()
                        .anyMatch(theirs -> theirs.network().equals(mine.network())));
    }
}
