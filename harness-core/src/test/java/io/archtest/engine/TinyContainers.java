package io.archtest.engine;

import io.archtest.engine.ContainerSpec.Attached;
import io.archtest.model.Architecture;
import io.archtest.model.HealthCheck;
import io.archtest.model.Mount;
import io.archtest.model.ProcessSettings;
import io.archtest.model.ResourceLimits;
import io.archtest.model.RestartPolicy;
import io.archtest.model.RunId;
import io.archtest.model.SecuritySettings;
import io.archtest.testing.TinyImage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Containers of a tiny image that does nothing, for tests against a real engine; closing removes them. */
final class TinyContainers implements AutoCloseable {
    private final Engine engine = Engines.connect("unix:///var/run/docker.sock");
    private final Map<Architecture, ImageFacts> images = new EnumMap<>(Architecture.class);
    private final String run = RunId.random().value();

    TinyContainers() {
        for (Architecture architecture : Architecture.values()) {
            images.put(architecture, TinyImage.load(engine, architecture));
        }
    }

    Engine engine() {
        return engine;
    }

    ImageFacts image(Architecture architecture) {
        return Objects.requireNonNull(images.get(architecture));
    }

    /** The run's id, which all of them carry. */
    String run() {
        return run;
    }

    Map<String, String> labels() {
        return Map.of(Labels.RUN, run);
    }

    Spec spec(Architecture architecture, String image) {
        return new Spec(architecture, image);
    }

    /** The id of one that sleeps. */
    String running(Architecture architecture) {
        String id =
                engine.createContainer(spec(architecture, image(architecture).id())
                        .name("archtest-it-" + architecture.dockerName() + "-" + run)
                        .build());
        engine.startContainer(id);
        return id;
    }

    void removeAll() {
        engine.owned(Labels.RUN, run).forEach(engine::remove);
    }

    @Override
    public void close() {
        engine.close();
    }

    /** What differs among a test's containers. */
    final class Spec {
        private final Architecture architecture;
        private final String image;
        private String name = "archtest-it-" + run;
        private List<String> command = List.of("sleep", "1000");
        private ContainerSpec.Networking networking = new Attached(List.of(), List.of(), Map.of());
        private final List<Mount> mounts = new ArrayList<>();
        private Optional<HealthCheck> health = Optional.empty();

        Spec(Architecture architecture, String image) {
            this.architecture = architecture;
            this.image = image;
        }

        Spec name(String newName) {
            name = newName;
            return this;
        }

        Spec command(String... words) {
            command = List.of(words);
            return this;
        }

        Spec networking(ContainerSpec.Networking newNetworking) {
            networking = newNetworking;
            return this;
        }

        Spec mounts(Mount... more) {
            mounts.addAll(List.of(more));
            return this;
        }

        Spec health(HealthCheck check) {
            health = Optional.of(check);
            return this;
        }

        ContainerSpec build() {
            ProcessSettings process = new ProcessSettings(
                    Optional.empty(),
                    Optional.of(command),
                    Map.of("GREETING", "a=b"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    false,
                    Optional.empty(),
                    Optional.empty());
            return new ContainerSpec(
                    name,
                    image,
                    architecture,
                    process,
                    ResourceLimits.none(),
                    SecuritySettings.engineDefaults(),
                    mounts,
                    health,
                    networking,
                    RestartPolicy.never(),
                    labels());
        }
    }
}
