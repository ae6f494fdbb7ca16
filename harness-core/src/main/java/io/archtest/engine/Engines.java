package io.archtest.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.archtest.engine.EngineException.Reason;
import io.archtest.model.Architecture;
import java.nio.file.Files;
import java.nio.file.Path;

/** Connects to Docker engines. */
public final class Engines {
    /** The newest API version that archtest was tested with; a newer daemon still speaks it. */
    private static final ApiVersion NEWEST = new ApiVersion(1, 47);
    /** Below it a daemon ignores the platform on create, and starts the wrong architecture without a word. */
    private static final ApiVersion OLDEST = new ApiVersion(1, 41);

    private Engines() {}

    /**
     * Connects to the daemon at {@code unix:///path} or {@code tcp://host:port}; the environment (DOCKER_HOST and its
     * like) is not looked at. Registry credentials come from {@code ~/.docker/config.json}. Blocks for a few seconds
     * at the most; the caller closes the result.
     *
     * @throws EngineException when nothing answers there within five seconds, or its API is too old or too new
     */
    public static Engine connect(String endpoint) {
        return connect(EngineAddress.of(endpoint));
    }

    /** Like {@link #connect(String)}, for a daemon behind TLS or a tunnel as well. */
    public static Engine connect(EngineAddress address) {
        return connect(address, Path.of(System.getProperty("user.home"), ".docker", "config.json"));
    }

    /** Like {@link #connect(String)} with another file of registry credentials, which need not exist. */
    public static Engine connect(EngineAddress address, Path dockerConfig) {
        checkEndpoint(address.socket());
        String apiVersion;
        try (DaemonConnection first = new DaemonConnection(address, "")) {
            first.ping();
            apiVersion = chosenVersion(address.name(), first.get("read the engine's version", "/version"));
        }
        DaemonConnection connection = new DaemonConnection(address, apiVersion);
        try {
            return new DockerEngine(connection, info(connection, apiVersion), new RegistryCredentials(dockerConfig));
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static void checkEndpoint(String endpoint) {
        if (endpoint.startsWith("unix://")) {
            String socket = endpoint.substring("unix://".length());
            if (!Files.exists(Path.of(socket))) {
                throw new EngineException(
                        Reason.UNREACHABLE,
                        "No engine at '%s': there is no socket '%s'. Start the engine, or name another endpoint"
                                .formatted(endpoint, socket));
            }
        } else if (!endpoint.startsWith("tcp://") && !endpoint.startsWith("npipe://")) {
            throw new EngineException(
                    Reason.REFUSED,
                    "Can't connect to engine '%s': only unix://, tcp:// and npipe:// are supported. For ssh:// make a context of it (docker context create NAME --docker host=ssh://...) and name that: --profile ARCH=NAME"
                            .formatted(endpoint));
        }
    }

    static String chosenVersion(String endpoint, JsonNode version) {
        String newest = version.path("ApiVersion").asText("");
        String oldest = version.path("MinAPIVersion").asText("1.12");
        ApiVersion served = ApiVersion.parse(newest);
        ApiVersion chosen = served.compareTo(NEWEST) < 0 ? served : NEWEST;
        if (chosen.compareTo(OLDEST) < 0) {
            throw new EngineException(
                    Reason.REFUSED,
                    "Engine '%s' (version %s) serves API '%s'; archtest needs %s (Docker 20.10) or newer, since older ones ignore the platform. Update the engine"
                            .formatted(endpoint, version.path("Version").asText("?"), newest, OLDEST));
        }
        if (chosen.compareTo(ApiVersion.parse(oldest)) < 0) {
            throw new EngineException(
                    Reason.REFUSED,
                    "Engine '%s' (version %s) serves no API below '%s'; this archtest speaks %s to %s. Use a newer archtest"
                            .formatted(endpoint, version.path("Version").asText("?"), oldest, OLDEST, NEWEST));
        }
        return chosen.toString();
    }

    private static EngineInfo info(DaemonConnection connection, String apiVersion) {
        JsonNode info = connection.get("read the engine's info", "/info");
        JsonNode bridge =
                connection.get("inspect network 'bridge'", "/networks?filters=%7B%22name%22%3A%5B%22bridge%22%5D%7D");
        return new EngineInfo(
                connection.endpoint(),
                info.path("ServerVersion").asText(""),
                apiVersion,
                Architecture.parse(info.path("Architecture").asText("")),
                info.path("OperatingSystem").asText(""),
                bridgeGateway(bridge),
                info.path("NCPU").asInt(),
                info.path("MemTotal").asLong(),
                "%s on %s (kernel %s)"
                        .formatted(
                                info.path("DockerRootDir").asText(""),
                                info.path("Name").asText(""),
                                info.path("KernelVersion").asText("")));
    }

    /** Empty where the daemon runs without a default bridge. A fresh one may name only its subnet. */
    private static String bridgeGateway(JsonNode networks) {
        for (JsonNode network : networks) {
            for (JsonNode config : network.path("IPAM").path("Config")) {
                String gateway = config.path("Gateway").asText("");
                String subnet = config.path("Subnet").asText("");
                if (!network.path("Name").asText("").equals("bridge") || subnet.contains(":")) {
                    continue;
                }
                return gateway.isEmpty() ? subnet.replaceFirst("\\.\\d+/\\d+$", ".1") : gateway;
            }
        }
        return "";
    }
}
