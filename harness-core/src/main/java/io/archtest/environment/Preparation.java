package io.archtest.environment;

import io.archtest.engine.Engine;
import io.archtest.image.ImageSource;
import io.archtest.image.ResolvedImage;
import io.archtest.model.Architecture;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.plan.PlannedRun;
import io.archtest.plan.PlannedRun.PlannedRelay;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Makes what must be there before the first component: networks, leased ports, relays, the measured slowness. */
final class Preparation {
    private final PlannedRun run;
    private final RunScope scope;
    private final ImageSource images;
    private final StartupListener listener;
    private final Executor threads;

    Preparation(PlannedRun run, RunScope scope, ImageSource images, StartupListener listener, Executor threads) {
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
        CompletableFuture<Map<Architecture, Slowness>> slowness =
                CompletableFuture.supplyAsync(() -> measure(sides), threads);
        List<CompletableFuture<RunningRelay>> relays = run.relays().stream()
                .map(relay -> CompletableFuture.supplyAsync(() -> start(relay, sides, ports), threads))
                .toList();
        return new Infrastructure(
                sides, ports, relays.stream().map(CompletableFuture::join).toList(), slowness.join());
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
                        ports.getOrDefault(relay.standsFor(), Map.of()));
    }

    /** Only sides that aren't their engine's own architecture are slower than native as far as can be seen from here. */
    private Map<Architecture, Slowness> measure(Map<Architecture, Side> sides) {
        Map<Architecture, Slowness> measured = new EnumMap<>(Architecture.class);
        Calibration calibration = new Calibration(scope);
        for (Side side : sides.values()) {
            Architecture own = side.engine().info().architecture();
            if (side.architecture() == own) {
                measured.put(own, Slowness.NATIVE);
            } else {
                Engine engine = side.engine();
                Calibration.Cost base = calibration.measure(engine, own, tools(engine, own));
                Calibration.Cost cost =
                        calibration.measure(engine, side.architecture(), tools(engine, side.architecture()));
                measured.put(side.architecture(), cost.relativeTo(base));
            }
        }
        return measured;
    }

    private ResolvedImage tools(Engine engine, Architecture architecture) {
        return images.tools(engine, architecture, listener::notice);
    }
}
