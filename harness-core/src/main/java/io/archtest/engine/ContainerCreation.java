package io.archtest.engine;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.CreateContainerResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Link;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Ulimit;
import io.archtest.engine.ContainerSpec.Alone;
import io.archtest.engine.ContainerSpec.Attached;
import io.archtest.engine.ContainerSpec.Attachment;
import io.archtest.engine.ContainerSpec.PublishedPort;
import io.archtest.engine.ContainerSpec.Within;
import io.archtest.engine.EngineException.Reason;
import io.archtest.model.HealthCheck;
import io.archtest.model.ProcessSettings;
import io.archtest.model.ResourceLimits;
import io.archtest.model.RestartPolicy;
import io.archtest.model.SecuritySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Creates one container as its {@link ContainerSpec} says, or leaves nothing behind. */
final class ContainerCreation {
    private final DaemonConnection connection;
    private final ApiVersion apiVersion;

    ContainerCreation(DaemonConnection connection, ApiVersion apiVersion) {
        this.connection = connection;
        this.apiVersion = apiVersion;
    }

    String create(ContainerSpec spec, Consumer<String> warnings) {
        CreateContainerCmd command = command(spec);
        String action = "create container '%s' from image '%s' for %s"
                .formatted(spec.name(), spec.image(), spec.architecture().platform());
        CreateContainerResponse made = connection.change(action, DaemonConnection.CHANGE, command::exec);
        String id = made.getId();
        if (made.getWarnings() != null) {
            List.of(made.getWarnings()).forEach(warnings);
        }
        try {
            connectFurtherNetworks(spec, id);
        } catch (RuntimeException e) {
            removeHalfMade(id, e);
            throw e;
        }
        return id;
    }

    private void removeHalfMade(String id, RuntimeException first) {
        try {
            connection.change(
                    "remove half-made container '%s'".formatted(id),
                    DaemonConnection.CHANGE,
                    () -> connection
                            .calls()
                            .removeContainerCmd(id)
                            .withForce(true)
                            .withRemoveVolumes(true)
                            .exec());
        } catch (EngineException second) {
            first.addSuppressed(second);
        }
    }

    /** A create call takes one network only; the others are there before the start, as the daemon allows. */
    private void connectFurtherNetworks(ContainerSpec spec, String id) {
        if (!(spec.networking() instanceof Attached attached)) {
            return;
        }
        for (Attachment network : attached.networks().stream().skip(1).toList()) {
            connection.change(
                    "connect container '%s' to network '%s'".formatted(spec.name(), network.networkId()),
                    DaemonConnection.CHANGE,
                    () -> connection
                            .calls()
                            .connectToNetworkCmd()
                            .withContainerId(id)
                            .withNetworkId(network.networkId())
                            .withContainerNetwork(endpoint(network))
                            .exec());
        }
    }

    private CreateContainerCmd command(ContainerSpec spec) {
        HostConfig host = new HostConfig();
        CreateContainerCmd command = connection
                .calls()
                .createContainerCmd(spec.image())
                .withName(spec.name())
                .withPlatform(spec.architecture().platform())
                .withLabels(spec.labels())
                .withHostConfig(host);
        process(command, host, spec.process());
        entrypoint(spec).ifPresent(command::withEntrypoint);
        resources(host, spec.resources());
        security(host, spec.security());
        EngineMounts.apply(spec.mounts(), spec.settings().volumesFrom(), host);
        host.withRestartPolicy(restart(spec.restart()));
        spec.healthCheck().ifPresent(check -> command.withHealthcheck(healthCheck(check)));
        new EngineSettings(spec.settings(), apiVersion).apply(command, host);
        if (spec.networking() instanceof Attached attached) {
            attach(command, host, attached);
            spec.settings().domainName().ifPresent(command::withDomainName);
            spec.process().hostname().ifPresent(command::withHostName);
        } else if (spec.networking() instanceof Within within) {
            // The other container's hostname counts as well; naming one is refused.
            host.withNetworkMode("container:" + within.containerId());
        } else if (spec.networking() instanceof Alone alone) {
            host.withNetworkMode("none");
            host.withExtraHosts(lines(alone.extraHosts()));
            spec.process().hostname().ifPresent(command::withHostName);
        }
        return command;
    }

    private static void process(CreateContainerCmd command, HostConfig host, ProcessSettings process) {
        process.command().ifPresent(command::withCmd);
        command.withEnv(process.environment().entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList());
        process.user().ifPresent(command::withUser);
        process.workingDirectory().ifPresent(command::withWorkingDir);
        process.stopSignal().ifPresent(command::withStopSignal);
        process.stopGracePeriod().ifPresent(grace -> command.withStopTimeout((int) grace.toSeconds()));
        command.withTty(process.terminal());
        host.withInit(process.init());
    }

    /**
     * A daemon takes the image's command in the place of an empty one, unless an entrypoint is named; and an entrypoint of one
     * empty word is none at all, to which the image's command isn't given either.
     */
    private Optional<List<String>> entrypoint(ContainerSpec spec) {
        Optional<List<String>> own = spec.process().entrypoint();
        boolean noCommand = spec.process().command().filter(List::isEmpty).isPresent();
        if (own.isEmpty() && noCommand) {
            own = Optional.of(entrypointOf(spec.image()));
        }
        return own.map(words -> words.isEmpty() ? List.of("") : words);
    }

