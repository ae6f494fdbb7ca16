package io.archtest.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.model.AuthConfig;
import io.archtest.engine.EngineException.Reason;
import io.archtest.model.Architecture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Asks a registry for which platforms it has an image, through the daemon: so by the proxy, the certificates, the mirrors and
 * the tokens by which that daemon would pull it. docker-java doesn't know this call. An image without an index has one
 * platform, that of its config.
 */
final class RegistryIndex {
    /** A registry that answers does so within a second or two; one that doesn't must not hold up a plan. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ObjectMapper json = new ObjectMapper();
    private final DaemonConnection connection;
    private final RegistryCredentials credentials;
    private final BiFunction<ImageReference, EngineException, EngineException> named;

    /** @param named gives a registry's refusal its cause */
    RegistryIndex(
            DaemonConnection connection,
            RegistryCredentials credentials,
            BiFunction<ImageReference, EngineException, EngineException> named) {
        this.connection = connection;
        this.credentials = credentials;
        this.named = named;
    }

    Set<Architecture> offered(String text) {
        ImageReference reference = ImageReference.parse(text);
        JsonNode platforms;
        try {
            platforms = connection
                    .get(
                            "ask for the platforms of image '%s'".formatted(reference),
                            LIMIT,
                            "/distribution/%s/json".formatted(UrlText.path(reference.toString())),
                            headers(reference))
                    .path("Platforms");
        } catch (EngineException e) {
            throw said(reference, e);
        }
        Set<Architecture> offered = EnumSet.noneOf(Architecture.class);
        boolean known = false;
        for (JsonNode platform : platforms) {
            String os = platform.path("os").asText("");
            String architecture = platform.path("architecture").asText("");
            // what an index says of provenance and the like is of no platform
            known |= !os.isEmpty() && !os.equals("unknown") && !architecture.isEmpty();
            for (Architecture each : Architecture.values()) {
                if (os.equals("linux") && architecture.equals(each.dockerName())) {
                    offered.add(each);
                }
            }
        }
        if (!known) {
            throw new EngineException(
                    Reason.IMAGE_UNAVAILABLE,
                    "The registry '%s' doesn't say for which platforms image '%s' is"
                            .formatted(reference.registry(), reference));
        }
        return offered;
    }

    /** The daemon says "error while ..." with 401, 403, 404 or 500, whatever the registry's own status was. */
    private EngineException said(ImageReference reference, EngineException failure) {
        return failure.reason() == Reason.REFUSED || failure.reason() == Reason.NOT_FOUND
                ? named.apply(reference, failure)
                : failure;
    }

    /** As the daemon wants it with a pull, in base64 for addresses. */
    private Map<String, String> headers(ImageReference reference) {
        return credentials
                .of(reference)
                .map(auth -> Map.of(
                        "X-Registry-Auth",
                        Base64.getUrlEncoder()
                                .encodeToString(login(auth).toString().getBytes(StandardCharsets.UTF_8))))
                .orElse(Map.of());
    }

    private ObjectNode login(AuthConfig auth) {
        ObjectNode login = json.createObjectNode();
        put(login, "username", auth.getUsername());
        put(login, "password", auth.getPassword());
        put(login, "identitytoken", auth.getIdentitytoken());
        put(login, "serveraddress", auth.getRegistryAddress());
        return login;
    }

    private static void put(ObjectNode login, String key, @Nullable String value) {
        if (value != null) {
            login.put(key, value);
        }
    }
}
