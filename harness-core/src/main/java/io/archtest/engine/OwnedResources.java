package io.archtest.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archtest.engine.EngineException.Reason;
import io.archtest.engine.OwnedResource.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Finds what carries a label and removes it. */
final class OwnedResources {
    private static final Duration REMOVAL = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final DaemonConnection connection;

    OwnedResources(DaemonConnection connection) {
        this.connection = connection;
    }

    List<OwnedResource> find(String labelKey, String labelValue) {
        ObjectNode filter = JsonNodeFactory.instance.objectNode();
        filter.putArray("label").add(labelValue.isEmpty() ? labelKey : labelKey + "=" + labelValue);
        String filters = "filters=" + UrlText.query(filter.toString());
        List<OwnedResource> found = new ArrayList<>();
        for (JsonNode container : connection.get("list containers", "/containers/json?all=true&" + filters)) {
            String name = container.path("Names").path(0).asText("").replaceFirst("^/", "");
            // a container takes over its image's labels: somebody else's, made of an image that was built here
            if (!container.path("Labels").path(Labels.ROLE).asText("").equals(Labels.IMAGE)) {
                found.add(resource(Kind.CONTAINER, container.path("Id").asText(), name, container));
            }
        }
        for (JsonNode network : connection.get("list networks", "/networks?" + filters)) {
            found.add(resource(
                    Kind.NETWORK,
                    network.path("Id").asText(),
                    network.path("Name").asText(),
                    network));
        }
        for (JsonNode volume :
                connection.get("list volumes", "/volumes?" + filters).path("Volumes")) {
            String name = volume.path("Name").asText();
            found.add(resource(Kind.VOLUME, name, name, volume));
        }
        for (JsonNode image : connection.get("list images", "/images/json?" + filters)) {
            if (unnamed(image)) {
                String id = image.path("Id").asText();
                found.add(
                        resource(Kind.IMAGE, id, id.replaceFirst("^sha256:", "").substring(0, 12), image));
            }
        }
        return found;
    }

    /** A name is given by people: archtest gives none to what it builds. */
    private static boolean unnamed(JsonNode image) {
        for (JsonNode tag : image.path("RepoTags")) {
            if (!tag.asText().equals("<none>:<none>")) {
                return false;
            }
        }
        return true;
    }

    private static OwnedResource resource(Kind kind, String id, String name, JsonNode from) {
        Map<String, String> labels = new HashMap<>();
        from.path("Labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return new OwnedResource(kind, id, name, labels);
    }

    void remove(OwnedResource resource) {
        switch (resource.kind()) {
            case CONTAINER -> removeContainer(resource);
            case NETWORK ->
                unlessGone(
                        resource,
                        () -> connection.calls().removeNetworkCmd(resource.id()).exec());
            case VOLUME ->
                unlessGone(
                        resource,
                        () -> connection.calls().removeVolumeCmd(resource.id()).exec());
            case IMAGE -> removeImage(resource);
        }
    }

    /** Not by force: a container that somebody else has made of it keeps it. */
    private void removeImage(OwnedResource image) {
        try {
            unlessGone(
                    image, () -> connection.calls().removeImageCmd(image.id()).exec());
        } catch (EngineException e) {
            if (!String.valueOf(e.getMessage()).contains("is being used by")) {
                throw e;
            }
        }
    }

    private void removeContainer(OwnedResource container) {
        try {
            unlessGone(
                    container,
                    () -> connection
                            .calls()
                            .removeContainerCmd(container.id())
                            .withForce(true)
                            .withRemoveVolumes(true)
                            .exec());
        } catch (EngineException e) {
            // Someone else's removal; its networks can only go when it is through.
            if (!String.valueOf(e.getMessage()).contains("already in progress")) {
                throw e;
            }
            awaitGone(container);
        }
    }

    private void awaitGone(OwnedResource container) {
        ContainerReader reader = new ContainerReader(connection);
        long end = System.nanoTime() + REMOVAL.toNanos();
        while (System.nanoTime() < end) {
            try {
                reader.inspect(container.id());
            } catch (EngineException e) {
                if (e.reason() == Reason.NOT_FOUND) {
                    return;
                }
                throw e;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new EngineException(
                Reason.TIMED_OUT,
                "Container '%s' is being removed by someone else and still there after %s s"
                        .formatted(container.name(), DaemonConnection.seconds(REMOVAL)));
    }

    private void unlessGone(OwnedResource resource, Callable<?> removal) {
        String action =
                "remove %s '%s'".formatted(resource.kind().name().toLowerCase(java.util.Locale.ROOT), resource.name());
        try {
            connection.change(action, DaemonConnection.CHANGE, removal);
        } catch (EngineException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
        }
    }
}
