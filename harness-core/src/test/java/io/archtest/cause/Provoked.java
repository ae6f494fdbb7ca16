package io.archtest.cause;

import io.archtest.engine.ContainerFacts;
import io.archtest.engine.ContainerFacts.Health;
import io.archtest.engine.ContainerSpec;
import io.archtest.engine.Engine;
import io.archtest.engine.EngineException;
import io.archtest.engine.Labels;
import io.archtest.model.Architecture;
import io.archtest.model.FileContent;
import io.archtest.model.HealthCheck;
import io.archtest.model.Mount;
import io.archtest.model.ProcessSettings;
import io.archtest.model.ResourceLimits;
import io.archtest.model.RestartPolicy;
import io.archtest.model.SecuritySettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/** A real container that is to go wrong, and the id of the cause that is told from what the engine and its log say then. */
final class Provoked {
    private static final Duration END = Duration.ofSeconds(60);

    private final Engine engine;
    private final String run;
    private final Architecture architecture;
    private final String image;
    private final List<String> command;
    private Optional<Long> memory = Optional.empty();
    private Optional<HealthCheck> health = Optional.empty();
    private List<FileContent> files = List.of();
    private List<ContainerSpec.PublishedPort> ports = List.of();

    Provoked(Engine engine, String run, Architecture architecture, String image, List<String> command) {
        this.engine = engine;
        this.run = run;
        this.architecture = architecture;
        this.image = image;
        this.command = command;
    }

    Provoked withMemory(long bytes) {
        memory = Optional.of(bytes);
        return this;
    }

    Provoked withFile(FileContent file) {
        files = List.of(file);
        return this;
    }

    Provoked withHealth(HealthCheck check) {
        health = Optional.of(check);
        return this;
    }

    Provoked publishing(ContainerSpec.PublishedPort port) {
        ports = List.of(port);
        return this;
    }

    /** The cause of its end, as of a job that must end well. */
    String end() {
        String id = started();
        Awaitility.await().atMost(END).until(() -> engine.inspectContainer(id).ended());
        return cause(
                id,
                Symptoms.of(engine.inspectContainer(id), engine.logTail(id, 40), emulated())
                        .ofJob());
    }

    /** What its health check comes to. */
    String judged() {
        String id = started();
        Awaitility.await().atMost(END).until(() -> {
            Health state = engine.inspectContainer(id).health();
            return state == Health.HEALTHY || state == Health.UNHEALTHY;
        });
        ContainerFacts facts = engine.inspectContainer(id);
        List<String> test = health.orElseThrow().test();
        return facts.health() == Health.HEALTHY
                ? "healthy"
                : cause(
                        id,
                        Symptoms.of(facts, engine.logTail(id, 40), emulated()).withHealthTest(test));
    }

    /** Why the engine doesn't start it. */
    String refused() {
        try {
            started();
            return "started";
        } catch (EngineException e) {
            return cause("refused", Symptoms.ofEngine(e.getMessage()));
        }
    }

    private boolean emulated() {
        return architecture != engine.info().architecture();
    }

    private String cause(String id, Symptoms symptoms) {
        return Diagnosis.of(id, symptoms).cause().map(Cause::id).orElse("none");
    }

    private String started() {
        String id = engine.createContainer(new ContainerSpec(
                "archtest-it-%s-%s".formatted(architecture.dockerName(), run),
                image,
                architecture,
                ProcessSettings.asInImage().withCommand(command),
                new ResourceLimits(
                        memory, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
                SecuritySettings.engineDefaults(),
                List.of(new Mount(Mount.Type.TMPFS, Optional.empty(), "/small", false, Optional.of(65_536L))),
                health,
                new ContainerSpec.Attached(List.of(), ports, Map.of()),
                RestartPolicy.never(),
                Map.of(Labels.RUN, run)));
        engine.copyInto(id, files);
        engine.startContainer(id);
        return id;
    }
}
