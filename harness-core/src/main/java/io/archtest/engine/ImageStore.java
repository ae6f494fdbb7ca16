package io.archtest.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.transport.DockerHttpClient;
import io.archtest.engine.EngineException.Reason;
import io.archtest.model.Architecture;
import io.archtest.model.HealthCheck;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The images of one daemon. */
final class ImageStore {
    private static final Duration LOAD = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final List<String> UNAUTHORISED =
            List.of("unauthorized", "denied", "authentication required", "no basic auth credentials");

    private final DaemonConnection connection;
    private final RegistryCredentials credentials;
    private final ObjectMapper json = new ObjectMapper();

    ImageStore(DaemonConnection connection, RegistryCredentials credentials) {
        this.connection = connection;
        this.credentials = credentials;
    }

    /**
     * The daemon resolves the reference itself, ids included. On the classic store a tag holds one platform's image:
     * when that is another one, there is none for the wanted.
     */
    Optional<ImageFacts> find(String reference, Architecture architecture) {
        return inspect(reference).filter(facts -> facts.isFor(architecture));
    }

    private Optional<ImageFacts> inspect(String reference) {
        try {
            JsonNode image = connection.get(
                    "inspect image '%s'".formatted(reference), "/images/" + UrlText.path(reference) + "/json");
            return Optional.of(facts(image));
        } catch (EngineException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static ImageFacts facts(JsonNode image) {
        JsonNode config = image.path("Config");
        List<String> tags = new ArrayList<>();
        image.path("RepoTags").forEach(tag -> tags.add(tag.asText()));
        Map<String, String> labels = new HashMap<>();
        config.path("Labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        List<Integer> ports = new ArrayList<>();
        config.path("ExposedPorts").fieldNames().forEachRemaining(port -> {
            if (port.endsWith("/tcp")) {
                ports.add(Integer.valueOf(port.substring(0, port.indexOf('/'))));
            }
        });
        String digest = image.path("RepoDigests").path(0).asText("");
        return new ImageFacts(
                image.path("Id").asText(""),
                digest.contains("@") ? Optional.of(digest.substring(digest.indexOf('@') + 1)) : Optional.empty(),
                image.path("Os").asText(""),
                image.path("Architecture").asText(""),
                tags,
                labels,
                ports,
                healthCheck(config.path("Healthcheck")),
                instant(image.path("Metadata").path("LastTagTime").asText("")));
    }

    private static Optional<HealthCheck> healthCheck(JsonNode check) {
        List<String> test = new ArrayList<>();
        check.path("Test").forEach(word -> test.add(word.asText()));
        return Optional.of(new HealthCheck(
                        test,
                        nanos(check, "Interval"),
                        nanos(check, "Timeout"),
                        nanos(check, "StartPeriod"),
                        nanos(check, "StartInterval"),
                        check.path("Retries").asInt()))
                .filter(own -> !own.test().isEmpty() && !own.disabled());
    }

    private static Duration nanos(JsonNode check, String field) {
        return Duration.ofNanos(check.path(field).asLong());
    }

    /** The year 1 stands for never. */
    private static Optional<Instant> instant(String text) {
        return text.isEmpty() || text.startsWith("0001-")
                ? Optional.empty()
                : Optional.of(OffsetDateTime.parse(text).toInstant());
    }

    ImageFacts pull(String text, Architecture architecture, Consumer<PullStatus> progress) {
        ImageReference reference = ImageReference.parse(text);
        String action = "pull image '%s' for %s".formatted(reference, architecture.platform());
        PullImageCmd pull = connection
                .streams()
                .pullImageCmd(reference.repository())
                .withTag(reference.tag())
                .withPlatform(architecture.platform());
        credentials.of(reference).ifPresent(pull::withAuthConfig);
        connection.ping();
        PullProgress callback = new PullProgress(progress, System::nanoTime);
        try (callback) {
            pull.exec(callback);
            await(action, callback);
        } catch (IOException e) {
            throw connection.failures().translate(action, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(Reason.TIMED_OUT, "Could not %s: interrupted".formatted(action), e);
        } catch (RuntimeException e) {
            throw pullFailure(reference, connection.failures().translate(action, e));
        }
        if (!callback.error().isEmpty()) {
            throw pullFailure(
                    reference,
                    connection.failures().refusal(action, callback.error(), new IOException(callback.error())));
        }
        return verified(reference, architecture);
    }

    private void await(String action, PullProgress callback) throws InterruptedException, IOException {
        while (!callback.ended(LOOK)) {
            if (callback.silent().compareTo(SILENCE) > 0) {
                connection.ping();
                throw new EngineException(
                        Reason.IMAGE_UNAVAILABLE,
                        "Could not %s: no progress for %s s, last: '%s'. The engine at '%s' itself answers, so look at its way to the registry"
                                .formatted(
                                        action,
                                        DaemonConnection.seconds(SILENCE),
                                        callback.lastLine(),
                                        connection.endpoint()));
            }
        }
    }

    /** With what the registry's refusal means. */
    EngineException pullFailure(ImageReference reference, EngineException failure) {
        boolean registry = failure.reason() == Reason.NOT_FOUND || failure.reason() == Reason.REFUSED;
        String said = String.valueOf(failure.getMessage());
        if (!registry || said.contains("invalid reference format")) {
            return failure;
        }
        return new EngineException(Reason.IMAGE_UNAVAILABLE, said + cause(said, reference), failure);
    }

    private String cause(String said, ImageReference reference) {
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("toomanyrequests") || lower.contains("rate limit")) {
            return ". The registry limits the rate; wait, or log in";
        }
        if (UNAUTHORISED.stream().anyMatch(lower::contains)) {
            return ". The registry '%s' gives it only to those who log in, or has no such image.%s"
                    .formatted(reference.registry(), credentials.note(reference));
        }
        if (lower.contains("manifest unknown") || lower.contains("not found")) {
            return ". The registry '%s' has no such image; check name and tag".formatted(reference.registry());
        }
        return ". The engine can't reach the registry '%s'; check its network and proxy"
                .formatted(reference.registry());
    }

    /** An old registry's single-platform image is pulled whatever platform was asked for. */
    private ImageFacts verified(ImageReference reference, Architecture architecture) {
        Optional<ImageFacts> pulled = inspect(reference.toString());
        if (pulled.isEmpty()) {
            throw new EngineException(
                    Reason.IMAGE_UNAVAILABLE,
                    "Image '%s' was pulled, but the engine at '%s' doesn't have it now; was it removed meanwhile?"
                            .formatted(reference, connection.endpoint()));
        }
        ImageFacts facts = pulled.get();
        if (!facts.isFor(architecture)) {
            throw new EngineException(
                    Reason.WRONG_PLATFORM,
                    "Image '%s' was pulled for %s, but what came is for '%s/%s': the registry has no %s image of it"
                            .formatted(
                                    reference,
                                    architecture.platform(),
                                    facts.os(),
                                    facts.architecture(),
                                    architecture.platform()));
        }
        return facts;
    }

    /** Reads the daemon's whole answer, since a failure comes in the middle of it under status 200. */
    void load(Path archive) {
        String action = "load image archive '%s'".formatted(archive);
        String error = connection.change(action, LOAD, () -> {
            try (InputStream tar = Files.newInputStream(archive);
                    DockerHttpClient.Response response = connection.postTar("/images/load?quiet=1", tar);
                    BufferedReader lines =
                            new BufferedReader(new InputStreamReader(response.getBody(), StandardCharsets.UTF_8))) {
                return lines.lines()
                        .filter(line -> !line.isBlank())
                        .map(this::errorIn)
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse("");
            }
        });
        if (!error.isEmpty()) {
            throw connection.failures().refusal(action, error, new IOException(error));
        }
    }

    private String errorIn(String line) {
        try {
            JsonNode item = json.readTree(line);
            return item.path("errorDetail")
                    .path("message")
                    .asText(item.path("error").asText(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void tag(String imageId, String text) {
        ImageReference reference = ImageReference.parse(text);
        connection.change(
                "tag image '%s' as '%s'".formatted(imageId, reference),
                DaemonConnection.QUICK,
                () -> connection
                        .calls()
                        .tagImageCmd(imageId, reference.repository(), reference.tag())
                        .exec());
    }
}
