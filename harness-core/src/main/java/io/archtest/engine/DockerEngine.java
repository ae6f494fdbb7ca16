package io.archtest.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.LoadImageCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Statistics;
import io.archtest.engine.EngineException.Reason;
import io.archtest.model.Architecture;
import io.archtest.model.FileContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Docker daemon through docker-java. Calls and long-lived streams have a connection pool each. */
final class DockerEngine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(DockerEngine.class);
    private static final Duration SHORT = Duration.ofSeconds(30);
    /** Creating and removing touch the disk and wait for the daemon's locks. */
    private static final Duration LONG = Duration.ofMinutes(3);

    private static final Duration LOAD = Duration.ofMinutes(15);

    private final DockerClient client;
    private final DockerClient streams;
    private final Calls calls;
    private final EngineInfo info;

    DockerEngine(DockerClient client, DockerClient streams, Calls calls, EngineInfo info) {
        this.client = client;
        this.streams = streams;
        this.calls = calls;
        this.info = info;
    }

    @Override
    public EngineInfo info() {
        return info;
    }

    @Override
    public boolean answers() {
        try {
            ping();
            return true;
        } catch (EngineException e) {
            LOG.debug("no answer from {}", info.endpoint(), e);
            return false;
        }
    }

    @Override
    public Optional<ImageFacts> findImage(String reference, Architecture architecture) {
        return calls.call("look for image '%s'".formatted(reference), SHORT, () -> inspectImage(reference))
                .filter(image -> image.isFor(architecture));
    }

    @Override
    public ImageFacts pullImage(String reference, Architecture architecture, Consumer<String> progress) {
        ping();
        new Pull(streams, reference, architecture, progress).run();
        ImageFacts pulled = calls.call("inspect '%s'".formatted(reference), SHORT, () -> inspectImage(reference))
                .orElseThrow(() -> new EngineException(
                        Reason.IMAGE_UNAVAILABLE,
                        "Pulled '%s', but the engine has no such image".formatted(reference)));
        if (!pulled.isFor(architecture)) {
            throw new EngineException(
                    Reason.WRONG_PLATFORM,
                    "Asked the registry for '%s' for %s and got one for %s/%s; it does not exist for this architecture"
                            .formatted(reference, architecture.platform(), pulled.os(), pulled.architecture()));
        }
        return pulled;
    }

    @Override
    public void loadImage(Path archive) {
        mutate("load image archive %s".formatted(archive.getFileName()), LOAD, () -> {
            // the plain load command would read past the daemon's "error" lines, which come with status 200
            try (InputStream stream = Files.newInputStream(archive);
                    LoadImageCallback callback =
                            streams.loadImageAsyncCmd(stream).exec(new LoadImageCallback())) {
                return callback.awaitMessage();
            }
        });
    }

    @Override
    public void tagImage(String imageId, String reference) {
        int colon = reference.lastIndexOf(':');
        mutate(
                "tag an image as '%s'".formatted(reference),
                SHORT,
                () -> client.tagImageCmd(imageId, reference.substring(0, colon), reference.substring(colon + 1))
                        .withForce()
                        .exec());
    }

    @Override
    public String createNetwork(String name, Map<String, String> labels) {
        return mutate(
                "create network '%s'".formatted(name),
                SHORT,
                () -> client.createNetworkCmd()
                        .withName(name)
                        .withDriver("bridge")
                        .withCheckDuplicate(true)
                        .withLabels(labels)
                        .exec()
                        .getId());
    }

    @Override
    public void createVolume(String name, Map<String, String> labels) {
        mutate(
                "create volume '%s'".formatted(name),
                SHORT,
                () -> client.createVolumeCmd().withName(name).withLabels(labels).exec());
    }

    @Override
    public String createContainer(ContainerSpec spec) {
        return mutate(
                "create container '%s'".formatted(spec.name()),
                LONG,
                () -> new ContainerCreation(client, spec).create());
    }

    @Override
    public void copyInto(String containerId, List<FileContent> files) {
        if (files.isEmpty()) {
            return;
        }
        mutate(
                "copy files into a container",
                SHORT,
                () -> client.copyArchiveToContainerCmd(containerId)
                        .withRemotePath("/")
                        .withTarInputStream(ContainerFiles.archive(files))
                        .exec());
    }

    @Override
    public void startContainer(String containerId) {
        mutate("start the container", LONG, () -> {
            try {
                client.startContainerCmd(containerId).exec();
            } catch (NotModifiedException e) {
                LOG.debug("{} runs already", containerId, e);
            }
            return true;
        });
    }

    @Override
    public ContainerFacts inspectContainer(String containerId) {
        return calls.call(
                "inspect a container",
                SHORT,
                () -> Inspection.facts(client.inspectContainerCmd(containerId).exec()));
    }

    @Override
    public String inspectJson(String containerId) {
        return calls.call(
                "inspect a container",
                SHORT,
                () -> Inspection.json(client.inspectContainerCmd(containerId).exec()));
    }

    @Override
    public ExecResult exec(String containerId, List<String> command, Duration limit) {
        return exec(containerId, command, "", "", limit);
    }

    @Override
    public ExecResult exec(String containerId, List<String> command, String user, String input, Duration limit) {
        return calls.call(
                "run '%s' in a container".formatted(String.join(" ", command)),
                limit,
                new Execute(streams, containerId, command, user, input));
    }

    @Override
    public Optional<FileEntry> readFile(String containerId, String path, int maxBytes) {
        return calls.call("read %s from a container".formatted(path), SHORT, () -> {
            try (InputStream tar =
                    client.copyArchiveFromContainerCmd(containerId, path).exec()) {
                return ContainerFiles.first(tar, maxBytes);
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public List<String> processes(String containerId) {
        return calls.call(
                "list a container's processes",
                SHORT,
                () -> Inspection.processes(
                        client.topContainerCmd(containerId)
                                .withPsArgs("-eo pid,args")
                                .exec(),
                        client.inspectContainerCmd(containerId).exec()));
    }

    @Override
    public List<String> logTail(String containerId, int lines) {
        List<String> collected = new ArrayList<>();
        calls.call(
                "read a container's log",
                SHORT,
                () -> new LogReading(streams, containerId).tail(lines, collected::add));
        return collected;
    }

    @Override
    public void writeLog(String containerId, Path file) {
        calls.call("read a container's log", LONG, () -> new LogReading(streams, containerId).writeTo(file));
    }

    @Override
    public Optional<Long> cpuNanos(String containerId) {
        return calls.call("read a container's statistics", SHORT, () -> {
            Statistics statistics = Inspection.statistics(streams, containerId);
            return Optional.ofNullable(statistics.getCpuStats())
                    .flatMap(cpu -> Optional.ofNullable(cpu.getCpuUsage()))
                    .flatMap(usage -> Optional.ofNullable(usage.getTotalUsage()));
        });
    }

    @Override
    public AutoCloseable followEvents(String labelKey, String labelValue, Consumer<EngineEvent> listener) {
        return new EventStream(streams, labelKey + "=" + labelValue, listener);
    }

    @Override
    public void stopContainer(String containerId, Duration grace) {
        mutate("stop a container", LONG.plus(grace), () -> {
            try {
                client.stopContainerCmd(containerId)
                        .withTimeout((int) grace.toSeconds())
                        .exec();
            } catch (NotModifiedException | NotFoundException e) {
                LOG.debug("{} does not run", containerId, e);
            }
            return true;
        });
    }

    @Override
    public List<OwnedResource> owned(String labelKey, String labelValue) {
        String filter = labelValue.isEmpty() ? labelKey : labelKey + "=" + labelValue;
        return calls.call("list what carries label %s".formatted(filter), SHORT, () -> {
            List<OwnedResource> found = new ArrayList<>();
            for (Container container : client.listContainersCmd()
                    .withShowAll(true)
                    .withLabelFilter(List.of(filter))
                    .exec()) {
                String name = Arrays.stream(container.getNames()).findFirst().orElse(container.getId());
                found.add(new OwnedResource(
                        OwnedResource.Kind.CONTAINER,
                        container.getId(),
                        name.replaceFirst("^/", ""),
                        container.getLabels()));
            }
            client.listNetworksCmd()
                    .withFilter("label", List.of(filter))
                    .exec()
                    .forEach(network -> found.add(new OwnedResource(
                            OwnedResource.Kind.NETWORK, network.getId(), network.getName(), network.getLabels())));
            client.listVolumesCmd()
                    .withFilter("label", List.of(filter))
                    .exec()
                    .getVolumes()
                    .forEach(volume -> found.add(new OwnedResource(
                            OwnedResource.Kind.VOLUME,
                            volume.getName(),
                            volume.getName(),
                            volume.getLabels() == null ? Map.of() : volume.getLabels())));
            return found;
        });
    }

    @Override
    public void remove(OwnedResource resource) {
        mutate("remove %s".formatted(resource.name()), LONG, () -> {
            try {
                switch (resource.kind()) {
                    case CONTAINER ->
                        client.removeContainerCmd(resource.id())
                                .withForce(true)
                                .withRemoveVolumes(true)
                                .exec();
                    case NETWORK -> client.removeNetworkCmd(resource.id()).exec();
                    case VOLUME -> client.removeVolumeCmd(resource.id()).exec();
                }
            } catch (NotFoundException e) {
                LOG.debug("{} is gone already", resource.name(), e);
            }
            return true;
        });
    }

    @Override
    public void close() {
        calls.close();
        try {
            client.close();
            streams.close();
        } catch (IOException e) {
            throw Failures.translate("close the connection", info.endpoint(), e);
        }
    }

    private Optional<ImageFacts> inspectImage(String reference) {
        try {
            InspectImageResponse response = client.inspectImageCmd(reference).exec();
            return Optional.of(Inspection.image(response));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * A pooled connection may be one that a restarted daemon has closed: docker-java retries GETs but not POSTs, so one of
     * the first goes before every one of the second. It costs less than a millisecond.
     */
    private <T> T mutate(String what, Duration deadline, Callable<T> work) {
        ping();
        return calls.call(what, deadline, work);
    }

    private void ping() {
        calls.call("reach the engine", SHORT, () -> client.pingCmd().exec());
    }
}
