package io.archtest.environment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.engine.Engines;
import io.archtest.engine.ExecResult;
import io.archtest.host.Ownership;
import io.archtest.host.PortLeases;
import io.archtest.image.ImageMode;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.plan.Planner;
import io.archtest.plan.RunRequest;
import io.archtest.profile.DockerProfiles;
import io.archtest.scenario.ScenarioReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A Compose file that runs on the real engine, read and started as a run does it; closing it removes what it started. */
final class StartedFile implements AutoCloseable {
    final List<String> notices = new CopyOnWriteArrayList<>();
    private final RunScope scope;
    private final PlannedRun run;
    private Environment environment;

    /** All of its services on one architecture. */
    StartedFile(Path folder, String compose, Architecture architecture) {
        try {
            Path file = Files.writeString(folder.resolve("compose.yaml"), compose);
            var scenario = new ScenarioReader().read(file, Map.of("TOKEN", "t0ken"), Map.of());
            Map<ComponentName, Architecture> placed = scenario.components().stream()
                    .collect(Collectors.toMap(component -> component.name(), component -> architecture));
            this.run = new Planner(DockerProfiles.oneEngine(DockerProfiles.DEFAULT_ENDPOINT, Architecture.X86_64))
                    .plan(new RunRequest(() -> scenario, List.of(), placed, ImageMode.AUTO, Set.of()))
                    .runs()
                    .get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Ownership owner = Ownership.ofThisProcess();
        this.scope = new RunScope(
                RunId.random(),
                owner,
                new PortLeases(folder.resolve("ports"), owner),
                profile -> Engines.connect(profile.endpoint()));
    }

    StartedFile start() {
        return start(SpeedCache.none());
    }

    StartedFile start(SpeedCache speeds) {
        StartupListener listener = new StartupListener() {
            @Override
            public void entered(ComponentName component, Phase phase, String detail) {}

            @Override
            public void ready(ComponentName component) {}

            @Override
            public void notice(String line) {
                notices.add(line);
            }
        };
        environment = new EnvironmentStarter(new TinyImages(), listener, speeds).start(run, scope, new Timeline());
        return this;
    }

    Slowness slowness(Architecture architecture) {
        return environment.slownessOf(architecture);
    }

    Speed speed(Architecture architecture) {
        return environment.speedOf(architecture).orElseThrow();
    }

    RunningComponent component(String name) {
        return environment.component(ComponentName.of(name));
    }

    JsonNode inspect(String name) {
        RunningComponent component = component(name);
        try {
            return new ObjectMapper().readTree(component.engine().inspectJson(component.containerId()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a command in the component prints. */
    String inside(String name, String command) {
        return ask(
                name,
                component -> component
                        .engine()
                        .exec(component.containerId(), List.of("sh", "-c", command), Duration.ofMinutes(2)));
    }

    private String ask(String name, Function<RunningComponent, ExecResult> question) {
        ExecResult result = question.apply(component(name));
        return (result.output() + result.errorOutput()).strip();
    }

    void stop() {
        environment.close();
    }

    @Override
    public void close() {
        scope.close();
    }
}
