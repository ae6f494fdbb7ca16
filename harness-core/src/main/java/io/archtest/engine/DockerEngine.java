package io.archtest.engine;

import com.github.dockerjava.api.exception.NotModifiedException;
import io.archtest.engine.EngineException.Reason;
import io.archtest.model.Architecture;
import io.archtest.model.FileContent;
import io.archtest.model.Hook;
import io.archtest.model.NetworkDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One Docker daemon through docker-java. {@link Engines} makes it. */
final class DockerEngine implements Engine {
    private static final Duration STOP_MARGIN = Duration.ofSeconds(60);

    private final DaemonConnection connection;
    private final EngineInfo info;
    private final ImageStore images;
    private final RegistryIndex registries;
    private final ContainerCreation creation;
    private final ContainerReader reader;
    private final ContainerFiles files;
    private final ContainerStreams streams;
    private final OwnedResources resources;

    /** Takes the connection over: closing the engine closes it. */
    DockerEngine(DaemonConnection connection, EngineInfo info, RegistryCredentials credentials) {
        this.connection = connection;
        this.info = info;
        this.images = new ImageStore(connection, credentials);
        this.registries = new RegistryIndex(connection, credentials, images::pullFailure);
        this.creation = new ContainerCreation(connection, ApiVersion.parse(info.apiVersion()));
        this.reader = new ContainerReader(connection);
        this.files = new ContainerFiles(connection);
        this.streams = new ContainerStreams(connection);
        this.resources = new OwnedResources(connection);
    }

    @Override
    public EngineInfo info() {
        return info;
    }

    @Override
    public EngineAddress address() {
        return connection.address();
    }

    @Override
    public Instant clock() {
        return connection.clock();
    }

    @Override
    public boolean answers() {
        try {
            connection.ping();
            return true;
        } catch (EngineException e) {
            return false;
        }
    }

    @Override
    public Optional<ImageFacts> findImage(String reference, Architecture architecture) {
        return images.find(reference, architecture);
    }

    @Override
    public Set<Architecture> offered(String reference) {
        return registries.offered(reference);
    }

    @Override
    public ImageFacts pullImage(String reference, Architecture architecture, Consumer<PullStatus> progress) {
        return images.pull(reference, architecture, progress);
    }

    @Override
    public void loadImage(Path archive) {
        images.load(archive);
    }

    @Override
    public void tagImage(String imageId, String reference) {
        images.tag(imageId, reference);
    }

    @Override
    public String createNetwork(String name, NetworkDefinition definition, Map<String, String> labels) {
        return new NetworkCreation(connection).create(name, definition, labels);
    }

    @Override
    public void createVolume(String name, Map<String, String> labels, Map<String, String> driverOptions) {
        connection.change(
                "create volume '%s'".formatted(name),
                DaemonConnection.CHANGE,
                () -> connection
                        .calls()
                        .createVolumeCmd()
                        .withName(name)
                        .withLabels(labels)
                        .withDriverOpts(driverOptions)
                        .exec());
    }

    @Override
    public String createContainer(ContainerSpec spec, Consumer<String> warnings) {
        return creation.create(spec, warnings);
    }

    @Override
    public void copyInto(String containerId, List<FileContent> contents) {
        files.copyInto(containerId, contents);
    }

    @Override
    public void startContainer(String containerId) {
        unlessSo(
                "start container '%s'".formatted(containerId),
                DaemonConnection.CHANGE,
                () -> connection.calls().startContainerCmd(containerId).exec());
    }

    /** The daemon answers 304 when it is so already. */
    private void unlessSo(String action, Duration limit, Runnable call) {
        connection.change(action, limit, () -> {
            try {
                call.run();
            } catch (NotModifiedException alreadySo) {
                return false;
            }
            return true;
        });
    }

    @Override
    public ContainerFacts inspectContainer(String containerId) {
        return reader.facts(containerId);
    }

    @Override
    public String inspectJson(String containerId) {
        return reader.inspect(containerId).toPrettyString();
    }

    @Override
    public ExecResult exec(String containerId, ExecRequest request, Duration limit) {
        return streams.exec(containerId, request, limit);
    }

    @Override
    public ExecResult run(String containerId, Hook hook, Duration limit) {
        return streams.run(containerId, hook, limit);
    }

    @Override
    public Optional<FileEntry> readFile(String containerId, String path, int maxBytes) {
        return files.read(containerId, path, maxBytes);
    }

    @Override
    public void copyOut(String containerId, String path, Path target) {
        files.copyOut(containerId, path, target);
    }

    @Override
    public List<String> processes(String containerId) {
        return reader.processes(containerId);
    }

    @Override
    public List<String> logTail(String containerId, int lines) {
        return streams.logTail(containerId, lines);
    }

    @Override
    public void writeLog(String containerId, Path file) {
        streams.writeLog(containerId, file);
    }

    @Override
    public Optional<Long> cpuNanos(String containerId) {
        return reader.cpuNanos(containerId);
    }

    @Override
    public AutoCloseable followEvents(String labelKey, String labelValue, Consumer<EngineEvent> listener) {
        String label = labelValue.isEmpty() ? labelKey : labelKey + "=" + labelValue;
        return EventFollower.open(connection, label, listener);
    }

    @Override
    public void stopContainer(String containerId, Duration grace) {
        try {
            unlessSo(
                    "stop container '%s'".formatted(containerId),
                    grace.plus(STOP_MARGIN),
                    () -> connection
                            .calls()
                            .stopContainerCmd(containerId)
                            .withTimeout((int) grace.toSeconds())
                            .exec());
        } catch (EngineException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
        }
    }

    @Override
    public List<OwnedResource> owned(String labelKey, String labelValue) {
        return resources.find(labelKey, labelValue);
    }

    @Override
    public void remove(OwnedResource resource) {
        resources.remove(resource);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return Optional.of(connection.calls()).filter(type::isInstance).map(type::cast);
    }

    @Override
    public void close() {
        connection.close();
    }
}
