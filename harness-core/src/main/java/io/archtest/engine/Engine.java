package io.archtest.engine;

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

/**
 * A connection to one Docker daemon. Every call blocks, has a deadline of its own and throws {@link EngineException}
 * when the daemon refuses, is gone, or does not answer in time. Safe for use by several threads. Closing it closes the
 * connection and leaves the daemon and its containers alone.
 */
public interface Engine extends AutoCloseable {

    /** Facts read once, when the connection was made. */
    EngineInfo info();

    /** Where it was reached, for programs of the host that are to speak to the same daemon. */
    default EngineAddress address() {
        return EngineAddress.of(info().endpoint());
    }

    /** The daemon's own time, by which its events are dated; its clock may differ from this host's. */
    Instant clock();

    /** Whether the daemon answers within a few seconds. */
    boolean answers();

    /** The local image that {@code reference} names for that architecture; another platform's image is never returned. */
    Optional<ImageFacts> findImage(String reference, Architecture architecture);

    /**
     * The architectures for which the registry has that image now, maybe none; asked as this daemon would pull it. Nothing is
     * pulled. Fails after ten seconds, and when the registry can't be reached, refuses, or doesn't have the image.
     */
    Set<Architecture> offered(String reference);

    /**
     * Pulls {@code reference} for exactly that platform, blocking until it is there. How far it has got goes to
     * {@code progress}. Fails, and never falls back, when the registry has no such platform.
     */
    ImageFacts pullImage(String reference, Architecture architecture, Consumer<PullStatus> progress);

    /** Loads a docker-archive, as {@code docker load} does. */
    void loadImage(Path archive);

    /** Gives an image a further name ({@code repository:tag}). */
    void tagImage(String imageId, String reference);

    /** Creates a bridge network and returns its id; the labels are those given here, not the definition's. */
    String createNetwork(String name, NetworkDefinition definition, Map<String, String> labels);

    /** Likewise, of which nothing is said but its name. */
    default String createNetwork(String name, Map<String, String> labels) {
        return createNetwork(name, NetworkDefinition.plain(), labels);
    }

    /** Creates a named volume with the engine's local driver and its options. */
    void createVolume(String name, Map<String, String> labels, Map<String, String> driverOptions);

    /** Creates a container, not started, and returns its id. {@code warnings} gets what the engine won't carry out. */
    String createContainer(ContainerSpec spec, Consumer<String> warnings);

    /** Likewise for a container whose settings no engine warns of. */
    default String createContainer(ContainerSpec spec) {
        return createContainer(spec, warning -> {});
    }

    /** Writes files into a container, before or after its start. */
    void copyInto(String containerId, List<FileContent> files);

    void startContainer(String containerId);

    ContainerFacts inspectContainer(String containerId);

    /** The daemon's full answer to inspect, as JSON text. */
    String inspectJson(String containerId);

    /** Runs a command in a running container, waiting at the most {@code limit}. */
    ExecResult exec(String containerId, ExecRequest request, Duration limit);

    /** Runs a command as the container is. */
    default ExecResult exec(String containerId, List<String> command, Duration limit) {
        return exec(containerId, ExecRequest.of(command), limit);
    }

    /** Like {@link #exec(String, List, Duration)} as another user (empty: the container's own) and with input. */
    default ExecResult exec(String containerId, List<String> command, String user, String input, Duration limit) {
        return exec(containerId, new ExecRequest(command, user, input, Map.of(), Optional.empty()), limit);
    }

    /** Runs a hook's command in a running container, as it says, waiting at the most {@code limit}. */
    ExecResult run(String containerId, Hook hook, Duration limit);

    /**
     * One file of the container's file system, read by the daemon: nothing is executed in the container. Symbolic links
     * are not followed. At most {@code maxBytes} of a file's content are returned.
     */
    Optional<FileEntry> readFile(String containerId, String path, int maxBytes);

    /** Writes the content of one file of the container's file system, which may be large, over {@code target}. */
    void copyOut(String containerId, String path, Path target);

    /** Command lines of the container's processes as the daemon's host sees them, PID 1 of the container first. */
    List<String> processes(String containerId);

    /** The last {@code lines} lines of both streams, in order. */
    List<String> logTail(String containerId, int lines);

    /** Everything that was logged, with the engine's timestamps, into a file. */
    void writeLog(String containerId, Path file);

    /** Processor time used so far, in nanoseconds; empty where the daemon does not say. */
    Optional<Long> cpuNanos(String containerId);

    /** Sends every event of containers with this label to {@code listener} until the result is closed. */
    AutoCloseable followEvents(String labelKey, String labelValue, Consumer<EngineEvent> listener);

    /** Stops with the container's own signal, kills it after {@code grace}. A stopped or missing one is no error. */
    void stopContainer(String containerId, Duration grace);

    /** Everything with this label: containers first, then networks, volumes and images without a name. An empty value matches any. */
    List<OwnedResource> owned(String labelKey, String labelValue);

    /** Removes it by force, with anonymous volumes. One that is gone already is no error. */
    void remove(OwnedResource resource);

    /**
     * The client below, for those who need more than this interface: docker-java's {@code DockerClient} where that is what
     * is asked for. It is closed with this, and its calls have no deadlines.
     */
    default <T> Optional<T> unwrap(Class<T> type) {
        return Optional.empty();
    }

    @Override
    void close();
}
