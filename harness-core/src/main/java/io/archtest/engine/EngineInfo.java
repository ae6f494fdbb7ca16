package io.archtest.engine;

import io.archtest.model.Architecture;

/**
 * What a daemon says of itself.
 *
 * @param endpoint where it was reached
 * @param architecture of the daemon's kernel
 * @param bridgeAddress the gateway of its default bridge, to which {@code host-gateway} leads on a plain Linux engine
 * @param identity tells two daemons apart: root folder, host name and kernel (the daemon's own id may be shared, see
 *     moby's /etc/docker/key.json)
 */
public record EngineInfo(
        String endpoint,
        String version,
        String apiVersion,
        Architecture architecture,
        String operatingSystem,
        String bridgeAddress,
        int cpus,
        long memoryBytes,
        String identity) {}
