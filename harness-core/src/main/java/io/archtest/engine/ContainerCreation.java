package io.archtest.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.TmpfsOptions;
import com.github.dockerjava.api.model.Ulimit;
import io.archtest.model.Mount;
import io.archtest.model.ProcessSettings;
import io.archtest.model.ResourceLimits;
import io.archtest.model.SecuritySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns a {@link ContainerSpec} into docker-java's command. */
final class ContainerCreation {
    private final DockerClient client;
    private final ContainerSpec spec;

    ContainerCreation(DockerClient client, ContainerSpec spec) {
        this.client = client;
        this.spec = spec;
    }

    /** Creates it with its first network; the others are connected afterwards, which is all that API 1.41 allows. */
    String create() {
        CreateContainerCmd command = client.createContainerCmd(spec.image())
                .withName(spec.name())
                .withPlatform(spec.architecture().platform())
                .withLabels(spec.labels())
                .withHostConfig(hostConfig());
        process(command);
        spec.healthCheck().ifPresent(check -> command.withHealthcheck(healthCheck(check)));
        List<ContainerSpec.Attachment> networks = List.of();
        if (spec.networking() instanceof ContainerSpec.Attached attached) {
            networks = attached.networks();
            command.withExposedPorts(attached.ports().stream()
                    .map(port -> ExposedPort.tcp(port.containerPort()))
                    .distinct()
                    .toList());
            if (!networks.isEmpty()) {
                command.withAliases(networks.get(0).aliases());
            }
        }
        String id = command.exec().getId();
        try {
            networks.stream().skip(1).forEach(network -> connect(id, network));
        } catch (RuntimeException e) {
            client.removeContainerCmd(id).withForce(true).exec();
            throw e;
        }
        return id;
    }

    private void connect(String id, ContainerSpec.Attachment network) {
        client.connectToNetworkCmd()
                .withContainerId(id)
                .withNetworkId(network.networkId())
                .withContainerNetwork(new ContainerNetwork().withAliases(network.aliases()))
                .exec();
    }

    private void process(CreateContainerCmd command) {
        ProcessSettings process = spec.process();
        process.entrypoint().ifPresent(command::withEntrypoint);
        process.command().ifPresent(command::withCmd);
        command.withEnv(process.environment().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList());
        process.user().ifPresent(command::withUser);
        process.workingDirectory().ifPresent(command::withWorkingDir);
        process.hostname().ifPresent(command::withHostName);
        process.stopSignal().ifPresent(command::withStopSignal);
        process.stopGracePeriod().ifPresent(grace -> command.withStopTimeout((int) grace.toSeconds()));
        command.withTty(process.terminal());
    }

    private HostConfig hostConfig() {
        HostConfig config = HostConfig.newHostConfig()
                .withRestartPolicy(RestartPolicy.parse(restartPolicy()))
                .withInit(spec.process().init());
        resources(config, spec.resources());
        security(config, spec.security());
        mounts(config);
        if (spec.networking() instanceof ContainerSpec.Within within) {
            return config.withNetworkMode("container:" + within.containerId());
        }
        ContainerSpec.Attached attached = (ContainerSpec.Attached) spec.networking();
        return config.withNetworkMode(
                        attached.networks().isEmpty()
                                ? "none"
                                : attached.networks().get(0).networkId())
                .withPortBindings(bindings(attached))
                .withExtraHosts(attached.extraHosts().entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + entry.getValue())
                        .toArray(String[]::new));
    }

    private String restartPolicy() {
        String word = spec.restart().kind().word();
        return spec.restart().maximumRetries() > 0 ? word + ":" + spec.restart().maximumRetries() : word;
    }

    private static Ports bindings(ContainerSpec.Attached attached) {
        Ports ports = new Ports();
        attached.ports()
                .forEach(port -> ports.bind(
                        ExposedPort.tcp(port.containerPort()),
                        Ports.Binding.bindIpAndPort(port.hostAddress(), port.hostPort())));
        return ports;
    }

    private static void resources(HostConfig config, ResourceLimits limits) {
        limits.memoryBytes().ifPresent(config::withMemory);
        limits.cpus().ifPresent(cpus -> config.withNanoCPUs(Math.round(cpus * 1e9)));
        limits.shmBytes().ifPresent(config::withShmSize);
        limits.pids().ifPresent(config::withPidsLimit);
        config.withUlimits(limits.ulimits().stream()
                .map(limit -> new Ulimit(limit.name(), limit.soft(), limit.hard()))
                .toList());
    }

    private static void security(HostConfig config, SecuritySettings security) {
        config.withCapAdd(capabilities(security.capAdd()))
                .withCapDrop(capabilities(security.capDrop()))
                .withSecurityOpts(security.securityOptions())
                .withGroupAdd(security.groupAdd())
                .withSysctls(security.sysctls())
                .withReadonlyRootfs(security.readOnly())
                .withPrivileged(security.privileged());
    }

    private static Capability[] capabilities(List<String> names) {
        return names.stream()
                .map(name -> Capability.valueOf(name.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", "")))
                .toArray(Capability[]::new);
    }

    /** As mounts, not binds: the daemon makes a missing host path of a bind into an empty folder. */
    private void mounts(HostConfig config) {
        List<com.github.dockerjava.api.model.Mount> mounts = new ArrayList<>();
        for (Mount mount : spec.mounts()) {
            com.github.dockerjava.api.model.Mount docker = new com.github.dockerjava.api.model.Mount()
                    .withType(MountType.valueOf(mount.type().name()))
                    .withTarget(mount.target())
                    .withReadOnly(mount.readOnly());
            mount.source().ifPresent(docker::withSource);
            mount.sizeBytes().ifPresent(size -> docker.withTmpfsOptions(new TmpfsOptions().withSizeBytes(size)));
            mounts.add(docker);
        }
        config.withMounts(mounts);
        config.withTmpFs(Map.of());
    }

    private static HealthCheck healthCheck(io.archtest.model.HealthCheck check) {
        if (check.disabled()) {
            return new HealthCheck().withTest(List.of("NONE"));
        }
        return new HealthCheck()
                .withTest(check.test())
                .withInterval(check.interval().toNanos())
                .withTimeout(check.timeout().toNanos())
                .withStartPeriod(check.startPeriod().toNanos())
                .withRetries(check.retries());
    }
}
