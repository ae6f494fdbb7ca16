package io.archtest.check;

import static org.awaitility.Awaitility.await;

import io.archtest.engine.ContainerSpec;
import io.archtest.engine.Engine;
import io.archtest.engine.Engines;
import io.archtest.engine.ImageFacts;
import io.archtest.environment.Environment;
import io.archtest.environment.RunScope;
import io.archtest.environment.RunningComponent;
import io.archtest.environment.RunningRelay;
import io.archtest.environment.Slowness;
import io.archtest.host.Ownership;
import io.archtest.host.PortLeases;
import io.archtest.image.ResolvedImage;
import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.NetworkDefinition;
import io.archtest.model.Placement;
import io.archtest.model.ProcessSettings;
import io.archtest.model.ResourceLimits;
import io.archtest.model.RestartPolicy;
import io.archtest.model.RunId;
import io.archtest.model.SecuritySettings;
import io.archtest.profile.DockerProfiles;
import io.archtest.profile.Profile;
import io.archtest.scenario.Scenario;
import io.archtest.testing.ScenarioFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Containers put together by hand on the real engine, so that a test can plant what an honest start-up would never make:
 * a lying image, a stranger under a component's name. Closing it removes them.
 */
final class TinyStack implements Environment {
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final RunScope scope;
    private final Engine engine;
    private final List<RunningComponent> components = new ArrayList<>();
    private final List<String> falseNames = new ArrayList<>();
    private final ScenarioFixture fixture = new ScenarioFixture();

    TinyStack(Path folder) {
        Ownership owner = Ownership.ofThisProcess();
        this.scope = new RunScope(
                RunId.random(), owner, new PortLeases(folder, owner), profile -> Engines.connect(profile.endpoint()));
        this.engine = scope.engine(profile(Architecture.X86_64));
    }

    Engine engine() {
        return engine;
    }

    RunScope scope() {
        return scope;
    }

    String network(String name) {
        return scope.creating(() ->
                engine.createNetwork("archtest-%s-%s".formatted(scope.runId(), name), scope.labels("network", name)));
    }

    /** One from which nothing gets out. */
    String internalNetwork(String name) {
        NetworkDefinition internal = new NetworkDefinition(true, false, false, List.of(), Map.of(), Map.of());
        return scope.creating(() -> engine.createNetwork(
                "archtest-%s-%s".formatted(scope.runId(), name), internal, scope.labels("network", name)));
    }

    /** The file says that the components' network is internal, whatever it is. */
    TinyStack saidToBeInternal() {
        fixture.internal();
        return this;
    }

    /** A container that the environment knows nothing of. */
    void stranger(
            String name, ImageFacts image, Architecture platform, String network, String alias, String... command) {
        create(name, image, platform, network, List.of(alias), command);
    }

    /** The next component also answers to that name, as nothing that archtest starts would. */
    TinyStack withFalseName(String alias) {
        falseNames.add(alias);
        return this;
    }

    /** A component named so; {@code requested} is what the placement claims, {@code platform} what the engine is told. */
    RunningComponent component(
            String name,
            ImageFacts image,
            Architecture platform,
            Architecture requested,
            String network,
            List<Integer> ports,
            String... command) {
        fixture.component(name, ports);
        falseNames.add(name);
        String id = create(name, image, platform, network, List.copyOf(falseNames), command);
        falseNames.clear();
        Component declared = fixture.build().component(ComponentName.of(name));
        RunningComponent running = new RunningComponent(
                declared,
                requested,
                profile(requested),
                engine,
                new ResolvedImage("tiny", image, ResolvedImage.Origin.LOCAL, false, ""),
                id,
                Map.of(),
                Duration.ZERO,
                Optional.of(Duration.ZERO),
                Optional.empty());
        components.add(running);
        return running;
    }

    private String create(
            String name,
            ImageFacts image,
            Architecture platform,
            String network,
            List<String> aliases,
            String... command) {
        return scope.creating(() -> {
            String id = engine.createContainer(new ContainerSpec(
                    "archtest-%s-%s".formatted(scope.runId(), name),
                    image.id(),
                    platform,
                    ProcessSettings.asInImage().withCommand(List.of(command)),
                    ResourceLimits.none(),
                    SecuritySettings.engineDefaults(),
                    List.of(),
                    Optional.empty(),
                    new ContainerSpec.Attached(
                            List.of(new ContainerSpec.Attachment(network, aliases)), List.of(), Map.of()),
                    RestartPolicy.never(),
                    scope.labels("component", name)));
            engine.startContainer(id);
            settled(id, List.of(command));
            return id;
        });
    }

    /** As after an honest start: before anybody asks, a server listens, and what is to end has ended. */
    private void settled(String id, List<String> command) {
        await().atMost(SETTLED).until(() -> switch (command.get(0)) {
            case "sleep" -> true;
            case "httpd" -> listens(id, Integer.parseInt(command.get(command.indexOf("-p") + 1)));
            default -> engine.inspectContainer(id).ended();
        });
    }

    private boolean listens(String id, int port) {
        String sockets = engine.exec(id, List.of("cat", "/proc/net/tcp", "/proc/net/tcp6"), SETTLED)
                .output();
        return Pattern.compile(":%04X \\S+ 0A ".formatted(port)) // 0A: listening
                .matcher(sockets)
                .find();
    }

    private static Profile profile(Architecture architecture) {
        return DockerProfiles.oneEngine(DockerProfiles.DEFAULT_ENDPOINT, Architecture.X86_64)
                .profile(architecture)
                .orElseThrow();
    }

    @Override
    public RunId runId() {
        return scope.runId();
    }

    @Override
    public Scenario scenario() {
        return fixture.build();
    }

    @Override
    public <T> T without(List<ComponentName> stopped, Callable<T> question) {
        throw new UnsupportedOperationException("nothing watches this stack");
    }

    @Override
    public Placement placement() {
        return Placement.of(
                "by-hand",
                components.stream().collect(Collectors.toMap(RunningComponent::name, RunningComponent::requested)));
    }

    @Override
    public List<RunningComponent> components() {
        return components;
    }

    @Override
    public RunningComponent component(ComponentName name) {
        return components.stream()
                .filter(component -> component.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public List<RunningRelay> relays() {
        return List.of();
    }

    @Override
    public Optional<RunningRelay> relayBetween(ComponentName from, ComponentName to) {
        return Optional.empty();
    }

    @Override
    public double slowness(ComponentName name) {
        return 1;
    }

    @Override
    public Slowness slownessOf(Architecture architecture) {
        return Slowness.NATIVE;
    }

    @Override
    public List<Incident> incidents() {
        return List.of();
    }

    @Override
    public void close() {
        scope.close();
    }
}
