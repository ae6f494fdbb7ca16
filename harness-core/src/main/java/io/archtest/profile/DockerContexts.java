package io.archtest.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.host.Sha256;
import io.archtest.model.InvalidRequestException;
import io.archtest.profile.ProfileException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Docker CLI's own store of contexts (docker/cli, cli/context/store), read without the CLI. DOCKER_HOST and
 * DOCKER_CONTEXT are not looked at: a context is used because it was named, and for nothing else.
 */
public final class DockerContexts {
    /** The context that is always there and in no store. */
    private static final DockerContext DEFAULT =
            new DockerContext("default", DockerProfiles.DEFAULT_ENDPOINT, Optional.empty());

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path store;

    /** @param configuration Docker's folder of settings */
    public DockerContexts(Path configuration) {
        this.store = configuration.resolve("contexts");
    }

    /** Those of this user: below {@code DOCKER_CONFIG}, or {@code ~/.docker}. */
    public static DockerContexts of(Map<String, String> environment) {
        return new DockerContexts(configuration(environment));
    }

    /** Docker's folder of settings. */
    public static Path configuration(Map<String, String> environment) {
        String own = environment.getOrDefault("DOCKER_CONFIG", "");
        return own.isEmpty()
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".docker")
                : Path.of(own);
    }

    /** All, the default one first, the others by name. */
    public List<DockerContext> all() {
        List<DockerContext> contexts = new ArrayList<>(List.of(DEFAULT));
        Path folder = store.resolve("meta");
        if (Files.isDirectory(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                entries.map(entry -> entry.resolve("meta.json"))
                        .filter(Files::exists)
                        .map(this::read)
                        .sorted(Comparator.comparing(DockerContext::name))
                        .forEach(contexts::add);
            } catch (IOException e) {
                throw new ProfileException(
                        Reason.UNREADABLE, "Cannot read Docker's contexts in %s: %s".formatted(folder, e), e);
            }
        }
        return contexts;
    }

    /** @throws InvalidRequestException when there is none of that name, listing those that there are */
    public DockerContext require(String name) {
        return find(name)
                .orElseThrow(() -> new InvalidRequestException(
                        "No Docker context '%s' in %s; known: %s. 'docker context create' makes one"
                                .formatted(
                                        name,
                                        store,
                                        all().stream().map(DockerContext::name).collect(Collectors.joining(", ")))));
    }

    public Optional<DockerContext> find(String name) {
        if (name.equals(DEFAULT.name())) {
            return Optional.of(DEFAULT);
        }
        Path meta = folder(name).resolve("meta.json");
        return Files.exists(meta) ? Optional.of(read(meta)) : Optional.empty();
    }

    /** Where a context of that name is kept. */
    public Path folder(String name) {
        return store.resolve("meta").resolve(Sha256.hex(name));
    }

    private DockerContext read(Path meta) {
        JsonNode node;
        try {
            node = JSON.readTree(meta.toFile());
        } catch (IOException e) {
            throw new ProfileException(
                    Reason.UNREADABLE, "Cannot read the Docker context in %s: %s".formatted(meta, e.getMessage()), e);
        }
        String name = node.path("Name").asText("");
        JsonNode docker = node.path("Endpoints").path("docker");
        String endpoint = docker.path("Host").asText("");
        if (name.isEmpty() || endpoint.isEmpty()) {
            throw new ProfileException(
                    Reason.UNREADABLE, "The Docker context in %s has no name or no docker endpoint".formatted(meta));
        }
        return new DockerContext(name, endpoint, certificates(name, docker));
    }

    /**
     * As docker/cli (cli/context/docker) tells whether to speak TLS. A context may ask for TLS with anybody who answers;
     * that wish is not carried out, so such an engine must be known by its certificate too.
     */
    private Optional<Path> certificates(String name, JsonNode docker) {
        Path folder = store.resolve("tls").resolve(Sha256.hex(name)).resolve("docker");
        boolean files =
                Stream.of("ca.pem", "cert.pem", "key.pem").map(folder::resolve).anyMatch(Files::exists);
        return files || docker.path("SkipTLSVerify").asBoolean() ? Optional.of(folder) : Optional.empty();
    }
}
