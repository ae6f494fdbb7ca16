package io.archtest.engine;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.BlkioRateDevice;
import com.github.dockerjava.api.model.BlkioWeightDevice;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import io.archtest.engine.EngineException.Reason;
import io.archtest.model.BlockIo;
import io.archtest.model.ContainerSettings;
import io.archtest.model.Logging;
import io.archtest.model.NameResolution;
import io.archtest.model.Namespaces;
import io.archtest.model.Scheduling;
import java.util.List;

/** Puts {@link ContainerSettings} into a create call. */
final class EngineSettings {
    private final ContainerSettings settings;
    private final ApiVersion apiVersion;

    EngineSettings(ContainerSettings settings, ApiVersion apiVersion) {
        this.settings = settings;
        this.apiVersion = apiVersion;
    }

    void apply(CreateContainerCmd command, HostConfig host) {
        namespaces(host, settings.namespaces());
        scheduling(host, settings.scheduling());
        blockIo(host, settings.blockIo());
        names(host, settings.names());
        settings.logging().ifPresent(logging -> host.withLogConfig(log(logging)));
        settings.runtime().ifPresent(host::withRuntime);
        command.withStdinOpen(settings.standardInput());
        if (!settings.annotations().isEmpty() && apiVersion.knows(ApiVersion.ANNOTATIONS)) {
            host.withAnnotations(settings.annotations());
        }
        if (!settings.storage().isEmpty()) {
            host.withStorageOpt(settings.storage());
        }
    }

    private static void namespaces(HostConfig host, Namespaces namespaces) {
        namespaces.ipc().ifPresent(host::withIpcMode);
        namespaces.pid().ifPresent(host::withPidMode);
        namespaces.uts().ifPresent(host::withUtSMode);
        namespaces.cgroup().ifPresent(host::withCgroupnsMode);
        namespaces.cgroupParent().ifPresent(host::withCgroupParent);
        namespaces.user().ifPresent(host::withUsernsMode);
    }

    private static void scheduling(HostConfig host, Scheduling scheduling) {
        scheduling.cpuShares().ifPresent(host::withCpuShares);
        scheduling.cpuQuota().ifPresent(host::withCpuQuota);
        scheduling.cpuPeriod().ifPresent(host::withCpuPeriod);
        scheduling.realtimeRuntime().ifPresent(host::withCpuRealtimeRuntime);
        scheduling.realtimePeriod().ifPresent(host::withCpuRealtimePeriod);
        scheduling.cpuset().ifPresent(host::withCpusetCpus);
        scheduling.swapBytes().ifPresent(host::withMemorySwap);
        scheduling.swappiness().ifPresent(host::withMemorySwappiness);
        scheduling.oomScore().ifPresent(host::withOomScoreAdj);
        if (scheduling.oomKillDisabled()) {
            host.withOomKillDisable(true);
        }
    }

    private static void blockIo(HostConfig host, BlockIo limits) {
        limits.weight().ifPresent(host::withBlkioWeight);
        if (!limits.weights().isEmpty()) {
            host.withBlkioWeightDevice(limits.weights().stream()
                    .map(device ->
                            new BlkioWeightDevice().withPath(device.path()).withWeight((int) device.value()))
                    .toList());
        }
        host.withBlkioDeviceReadBps(rates(limits.readBytes()));
        host.withBlkioDeviceReadIOps(rates(limits.readOperations()));
        host.withBlkioDeviceWriteBps(rates(limits.writeBytes()));
        host.withBlkioDeviceWriteIOps(rates(limits.writeOperations()));
    }

    private static List<BlkioRateDevice> rates(List<BlockIo.Device> devices) {
        return devices.stream()
                .map(device -> new BlkioRateDevice().withPath(device.path()).withRate(device.value()))
                .toList();
    }

    private static void names(HostConfig host, NameResolution names) {
        host.withDns(names.servers());
        host.withDnsSearch(names.search());
        host.withDnsOptions(names.options());
    }

    private static LogConfig log(Logging logging) {
        LogConfig.LoggingType type = switch (logging.driver()) {
            case JSON_FILE -> LogConfig.LoggingType.JSON_FILE;
            case LOCAL -> LogConfig.LoggingType.LOCAL;
            case JOURNALD -> LogConfig.LoggingType.JOURNALD;
        };
        return new LogConfig(type, logging.options());
    }

    /** A newer API takes it without a word and gives the container another one. */
    static void macAddress(CreateContainerCmd command, String address, ApiVersion apiVersion) {
        if (apiVersion.knows(ApiVersion.MAC_PER_NETWORK)) {
            throw new EngineException(
                    Reason.REFUSED,
                    "mac_address '%s' is for engines before 25 (API %s); this one speaks %s, where an address belongs to a network"
                            .formatted(address, ApiVersion.MAC_PER_NETWORK, apiVersion));
        }
        command.withMacAddress(address);
    }
}
