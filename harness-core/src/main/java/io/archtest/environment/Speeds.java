package io.archtest.environment;

import io.archtest.engine.Engine;
import io.archtest.engine.EngineInfo;
import io.archtest.engine.Execution;
import io.archtest.host.Sha256;
import io.archtest.image.ImageSource;
import io.archtest.image.ResolvedImage;
import io.archtest.model.Architecture;
import io.archtest.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The speeds of a run's sides: measured once for an engine and architecture, and again when anything of it changes. */
final class Speeds {
    private static final Path BINFMT = Path.of("/proc/sys/fs/binfmt_misc");

    private final RunScope scope;
    private final ImageSource images;
    private final StartupListener listener;
    private final SpeedCache cache;
    private final BinfmtHandler handlers;
    private final Map<String, Speed> known = new HashMap<>();

    Speeds(RunScope scope, ImageSource images, StartupListener listener, SpeedCache cache) {
        this.scope = scope;
        this.images = images;
        this.listener = listener;
        this.cache = cache;
        this.handlers = new BinfmtHandler(BINFMT);
    }

    /** What was found of the sides. */
    record Found(Map<Architecture, Speed> speeds, Map<Architecture, Slowness> slowness) {}

    /** One after the other: measuring two at once would slow both. */
    Found of(Collection<Side> sides) {
        Map<Architecture, Speed> speeds = new EnumMap<>(Architecture.class);
        Map<Architecture, Slowness> slowness = new EnumMap<>(Architecture.class);
        for (Side side : sides) {
            Architecture architecture = side.architecture();
            Speed speed = speed(side.profile(), side.engine(), architecture);
            speeds.put(architecture, speed);
            slowness.put(
                    architecture, side.executedNatively() ? Slowness.NATIVE : speed.relativeTo(reference(side, sides)));
        }
        return new Found(speeds, slowness);
    }

    /** The engine's own architecture, else the other side's; on a host where nothing is native, a usual machine's. */
    private Speed reference(Side side, Collection<Side> sides) {
        List<Side> candidates = new ArrayList<>(List.of(side));
        candidates.addAll(sides);
        for (Side candidate : candidates) {
            Architecture own = candidate.engine().info().architecture();
            if (candidate.profile().execution(own) == Execution.NATIVE) {
                return speed(candidate.profile(), candidate.engine(), own);
            }
        }
        return Speed.USUAL;
    }

    private Speed speed(Profile profile, Engine engine, Architecture architecture) {
        EngineInfo info = engine.info();
        String place = "%s %s %s".formatted(profile.endpoint(), info.identity(), architecture.word());
        Speed already = known.get(place);
        if (already != null) {
            return already;
        }
        ResolvedImage tools = images.tools(engine, architecture, listener::notice);
        Optional<Map<String, String>> dependsOn = dependsOn(profile, info, architecture, tools);
        Optional<Speed> kept =
                cache.remembered(place, dependsOn).or(() -> dependsOn.flatMap(facts -> cache.find(place, facts)));
        Speed speed = kept.orElseGet(() -> new Calibration(scope, cache.busy())
                .measure(
                        profile,
                        engine,
                        architecture,
                        tools,
                        images.tools(engine, info.architecture(), listener::notice)));
        if (kept.isEmpty()) {
            cache.remember(place, dependsOn, speed);
            dependsOn.flatMap(facts -> cache.keep(place, facts, speed)).ifPresent(listener::notice);
        }
        known.put(place, speed);
        return speed;
    }

    /** Empty when the emulator can't be seen from here, so that nobody would notice that it is another one now. */
    private Optional<Map<String, String>> dependsOn(
            Profile profile, EngineInfo engine, Architecture architecture, ResolvedImage tools) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("engine", engine.identity());
        facts.put("engine version", engine.version());
        facts.put("engine processors", String.valueOf(engine.cpus()));
        facts.put("execution", profile.execution(engine.architecture()).word());
        facts.put("reach", profile.reach().toString());
        facts.put("tools", tools.facts().id());
        facts.put("program", Sha256.hex(Calibration.program()));
        facts.put("host", host());
        if (architecture != engine.architecture()) {
            Optional<String> emulator =
                    onThisKernel(profile, engine) ? handlers.identity(architecture) : Optional.empty();
            if (emulator.isEmpty()) {
                return Optional.empty();
            }
            facts.put("emulator", emulator.get());
        }
        return Optional.of(facts);
    }

    private static boolean onThisKernel(Profile profile, EngineInfo engine) {
        return profile.endpoint().startsWith("unix://")
                && engine.identity().contains("(kernel %s)".formatted(System.getProperty("os.version")));
    }

    private static String host() {
        return "%s %s %s, %d processors%s"
                .formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors(),
                        model());
    }

    /** Where the kernel tells it. */
    private static String model() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name") || line.startsWith("CPU part"))
                    .findFirst()
                    .map(line -> ", " + line.substring(line.indexOf(':') + 1).strip())
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
