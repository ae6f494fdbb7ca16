package io.archtest.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.archtest.model.Architecture;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Opens connections to Docker daemons. */
public final class Engines {
    private static final Duration PING = Duration.ofSeconds(10);
    /** Below it a daemon ignores the platform of a new container in silence (moby API 1.41). */
    private static final RemoteApiVersion OLDEST = RemoteApiVersion.create(1, 41);
    /** The newest version whose answers docker-java is known to read. */
    private static final RemoteApiVersion NEWEST = RemoteApiVersion.create(1, 47);

    private Engines() {}

    /**
     * Connects to {@code unix:///...} or {@code tcp://...}; the environment (DOCKER_HOST and the like) is not read. The
     * caller closes the engine.
     *
     * @throws EngineException when nothing answers, or the daemon is too old
     */
    public static Engine connect(String endpoint) {
        Calls calls = new Calls(endpoint);
        try {
            RemoteApiVersion version;
            try (DockerClient client = client(endpoint, RemoteApiVersion.unknown())) {
                version = calls.call(
                        "connect", PING, () -> choose(client.versionCmd().exec(), endpoint));
            }
            DockerClient client = client(endpoint, version);
            EngineInfo info = calls.call("read the engine's facts", PING, () -> info(client, endpoint, version));
            return new DockerEngine(client, client(endpoint, version), calls, info);
        } catch (EngineException e) {
            calls.close();
            throw e;
        } catch (Exception e) {
            calls.close();
            throw Failures.translate("connect", endpoint, e);
        }
    }

    private static DockerClient client(String endpoint, RemoteApiVersion version) {
        DefaultDockerClientConfig.Builder builder =
                new DefaultDockerClientConfig.Builder().withDockerHost(endpoint).withDockerTlsVerify(false);
        if (!version.equals(RemoteApiVersion.unknown())) {
            builder.withApiVersion(version);
        }
        DockerClientConfig config = builder.build();
        return DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(URI.create(endpoint))
                        .connectionTimeout(PING)
                        .maxConnections(400)
                        .build());
    }

    private static RemoteApiVersion choose(com.github.dockerjava.api.model.Version server, String endpoint) {
        RemoteApiVersion offered = RemoteApiVersion.parseConfig(Objects.requireNonNull(server.getApiVersion()));
        RemoteApiVersion chosen = offered.isGreaterOrEqual(NEWEST) ? NEWEST : offered;
        String minimum = server.getMinAPIVersion();
        if (minimum != null && !chosen.isGreaterOrEqual(RemoteApiVersion.parseConfig(minimum))) {
            // a daemon that dropped what we know is still worth trying with the oldest that it knows
            chosen = RemoteApiVersion.parseConfig(minimum);
        }
        if (!chosen.isGreaterOrEqual(OLDEST)) {
            throw new EngineException(
                    EngineException.Reason.REFUSED,
                    "The engine at %s (Docker %s) speaks API %s; archtest needs 1.41 (Docker 20.10) or newer, since older ones ignore the platform of a container"
                            .formatted(endpoint, server.getVersion(), server.getApiVersion()));
        }
        return chosen;
    }

    private static EngineInfo info(DockerClient client, String endpoint, RemoteApiVersion version) {
        Info info = client.infoCmd().exec();
        return new EngineInfo(
                endpoint,
                Objects.requireNonNullElse(info.getServerVersion(), "unknown"),
                version.getVersion(),
                Architecture.parse(Objects.requireNonNullElse(info.getArchitecture(), "unknown")),
                Objects.requireNonNullElse(info.getOperatingSystem(), "unknown"),
                bridgeAddress(client),
                Objects.requireNonNullElse(info.getNCPU(), 1),
                Objects.requireNonNullElse(info.getMemTotal(), 0L),
                "%s|%s|%s".formatted(info.getDockerRootDir(), info.getName(), info.getKernelVersion()));
    }

    private static String bridgeAddress(DockerClient client) {
        Network bridge = client.inspectNetworkCmd().withNetworkId("bridge").exec();
        return bridge.getIpam().getConfig().stream()
                .map(Engines::gateway)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(
                        () -> new EngineException(
                                EngineException.Reason.REFUSED,
                                "The engine's default bridge network has no gateway address; host.docker.internal would lead nowhere"));
    }

    /** Docker 20.10 names only the subnet unless the daemon was told an address; it takes the first one then. */
    private static Optional<String> gateway(Network.Ipam.Config config) {
        if (config.getGateway() != null && !config.getGateway().isEmpty()) {
            return Optional.of(config.getGateway());
        }
        String subnet = config.getSubnet();
        return subnet == null || subnet.indexOf(':') >= 0
                ? Optional.empty()
                : Optional.of(subnet.replaceFirst("\\.\\d+/\\d+$", ".1"));
    }
}
