package io.archtest.testing;

import io.archtest.engine.ContainerFacts;
import io.archtest.engine.ContainerSpec;
import io.archtest.engine.ContainerSpec.Attached;
import io.archtest.engine.ContainerSpec.Attachment;
import io.archtest.engine.Engine;
import io.archtest.engine.EngineEvent;
import io.archtest.engine.EngineException;
import io.archtest.engine.EngineException.Reason;
import io.archtest.engine.EngineInfo;
import io.archtest.engine.ExecResult;
import io.archtest.engine.FileEntry;
import io.archtest.engine.ImageFacts;
import io.archtest.engine.Labels;
import io.archtest.engine.OwnedResource;
import io.archtest.engine.OwnedResource.Kind;
import io.archtest.model.Architecture;
import io.archtest.model.FileContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * An engine in memory. By default every start succeeds: a job (label {@link Labels#ROLE}) exits 0 at once, a container
 * with a health check turns healthy at once. Tests script what differs ({@link #whenStarted}, {@link #failing}) and look
 * at {@link #calls()} and {@link #containers()}. Safe for use by several threads.
 */
public final class FakeEngine implements Engine {
    private final EngineInfo info;
    private final FakeImages images = new FakeImages();
    private final Map<String, OwnedResource> resources = new ConcurrentSkipListMap<>();
    private final Map<String, FakeContainer> containers = new ConcurrentHashMap<>();
    private final Map<String, Consumer<FakeContainer>> scripts = new ConcurrentHashMap<>();
    private final Map<String, EngineException> failures = new ConcurrentHashMap<>();
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Consumer<Path> whenLoaded = archive -> {};

    private record Follower(String key, String value, Consumer<EngineEvent> listener) {}

    public FakeEngine(EngineInfo info) {
        this.info = info;
    }

    public static FakeEngine of(Architecture architecture) {
        return new FakeEngine(new EngineInfo(
                "unix:///fake/" + architecture.word() + ".sock",
                "29.0.0",
                "1.47",
                architecture,
                "Fake OS",
                "172.17.0.1",
                4,
                8L << 30,
                "/var/lib/docker on fake-" + architecture.word()));
    }

    /** An image that is there under {@code reference}. */
    public FakeEngine withImage(String reference, Architecture architecture) {
        return withImage(reference, FakeImages.facts(reference, architecture));
    }

    public FakeEngine withImage(String reference, ImageFacts facts) {
        images.put(reference, facts);
        return this;
    }

    /** An image that {@link #pullImage} finds; all others are unavailable. */
    public FakeEngine withRegistryImage(String reference, Architecture architecture) {
        images.offer(reference, architecture);
        return this;
    }

    /** What loading an archive does, such as {@link #withImage}. */
    public FakeEngine whenLoaded(Consumer<Path> action) {
        whenLoaded = action;
        return this;
    }

    /** What happens when a container starts, instead of the default; by component name (label) or container name. */
    public FakeEngine whenStarted(String name, Consumer<FakeContainer> script) {
        scripts.put(name, script);
        return this;
    }

    /** Makes calls fail whose text in {@link #calls()} begins with {@code call}, until {@link #recovered}. */
    public FakeEngine failing(String call, Reason reason, String message) {
        failures.put(call, new EngineException(reason, message));
        return this;
    }

    public void recovered() {
        failures.clear();
    }

    /** Every call so far: the method's name, a space, and the name, reference or id that it was about. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    public List<FakeContainer> containers() {
        return List.copyOf(containers.values());
    }

    /** The container of that component (label) or name. */
    public FakeContainer container(String name) {
        return containers.values().stream()
                .filter(container -> names(container).contains(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No container '%s'; calls: %s".formatted(name, calls)));
    }

    private static List<String> names(FakeContainer container) {
        String component = container.spec().labels().getOrDefault(Labels.COMPONENT, "");
        return List.of(container.spec().name(), component);
    }

    public boolean isClosed() {
        return closed.get();
    }

    private void called(String method, Object... subjects) {
        String call = (method + " "
                        + String.join(
                                " ",
                                Arrays.stream(subjects).map(String::valueOf).toList()))
                .strip();
        calls.add(call);
        failures.forEach((start, failure) -> {
            if (call.startsWith(start)) {
                throw failure;
            }
        });
    }

    private FakeContainer known(String containerId) {
        FakeContainer container = containers.get(containerId);
        if (container == null) {
            throw new EngineException(Reason.NOT_FOUND, "No such container: " + containerId);
        }
        return container;
    }

    private void emit(String id, ContainerSpec spec, String action, Map<String, String> more) {
        Map<String, String> attributes = new HashMap<>(spec.labels());
        attributes.put("name", spec.name());
        attributes.putAll(more);
        EngineEvent event = new EngineEvent(action, id, attributes, Instant.now());
        for (Follower follower : followers) {
            if (matches(attributes, follower.key(), follower.value())) {
                follower.listener().accept(event);
            }
        }
    }

    private static boolean matches(Map<String, String> labels, String key, String value) {
        return value.isEmpty() ? labels.containsKey(key) : value.equals(labels.get(key));
    }

    @Override
    public EngineInfo info() {
        return info;
    }

    @Override
    public boolean answers() {
        return !failures.containsKey("answers");
    }

    @Override
    public Optional<ImageFacts> findImage(String reference, Architecture architecture) {
        called("findImage", reference, architecture);
        return images.find(reference).filter(facts -> facts.isFor(architecture));
    }

    @Override
    public ImageFacts pullImage(String reference, Architecture architecture, Consumer<String> progress) {
        called("pullImage", reference, architecture);
        ImageFacts facts = images.pull(reference, architecture);
        progress.accept("Pulled " + reference);
        return facts;
    }

    @Override
    public void loadImage(Path archive) {
        called("loadImage", archive);
        whenLoaded.accept(archive);
    }

    @Override
    public void tagImage(String imageId, String reference) {
        called("tagImage", imageId, reference);
        images.tag(imageId, reference);
    }

    @Override
    public String createNetwork(String name, Map<String, String> labels) {
        called("createNetwork", name);
        return added(Kind.NETWORK, "network-" + count.incrementAndGet(), name, labels);
    }

    @Override
    public void createVolume(String name, Map<String, String> labels) {
        called("createVolume", name);
        added(Kind.VOLUME, name, name, labels);
    }

    private String added(Kind kind, String id, String name, Map<String, String> labels) {
        if (resources.values().stream()
                .anyMatch(one -> one.kind() == kind && one.name().equals(name))) {
            throw new EngineException(Reason.REFUSED, "%s '%s' exists already".formatted(kind, name));
        }
        resources.put(id, new OwnedResource(kind, id, name, labels));
        return id;
    }

    @Override
    public String createContainer(ContainerSpec spec) {
        called("createContainer", spec.name());
        images.requireFor(spec.image(), spec.architecture());
        int number = count.incrementAndGet();
        Map<String, String> addresses = new HashMap<>();
        if (spec.networking() instanceof Attached attached) {
            for (Attachment network : attached.networks()) {
                addresses.put(networkName(network.networkId()), "10.0.0." + number);
            }
        }
        String id = added(Kind.CONTAINER, "container-" + number, spec.name(), spec.labels());
        containers.put(id, new FakeContainer(id, spec, addresses, (action, more) -> emit(id, spec, action, more)));
        emit(id, spec, "create", Map.of());
        return id;
    }

    private String networkName(String id) {
        OwnedResource network = resources.get(id);
        if (network == null) {
            throw new EngineException(Reason.NOT_FOUND, "network " + id + " not found");
        }
        return network.name();
    }

    @Override
    public void copyInto(String containerId, List<FileContent> files) {
        FakeContainer container = known(containerId);
        called("copyInto", container.spec().name());
        container.copy(files);
    }

    @Override
    public void startContainer(String containerId) {
        FakeContainer container = known(containerId);
        called("startContainer", container.spec().name());
        container.start();
        names(container).stream()
                .filter(scripts::containsKey)
                .findFirst()
                .map(scripts::get)
                .orElse(FakeEngine::succeed)
                .accept(container);
    }

    private static void succeed(FakeContainer container) {
        if (container.facts().health() == ContainerFacts.Health.STARTING) {
            container.becomes(ContainerFacts.Health.HEALTHY, "");
        }
        if ("job".equals(container.spec().labels().get(Labels.ROLE))) {
            container.exit(0);
        }
    }

    @Override
    public ContainerFacts inspectContainer(String containerId) {
        FakeContainer container = known(containerId);
        called("inspectContainer", container.spec().name());
        return container.facts();
    }

    @Override
    public String inspectJson(String containerId) {
        called("inspectJson", known(containerId).spec().name());
        return "{\"Id\": \"%s\"}".formatted(containerId);
    }

    @Override
    public ExecResult exec(String containerId, List<String> command, Duration limit) {
        return exec(containerId, command, "", "", limit);
    }

    @Override
    public ExecResult exec(String containerId, List<String> command, String user, String input, Duration limit) {
        FakeContainer container = known(containerId);
        called("exec", container.spec().name(), String.join(" ", command));
        if (!container.running()) {
            throw new EngineException(Reason.REFUSED, "Container %s is not running".formatted(containerId));
        }
        return container.exec(command);
    }

    @Override
    public Optional<FileEntry> readFile(String containerId, String path, int maxBytes) {
        FakeContainer container = known(containerId);
        called("readFile", container.spec().name(), path);
        return container
                .file(path)
                .map(file -> file.content().length <= maxBytes
                        ? file
                        : new FileEntry(
                                file.type(), file.size(), file.linkTarget(), Arrays.copyOf(file.content(), maxBytes)));
    }

    @Override
    public List<String> processes(String containerId) {
        return known(containerId).processes();
    }

    @Override
    public List<String> logTail(String containerId, int lines) {
        List<String> log = known(containerId).log();
        return log.subList(Math.max(0, log.size() - lines), log.size());
    }

    @Override
    public void writeLog(String containerId, Path file) {
        called("writeLog", known(containerId).spec().name());
        try {
            Files.write(file, known(containerId).log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Long> cpuNanos(String containerId) {
        return known(containerId).cpuNanos();
    }

    @Override
    public AutoCloseable followEvents(String labelKey, String labelValue, Consumer<EngineEvent> listener) {
        called("followEvents", labelKey, labelValue);
        Follower follower = new Follower(labelKey, labelValue, listener);
        followers.add(follower);
        return () -> followers.remove(follower);
    }

    @Override
    public void stopContainer(String containerId, Duration grace) {
        FakeContainer container = containers.get(containerId);
        called(
                "stopContainer",
                container == null ? containerId : container.spec().name());
        if (container != null) {
            container.exit(143);
        }
    }

    @Override
    public List<OwnedResource> owned(String labelKey, String labelValue) {
        called("owned", labelKey, labelValue);
        List<OwnedResource> found = new ArrayList<>(resources.values());
        found.removeIf(resource -> !matches(resource.labels(), labelKey, labelValue));
        found.sort((a, b) -> a.kind().compareTo(b.kind()));
        return found;
    }

    @Override
    public void remove(OwnedResource resource) {
        called("remove", resource.name());
        boolean used = resource.kind() == Kind.NETWORK
                && containers.values().stream()
                        .anyMatch(one -> one.facts().addresses().containsKey(resource.name()) && one.running());
        if (used) {
            throw new EngineException(Reason.REFUSED, "network %s has active endpoints".formatted(resource.name()));
        }
        resources.remove(resource.id());
        FakeContainer container = containers.remove(resource.id());
        if (container != null) {
            container.exit(137);
            emit(resource.id(), container.spec(), "destroy", Map.of());
        }
    }

    @Override
    public void close() {
        closed.set(true);
    }
}
