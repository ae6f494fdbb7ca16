package io.archtest.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.AuthConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The {@code auths} of Docker's config file. Credential helpers aren't run; {@link #note} says so when it matters. */
final class RegistryCredentials {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HUB = "docker.io";

    private final Path file;

    RegistryCredentials(Path file) {
        this.file = file;
    }

    Optional<AuthConfig> of(ImageReference reference) {
        JsonNode auths = config().path("auths");
        for (String key : keys(reference.registry())) {
            Optional<AuthConfig> found = decode(key, auths.path(key));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** A sentence for the message of a refused pull, empty when nothing is known. */
    String note(ImageReference reference) {
        if (of(reference).isPresent()) {
            return " The credentials in '%s' were used.".formatted(file);
        }
        JsonNode config = config();
        String helper = config.path("credHelpers")
                .path(reference.registry())
                .asText(config.path("credsStore").asText(""));
        return helper.isEmpty()
                ? ""
                : " '%s' keeps credentials in the helper '%s', which archtest does not run: pull the image with docker, or put credentials into its 'auths'."
                        .formatted(file, helper);
    }

    private static List<String> keys(String registry) {
        return registry.equals(HUB)
                ? List.of("https://index.docker.io/v1/", HUB, "index.docker.io", "registry-1.docker.io")
                : List.of(
                        registry,
                        "https://" + registry,
                        "https://" + registry + "/v1/",
                        "https://" + registry + "/v2/");
    }

    private static Optional<AuthConfig> decode(String key, JsonNode entry) {
        String token = entry.path("identitytoken").asText("");
        String auth = entry.path("auth").asText("");
        if (token.isEmpty() && auth.isEmpty()) {
            return Optional.empty();
        }
        AuthConfig config = new AuthConfig().withRegistryAddress(key);
        if (!token.isEmpty()) {
            return Optional.of(config.withIdentityToken(token));
        }
        String[] parts = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8).split(":", 2);
        return Optional.of(config.withUsername(parts[0]).withPassword(parts.length > 1 ? parts[1] : ""));
    }

    /** A file that isn't there or can't be read gives no credentials: the pull is then tried without. */
    private JsonNode config() {
        try {
            return Files.isReadable(file) ? JSON.readTree(Files.readAllBytes(file)) : JSON.createObjectNode();
        } catch (IOException e) {
            return JSON.createObjectNode();
        }
    }
}
