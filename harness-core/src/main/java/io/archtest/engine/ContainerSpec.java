package io.archtest.engine;

import io.archtest.model.Architecture;
import io.archtest.model.Connections.Link;
import io.archtest.model.ContainerSettings;
import io.archtest.model.HealthCheck;
import io.archtest.model.Mount;
import io.archtest.model.NetworkAttachment.Addresses;
import io.archtest.model.ProcessSettings;
import io.archtest.model.ResourceLimits;
import io.archtest.model.RestartPolicy;
import io.archtest.model.SecuritySettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container to be created.
 *
 * @param image an image id, never a tag: a tag can be moved to another platform's image meanwhile
 * @param architecture named to the daemon as platform, so that it refuses an image for another one
 * @param networking on networks of its own, or within another container's
 * @param settings with {@code container:NAME} in the place of {@code service:NAME}, and names of containers to mount from
 */
public record ContainerSpec(
        String name,
        String image,
        Architecture architecture,
        ProcessSettings process,
        ResourceLimits resources,
        SecuritySettings security,
        List<Mount> mounts,
        Optional<HealthCheck> healthCheck,
        Networking networking,
        RestartPolicy restart,
        Map<String, String> labels,
        ContainerSettings settings) {

    /** With everything else as the engine has it. */
    public ContainerSpec(
            String name,
            String image,
            Architecture architecture,
            ProcessSettings process,
            ResourceLimits resources,
            SecuritySettings security,
            List<Mount> mounts,
            Optional<HealthCheck> healthCheck,
            Networking networking,
            RestartPolicy restart,
            Map<String, String> labels) {
        this(
                name,
                image,
                architecture,
                process,
                resources,
                security,
                mounts,
                healthCheck,
                networking,
                restart,
                labels,
                ContainerSettings.none());
    }

    public ContainerSpec {
        mounts = List.copyOf(mounts);
        labels = Map.copyOf(labels);
    }

    /** Likewise, under another name and with other mounts. */
    public ContainerSpec with(String newName, List<Mount> newMounts) {
        return new ContainerSpec(
                newName,
                image,
                architecture,
                process,
                resources,
                security,
                newMounts,
                healthCheck,
                networking,
                restart,
                labels,
                settings);
    }

    /** Where a container's network is. */
    public sealed interface Networking {}

    /** On its own, attached to networks. {@code extraHosts}: addresses by name, {@code host-gateway} included. */
    public record Attached(List<Attachment> networks, List<PublishedPort> ports, Map<String, List<String>> extraHosts)
            implements Networking {
        public Attached {
            networks = List.copyOf(networks);
            ports = List.copyOf(ports);
            extraHosts = Map.copyOf(extraHosts);
        }
    }

    /** In the network namespace of another container, with its names and addresses. */
    public record Within(String containerId) implements Networking {}

    /** On no network at all. */
    public record Alone(Map<String, List<String>> extraHosts) implements Networking {
        public Alone {
            extraHosts = Map.copyOf(extraHosts);
        }
    }

    /**
     * One network (its id), the names to be known by on it, and the addresses to have there.
     *
     * @param links names for others on that network that only this container knows
     */
    public record Attachment(String networkId, List<String> aliases, Addresses addresses, List<Link> links) {
        public Attachment {
            aliases = List.copyOf(aliases);
            links = List.copyOf(links);
        }

        public Attachment(String networkId, List<String> aliases) {
            this(networkId, aliases, Addresses.ANY, List.of());
        }
    }

    /** A TCP port of the container on one address of the engine's host. */
    public record PublishedPort(int containerPort, String hostAddress, int hostPort) {}
}
