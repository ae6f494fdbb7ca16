package io.archtest.environment;

import io.archtest.engine.Engine;
import io.archtest.image.ImageSource;
import io.archtest.image.ResolvedImage;
import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.plan.PlannedRun;
import io.archtest.plan.PlannedRun.PlannedRelay;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Makes what must be there before the first component: networks, leased ports, relays, the measured speeds. */
final class Preparation {
    private final PlannedRun run;
    private final RunScope scope;
    private final ImageSource images;
    private final StartupListener listener;
    private final SpeedCache cache;
    private final Executor threads;

    Preparation(
            PlannedRun run,
            RunScope scope,
            ImageSource images,
            StartupListener listener,
            SpeedCache cache,
            Executor threads) {
        this.cache = cache;
        this.run = run;
        this.scope = scope;
        this.images = images;
        this.listener = listener;
        this.threads = threads;
    }

    Infrastructure prepare() {
        Map<Architecture, Side> sides = new EnumMap<>(Architecture.class);
        for (Architecture architecture : run.placement().architectures()) {
            sides.put(architecture, Side.create(scope, run, architecture));
        }
        Map<ComponentName, Map<Integer, Integer>> ports = leasePorts();
        CompletableFuture<Speeds.Found> measured = CompletableFuture.supplyAsync(
                () -> new Speeds(scope, images, listener, cache).of(sides.values()), threads);
        List<CompletableFuture<RunningRelay>> relays = run.relays().stream()
                .map(relay -> CompletableFuture.supplyAsync(() -> start(relay, sides, ports), threads))
                .toList();
        startGates(sides, ports).forEach(CompletableFuture::join);
        List<RunningRelay> forwarding =
                relays.stream().map(CompletableFuture::join).toList();
        Speeds.Found found = measured.join();
        return new Infrastructure(sides, ports, forwarding, found.slowness(), found.speeds());
    }

    private void startGate(Component component, Side side, Map<Integer, Integer> ports) {
        new Gate(scope, side)
                .start(component, tools(side.engine(), side.engine().info().architecture()), ports);
    }

    private List<CompletableFuture<Void>> startGates(
            Map<Architecture, Side> sides, Map<ComponentName, Map<Integer, Integer>> ports) {
        List<CompletableFuture<Void>> gates = new ArrayList<>();
        for (Component component : run.scenario().components()) {
            Side side = Objects.requireNonNull(sides.get(run.placement().of(component.name())));
            boolean shared = component.connections().namespaceOf().isPresent();
            if (!shared && side.confined(component) && !component.ports().isEmpty()) {
                gates.add(CompletableFuture.runAsync(
                        () -> startGate(component, side, ports.getOrDefault(component.name(), Map.of())), threads));
            }
        }
        return gates;
    }

    /** Every port of every component: checks on archtest's host need them as well as relays. */
    private Map<ComponentName, Map<Integer, Integer>> leasePorts() {
        Map<ComponentName, Map<Integer, Integer>> byComponent = new HashMap<>();
        for (Component component : run.scenario().components()) {
            List<Integer> leased = scope.leasePorts(component.ports().size());
            Map<Integer, Integer> ports = new HashMap<>();
            for (int i = 0; i < leased.size(); i++) {
                ports.put(component.ports().get(i), leased.get(i));
            }
            byComponent.put(component.name(), ports);
        }
        return byComponent;
    }

    private RunningRelay start(
            PlannedRelay relay, Map<Architecture, Side> sides, Map<ComponentName, Map<Integer, Integer>> ports) {
        Side side = Objects.requireNonNull(sides.get(relay.served()));
        Component standsFor = run.scenario().component(relay.standsFor());
        return new Relays(scope)
                .start(
                        relay,
                        standsFor,
                        side,
                        tools(side.engine(), side.engine().info().architecture()),
                        run.profile(relay.served().mirror()).reach().fromContainers(),
                        ports.getOrDefault(relay.standsFor(), Map.of()));
    }

    private ResolvedImage tools(Engine engine, Architecture architecture) {
        return images.tools(engine, architecture, listener::notice);
    }
}