    private List<String> entrypointOf(String image) {
        List<String> words = new ArrayList<>();
        connection
                .get("inspect image '%s'".formatted(image), "/images/" + UrlText.path(image) + "/json")
                .path("Config")
                .path("Entrypoint")
                .forEach(word -> words.add(word.asText()));
        return words;
    }

    private static void resources(HostConfig host, ResourceLimits limits) {
        limits.memoryBytes().ifPresent(host::withMemory);
        limits.reservedBytes().ifPresent(host::withMemoryReservation);
        limits.cpus().ifPresent(cpus -> host.withNanoCPUs(Math.round(cpus * 1e9)));
        limits.shmBytes().ifPresent(host::withShmSize);
        limits.pids().ifPresent(host::withPidsLimit);
        host.withUlimits(limits.ulimits().stream()
                .map(limit -> new Ulimit(limit.name(), limit.soft(), limit.hard()))
                .toList());
    }

    private static void security(HostConfig host, SecuritySettings security) {
        host.withCapAdd(capabilities(security.capAdd()));
        host.withCapDrop(capabilities(security.capDrop()));
        if (!security.securityOptions().isEmpty()) {
            host.withSecurityOpts(security.securityOptions());
        }
        if (!security.sysctls().isEmpty()) {
            host.withSysctls(security.sysctls());
        }
        host.withGroupAdd(security.groupAdd());
        host.withReadonlyRootfs(security.readOnly());
        host.withPrivileged(security.privileged());
    }

    private static Capability[] capabilities(List<String> names) {
        return names.stream().map(ContainerCreation::capability).toArray(Capability[]::new);
    }

    private static Capability capability(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        try {
            return Capability.valueOf(upper.startsWith("CAP_") ? upper.substring(4) : upper);
        } catch (IllegalArgumentException e) {
            throw new EngineException(
                    Reason.REFUSED,
                    "Unknown capability '%s'; known: %s".formatted(name, List.of(Capability.values())),
                    e);
        }
    }

    private static com.github.dockerjava.api.model.RestartPolicy restart(RestartPolicy policy) {
        return switch (policy.kind()) {
            case NO -> com.github.dockerjava.api.model.RestartPolicy.noRestart();
            case ALWAYS -> com.github.dockerjava.api.model.RestartPolicy.alwaysRestart();
            case ON_FAILURE -> com.github.dockerjava.api.model.RestartPolicy.onFailureRestart(policy.maximumRetries());
            case UNLESS_STOPPED -> com.github.dockerjava.api.model.RestartPolicy.unlessStoppedRestart();
        };
    }

    /** Zero durations and retries mean the image's or the daemon's own; so does an empty test. */
    private com.github.dockerjava.api.model.HealthCheck healthCheck(HealthCheck check) {
        com.github.dockerjava.api.model.HealthCheck made =
                new com.github.dockerjava.api.model.HealthCheck().withTest(check.test());
        if (check.disabled()) {
            return made;
        }
        if (apiVersion.knows(ApiVersion.START_INTERVAL)
                && !check.startInterval().isZero()) {
            made.withStartInterval(check.startInterval().toNanos());
        }
        return made.withInterval(check.interval().toNanos())
                .withTimeout(check.timeout().toNanos())
                .withStartPeriod(check.startPeriod().toNanos())
                .withRetries(check.retries());
    }

    private void attach(CreateContainerCmd command, HostConfig host, Attached attached) {
        if (!attached.networks().isEmpty()) {
            Attachment first = attached.networks().get(0);
            host.withNetworkMode(first.networkId());
            command.withAliases(first.aliases());
            first.addresses().ipv4().ifPresent(command::withIpv4Address);
            first.addresses().ipv6().ifPresent(command::withIpv6Address);
            first.addresses().mac().ifPresent(address -> EngineSettings.macAddress(command, address, apiVersion));
            host.withLinks(links(first));
        }
        Ports ports = new Ports();
        for (PublishedPort port : attached.ports()) {
            ports.bind(
                    ExposedPort.tcp(port.containerPort()),
                    Ports.Binding.bindIpAndPort(port.hostAddress(), port.hostPort()));
        }
        host.withPortBindings(ports);
        command.withExposedPorts(ports.getBindings().keySet().stream().toList());
        host.withExtraHosts(lines(attached.extraHosts()));
    }

    private static ContainerNetwork endpoint(Attachment network) {
        ContainerNetwork endpoint =
                new ContainerNetwork().withAliases(network.aliases()).withLinks(links(network));
        if (network.addresses().fixed()) {
            ContainerNetwork.Ipam addresses = new ContainerNetwork.Ipam();
            network.addresses().ipv4().ifPresent(addresses::withIpv4Address);
            network.addresses().ipv6().ifPresent(addresses::withIpv6Address);
            endpoint.withIpamConfig(addresses);
        }
        return endpoint;
    }

    private static Link[] links(Attachment network) {
        return network.links().stream()
                .map(link -> new Link(link.name(), link.alias()))
                .toArray(Link[]::new);
    }

    private static String[] lines(Map<String, List<String>> extraHosts) {
        return extraHosts.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(address -> entry.getKey() + ":" + address))
                .toArray(String[]::new);
    }
}
