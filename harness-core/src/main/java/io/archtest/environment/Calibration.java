package io.archtest.environment;

import io.archtest.engine.ContainerSpec;
import io.archtest.engine.ContainerSpec.PublishedPort;
import io.archtest.engine.Engine;
import io.archtest.engine.ExecResult;
import io.archtest.image.ResolvedImage;
import io.archtest.model.Architecture;
import io.archtest.model.FileContent;
import io.archtest.model.ProcessSettings;
import io.archtest.model.ResourceLimits;
import io.archtest.model.RestartPolicy;
import io.archtest.model.SecuritySettings;
import io.archtest.profile.Profile;
import io.archtest.profile.Reach;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures what classes of work cost on one architecture of an engine. Where the processor does the work, its time is taken
 * and not the clock's, so that a busy host doesn't look like a slow emulator; the best of several rounds counts. Round trips
 * go the way that a relay's connections go: to a port that the engine publishes, by way of the host. Who answers them is of
 * the engine's own architecture.
 */
final class Calibration {
    /** Well above the resolution of processor time, and for five classes in three rounds not long. */
    private static final String SECONDS = "0.15";

    private static final String ROUNDS = "3";
    private static final String PROGRAM = "/calibration.pl";
    private static final int PORT = 7;

    private final RunScope scope;
    private final double busy;

    Calibration(RunScope scope, double busy) {
        this.scope = scope;
        this.busy = busy;
    }

    /** Starts two containers of the tools image, measures in one, removes both with the run. Blocks a few seconds. */
    Speed measure(Profile profile, Engine engine, Architecture architecture, ResolvedImage tools, ResolvedImage own) {
        long began = System.nanoTime();
        int hostPort = scope.leasePorts(1).get(0);
        List<PublishedPort> published = new ArrayList<>();
        profile.reach()
                .publishedOn(engine.info().bridgeAddress())
                .forEach(address -> published.add(new PublishedPort(PORT, address, hostPort)));
        String name = "calibration-%s".formatted(architecture.word());
        Architecture host = engine.info().architecture();
        String peer =
                start(engine, name + "-peer", host, own, published, List.of("perl", PROGRAM, "listen", "" + PORT));
        try {
            String id = start(engine, name, architecture, tools, List.of(), List.of("/bin/busybox", "sleep", "600"));
            try {
                List<String> command = List.of(
                        "perl", PROGRAM, SECONDS, ROUNDS, profile.reach().fromContainers(), String.valueOf(hostPort));
                ExecResult result = engine.exec(id, command, Duration.ofMinutes(5));
                return read(
                        result, architecture, engine.info().cpus(), busy, Duration.ofNanos(System.nanoTime() - began));
            } finally {
                engine.stopContainer(id, Duration.ZERO);
            }
        } finally {
            engine.stopContainer(peer, Duration.ZERO);
        }
    }

    /** The network may be missing, which is no reason not to start: connectivity is checked later. */
    static Speed read(ExecResult result, Architecture architecture, int processors, double busy, Duration took) {
        String said = (result.output() + result.errorOutput()).strip();
        Speed speed;
        try {
            speed = Speed.parse(result.output(), processors, busy, took);
        } catch (NumberFormatException e) {
            throw failed(architecture, result, said);
        }
        for (WorkClass work : WorkClass.values()) {
            if (work != WorkClass.NETWORK && speed.of(work) == 0) {
                throw failed(architecture, result, said);
            }
        }
        if (!result.succeeded()) {
            throw failed(architecture, result, said);
        }
        return speed;
    }

    private static StartupException failed(Architecture architecture, ExecResult result, String said) {
        return new StartupException(
                "Could not measure how fast %s runs: the measuring program ended with exit code %d and said '%s'. Is the emulator in order? 'archtest doctor' tells"
                        .formatted(architecture, result.exitCode(), said));
    }

    private String start(
            Engine engine,
            String name,
            Architecture architecture,
            ResolvedImage tools,
            List<PublishedPort> published,
            List<String> command) {
        ProcessSettings process = ProcessSettings.asInImage()
                .withEntrypoint(command.subList(0, 1))
                .withCommand(command.subList(1, command.size()));
        ContainerSpec spec = new ContainerSpec(
                "archtest-%s-%s".formatted(scope.runId(), name),
                tools.facts().id(),
                architecture,
                process,
                ResourceLimits.none(),
                SecuritySettings.engineDefaults(),
                List.of(),
                Optional.empty(),
                new ContainerSpec.Attached(List.of(), published, Map.of(Reach.HOST, List.of("host-gateway"))),
                RestartPolicy.never(),
                scope.labels("probe", "calibration"));
        return scope.creating(() -> {
            String created = engine.createContainer(spec);
            engine.copyInto(created, List.of(new FileContent(PROGRAM, program(), 0644, 0, 0)));
            engine.startContainer(created);
            return created;
        });
    }

    /** What is measured depends on it. */
    static String program() {
        try (InputStream script = Calibration.class.getResourceAsStream("calibration.pl")) {
            if (script == null) {
                throw new IllegalStateException("archtest's jar lacks its program calibration.pl");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
