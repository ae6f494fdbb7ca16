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
import io.archtest.engine.ExecRequest;
import io.archtest.engine.ExecResult;
import io.archtest.engine.FileEntry;
import io.archtest.engine.ImageFacts;
import io.archtest.engine.Labels;
import io.archtest.engine.OwnedResource;
import io.archtest.engine.OwnedResource.Kind;
import io.archtest.engine.PullStatus;
import io.archtest.model.Architecture;
import io.archtest.model.FileContent;
import io.archtest.model.Hook;
import io.archtest.model.NetworkDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * An engine in memory. By default every start succeeds: a job (label {@link Labels#ROLE}) exits 0 at once, a container
 * with a health check turns healthy at once. Tests script what differs ({@link #whenStarted}, {@link #failing}) and look
 * at {@link #calls()} and {@link #containers()}. Safe for use by several threads. Longer than other files, since it is all
 * of {@link Engine}; what it keeps is in classes of its own.
 */
public final class FakeEngine implements Engine {
    private final EngineInfo info;
    private final FakeImages images = new FakeImages();
    private final FakeResources resources = new FakeResources();
    private final Map<String, FakeContainer> containers = new ConcurrentHashMap<>();
    private final Map<String, Consumer<FakeContainer>> scripts = new ConcurrentHashMap<>();
    private final FakeCalls calls = new FakeCalls();
    private final FakeEvents events = new FakeEvents();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Consumer<Path> whenLoaded = archive -> {};

    public FakeEngine(EngineInfo info) {
        this.info = info;
        scripts.put("calibration", container -> FakeSpeed.of(info, container));
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

    /** What happens when a container starts, instead of the default; by what {@link #container} takes, or by role alone. */
    public FakeEngine whenStarted(String name, Consumer<FakeContainer> script) {
        scripts.put(name, script);
        return this;
    }

    /** Makes calls fail whose text in {@link #calls()} begins with {@code call}, until {@link #recovered}. */
    public FakeEngine failing(String call, Reason reason, String message) {
        calls.fail(call, new EngineException(reason, message));
        return this;
    }

    public void recovered() {
        calls.recover();
    }

    /** Every call so far: the method's name, a space, and the name, reference or id that it was about. */
    public List<String> calls() {
        return calls.all();
    }

    public List<FakeContainer> containers() {
        return List.copyOf(containers.values());
    }

    /** The container of that component (label; a relay has that of whom it stands for), role and component, or name. */
    public FakeContainer container(String name) {
        return containers.values().stream()
                .filter(container -> names(container).contains(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No container '%s'; calls: %s".formatted(name, calls())));
    }

    private static List<String> names(FakeContainer container) {
        Map<String, String> labels = container.spec().labels();
        String component = labels.getOrDefault(Labels.COMPONENT, "");
        String role = labels.getOrDefault(Labels.ROLE, "");
        return List.of(container.spec().name(), role + " " + component, component, role);
    }

    public boolean isClosed() {
        return closed.get();
    }

    private FakeContainer known(String containerId) {
        FakeContainer container = containers.get(containerId);
        if (container == null) {
            throw new EngineException(Reason.NOT_FOUND, "No such container: " + containerId);
        }
        return container;
    }

    @Override
    public EngineInfo info() {
        return info;
    }

    @Override
    public boolean answers() {
        return !calls.fails("answers");
    }

    @Override
    public Instant clock() {
        return Instant.now();
    }

    @Override
    public Optional<ImageFacts> findImage(String reference, Architecture architecture) {
        calls.add("findImage", reference, architecture);
        return images.find(reference).filter(facts -> facts.isFor(architecture));
    }

    @Override
    public Set<Architecture> offered(String reference) {
        calls.add("offered", reference);
        return images.offered(reference);
    }

    @Override
    public ImageFacts pullImage(String reference, Architecture architecture, Consumer<PullStatus> progress) {
        calls.add("pullImage", reference, architecture);
        ImageFacts facts = images.pull(reference, architecture);
        progress.accept(new PullStatus("Pulled " + reference, 1, 1, 0, 0));
        return facts;
    }

    @Override
    public void loadImage(Path archive) {
        calls.add("loadImage", archive);
        whenLoaded.accept(archive);
    }

    @Override
    public void tagImage(String imageId, String reference) {
        calls.add("tagImage", imageId, reference);
        images.tag(imageId, reference);
    }

    @Override
    public String createNetwork(String name, NetworkDefinition definition, Map<String, String> labels) {
        calls.add("createNetwork", name);
        return resources.add(Kind.NETWORK, "network-" + count.incrementAndGet(), name, labels);
    }

    @Override
    public void createVolume(String name, Map<String, String> labels, Map<String, String> driverOptions) {
        calls.add("createVolume", name);
        resources.add(Kind.VOLUME, name, name, labels);
    }

    @Override
    public String createContainer(ContainerSpec spec, Consumer<String> warnings) {
        calls.add("createContainer", spec.name());
        images.requireFor(spec.image(), spec.architecture());
        int number = count.incrementAndGet();
        Map<String, String> addresses = new HashMap<>();
        if (spec.networking() instanceof Attached attached) {
            for (Attachment network : attached.networks()) {
                addresses.put(resources.networkName(network.networkId()), "10.0.0." + number);
            }
        }
        String id = resources.add(Kind.CONTAINER, "container-" + number, spec.name(), spec.labels());
        containers.put(
                id, new FakeContainer(id, spec, addresses, (action, more) -> events.emit(id, spec, action, more)));
        events.emit(id, spec, "create", Map.of());
        return id;
    }

    @Override
    public void copyInto(String containerId, List<FileContent> files) {
        FakeContainer container = known(containerId);
        calls.add("copyInto", container.spec().name());
        container.copy(files);
    }

    @Override
    public void startContainer(String containerId) {
        FakeContainer container = known(containerId);
        calls.add("startContainer", container.spec().name());
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
        calls.add("inspectContainer", container.spec().name());
        container.lookedAt();
        return container.facts();
    }

    @Override
    public String inspectJson(String containerId) {
        calls.add("inspectJson", known(containerId).spec().name());
        return "{\"Id\": \"%s\"}".formatted(containerId);
    }

    @Override
    public ExecResult exec(String containerId, ExecRequest request, Duration limit) {
        List<String> command = request.command();
        FakeContainer container = known(containerId);
        calls.add("exec", container.spec().name(), String.join(" ", command));
        if (!container.running()) {
            throw new EngineException(Reason.REFUSED, "Container %s is not running".formatted(containerId));
        }
        return container.exec(command);
    }

    @Override
    public ExecResult run(String containerId, Hook hook, Duration limit) {
        return exec(containerId, hook.command(), limit);
    }

    @Override
    public Optional<FileEntry> readFile(String containerId, String path, int maxBytes) {
        FakeContainer container = known(containerId);
        calls.add("readFile", container.spec().name(), path);
        return container
                .file(path)
                .map(file -> file.content().length <= maxBytes
                        ? file
                        : new FileEntry(
                                file.type(), file.size(), file.linkTarget(), Arrays.copyOf(file.content(), maxBytes)));
    }

    @Override
    public void copyOut(String containerId, String path, Path target) {
        FakeContainer container = known(containerId);
        calls.add("copyOut", container.spec().name(), path);
        FileEntry file = container
                .file(path)
                .orElseThrow(() -> new EngineException(Reason.NOT_FOUND, "Could not find the file " + path));
        try {
            Files.write(target, file.content());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        calls.add("writeLog", known(containerId).spec().name());
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
        calls.add("followEvents", labelKey, labelValue);
        return events.follow(labelKey, labelValue, listener);
    }

    @Override
    public void stopContainer(String containerId, Duration grace) {
        FakeContainer container = containers.get(containerId);
        calls.add(
                "stopContainer",
                container == null ? containerId : container.spec().name());
        if (container != null) {
            container.exit(143);
        }
    }

    @Override
    public List<OwnedResource> owned(String labelKey, String labelValue) {
        calls.add("owned", labelKey, labelValue);
        return resources.find(labelKey, labelValue);
    }

    @Override
    public void remove(OwnedResource resource) {
        calls.add("remove", resource.name());
        boolean used = resource.kind() == Kind.NETWORK
                && containers.values().stream()
                        .anyMatch(one -> one.facts().addresses().containsKey(resource.name()) && one.running());
        if (used) {
            throw new EngineException(Reason.REFUSED, "network %s has active endpoints".formatted(resource.name()));
        }
        resources.remove(resource);
        FakeContainer container = containers.remove(resource.id());
        if (container != null) {
            container.exit(137);
            events.emit(resource.id(), container.spec(), "destroy", Map.of());
        }
    }

    @Override
    public void close() {
        closed.set(true);
    }
}
