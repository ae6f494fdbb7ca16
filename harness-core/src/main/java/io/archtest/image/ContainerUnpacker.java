package io.archtest.image;

import io.archtest.engine.ContainerFacts;
import io.archtest.engine.ContainerSpec;
import io.archtest.engine.Engine;
import io.archtest.engine.EngineException;
import io.archtest.engine.ImageFacts;
import io.archtest.engine.Labels;
import io.archtest.host.Ownership;
import io.archtest.model.Architecture;
import io.archtest.model.ProcessSettings;
import io.archtest.model.ResourceLimits;
import io.archtest.model.RestartPolicy;
import io.archtest.model.RunId;
import io.archtest.model.SecuritySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Unpacks packages in a container of Debian's own image, for hosts without mmdebstrap such as a Mac: the packages come from
 * where that image gets its own. The container is unprivileged and is removed afterwards.
 */
public final class ContainerUnpacker implements Unpacker {
    /** The release that archtest's recipes are written for. */
    private static final String SUITE = "bookworm";

    private static final String IMAGE = "debian:%s-slim".formatted(SUITE);
    private static final String LAYER = "/archtest-layer.tar";
    /** An emulated machine may take long; the last of it is only downloading and unpacking. */
    private static final Duration LIMIT = Duration.ofMinutes(60);

    private static final Duration POLL = Duration.ofMillis(500);
    private static final List<String> PROXIES = List.of("http_proxy", "https_proxy", "no_proxy");
    private static final String SCRIPT = """
            apt-get update -q && apt-get install -y -q --no-install-recommends mmdebstrap || exit 100
            exec "$@" $(ls /etc/apt/sources.list /etc/apt/sources.list.d/*.sources 2>/dev/null)
            """;

    private final Supplier<Engine> engines;
    private final Ownership owner;
    private final Map<String, String> environment;
    private final String image;

    /**
     * @param engines opens a connection to the engine that shall do it, best one that executes natively; closed here
     * @param environment archtest's own, for its proxies
     */
    public ContainerUnpacker(Supplier<Engine> engines, Ownership owner, Map<String, String> environment) {
        this(engines, owner, environment, IMAGE);
    }

    ContainerUnpacker(Supplier<Engine> engines, Ownership owner, Map<String, String> environment, String image) {
        this.engines = engines;
        this.owner = owner;
        this.environment = Map.copyOf(environment);
        this.image = image;
    }

    @Override
    public String suite() {
        return SUITE;
    }

    @Override
    public void unpack(List<String> packages, Architecture architecture, Path tar, Consumer<String> progress) {
        try (Engine engine = engines.get()) {
            progress.accept("this host has no mmdebstrap: a container of %s does it on the %s engine"
                    .formatted(image, engine.info().architecture()));
            String run = RunId.random().value();
            try {
                unpack(engine, run, packages, architecture, tar, progress);
            } catch (EngineException e) {
                throw new ImageException(
                        "Cannot unpack packages for %s in a container: %s".formatted(architecture, e.getMessage()), e);
            } finally {
                remove(engine, run);
            }
        }
    }

    private void unpack(
            Engine engine,
            String run,
            List<String> packages,
            Architecture architecture,
            Path tar,
            Consumer<String> progress) {
        ImageFacts builder = builder(engine, progress);
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "archtest"));
        command.addAll(Mmdebstrap.command(packages, architecture, List.of(SUITE, LAYER)));
        String id = engine.createContainer(spec(engine, run, builder, architecture, command));
        engine.startContainer(id);
        ContainerFacts ended = awaitEnd(engine, id, architecture);
        if (ended.exitCode() != 0) {
            throw Mmdebstrap.failed(
                    architecture,
                    ended.exitCode(),
                    engine.logTail(id, 40),
                    SUITE,
                    "the image " + image,
                    "the engine's disk");
        }
        engine.copyOut(id, LAYER, tar);
    }

    private ImageFacts builder(Engine engine, Consumer<String> progress) {
        Architecture own = engine.info().architecture();
        Optional<ImageFacts> local = engine.findImage(image, own);
        if (local.isPresent()) {
            return local.get();
        }
        try {
            return engine.pullImage(image, own, status -> progress.accept(status.line()));
        } catch (EngineException e) {
            throw new ImageException(
                    "archtest's relays and probes, and packaged images, are built from Debian packages, which takes mmdebstrap on this host or the image '%s': %s%n  Let the engine reach its registry, or install mmdebstrap (Debian, Ubuntu: archtest setup)"
                            .formatted(image, e.getMessage()),
                    e);
        }
    }

    private ContainerSpec spec(
            Engine engine, String run, ImageFacts builder, Architecture architecture, List<String> command) {
        ProcessSettings asInImage = ProcessSettings.asInImage();
        ProcessSettings process = new ProcessSettings(
                Optional.of(command.subList(0, 1)),
                Optional.of(command.subList(1, command.size())),
                variables(),
                asInImage.user(),
                asInImage.workingDirectory(),
                asInImage.hostname(),
                true,
                false,
                asInImage.stopSignal(),
                asInImage.stopGracePeriod());
        return new ContainerSpec(
                "archtest-%s-packages-%s".formatted(run, architecture.word()),
                builder.id(),
                engine.info().architecture(),
                process,
                ResourceLimits.none(),
                SecuritySettings.engineDefaults(),
                List.of(),
                Optional.empty(),
                new ContainerSpec.Attached(List.of(), List.of(), Map.of()),
                RestartPolicy.never(),
                Map.of(Labels.RUN, run, Labels.OWNER, owner.label(), Labels.ROLE, "builder"));
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>(
                Map.of("LC_ALL", "C.UTF-8", "SOURCE_DATE_EPOCH", "0", "DEBIAN_FRONTEND", "noninteractive"));
        for (String proxy : PROXIES) {
            Optional.ofNullable(environment.get(proxy)).ifPresent(value -> variables.put(proxy, value));
        }
        return variables;
    }

    private static ContainerFacts awaitEnd(Engine engine, String id, Architecture architecture) {
        long end = System.nanoTime() + LIMIT.toNanos();
        ContainerFacts facts = engine.inspectContainer(id);
        while (!facts.ended()) {
            if (System.nanoTime() > end) {
                throw new ImageException(
                        "Cannot unpack packages for %s: the container did not end within %d minutes; its last lines: %s"
                                .formatted(architecture, LIMIT.toMinutes(), engine.logTail(id, 8)));
            }
            LockSupport.parkNanos(POLL.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new ImageException("Unpacking packages for %s was interrupted".formatted(architecture));
            }
            facts = engine.inspectContainer(id);
        }
        return facts;
    }

    /** Also after an interrupt, which must not end the clean-up as well. */
    private static void remove(Engine engine, String run) {
        boolean interrupted = Thread.interrupted();
        try {
            engine.owned(Labels.RUN, run).forEach(engine::remove);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
