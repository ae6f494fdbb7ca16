package io.archtest.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.ContainerFacts.State;
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
import io.archtest.scenario.Scenario;
import io.archtest.scenario.ScenarioReader;
import io.archtest.testing.FakeEngine;
import io.archtest.testing.FakeImageSource;
import io.archtest.testing.RecordingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who shares a namespace goes and comes back with the one whose it is, and so does who shares one with that one. */
class SharedNamespaceOutageTest {
    private final FakeEngine engine = FakeEngine.of(Architecture.X86_64)
            .withImage(FakeImageSource.name("i", Architecture.X86_64), Architecture.X86_64)
            .withImage(FakeImageSource.name(FakeImageSource.TOOLS, Architecture.X86_64), Architecture.X86_64);

    @Test
    void theyAreDownTogetherAndAllWellAfterwards(@TempDir Path folder) throws Exception {
        try (Environment environment = started(folder)) {
            List<State> during = environment.without(
                    List.of(ComponentName.of("db")),
                    () -> List.of(state("db"), state("agent"), state("top"), state("other")));

            assertThat(during).containsExactly(State.EXITED, State.EXITED, State.EXITED, State.RUNNING);
            assertThat(List.of(state("db"), state("agent"), state("top"))).containsOnly(State.RUNNING);
            assertThat(environment.incidents()).isEmpty();
        }
    }

    private Environment started(Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("compose.yaml"), """
                services:
                  top: { image: i, ipc: "service:agent" }
                  agent: { image: i, pid: "service:db" }
                  db: { image: i, ipc: shareable }
                  other: { image: i, depends_on: [db] }
                """);
        Scenario scenario = new ScenarioReader().read(file, Map.of(), Map.of());
        PlannedRun run = new Planner(DockerProfiles.oneEngine("unix:///fake", Architecture.X86_64))
                .plan(new RunRequest(() -> scenario, List.of("native"), Map.of(), ImageMode.AUTO, Set.of()))
                .runs()
                .get(0);
        Ownership owner = Ownership.ofThisProcess();
        RunScope scope = new RunScope(
                new RunId("test"), owner, new PortLeases(folder.resolve("ports"), owner), profile -> engine);
        return new EnvironmentStarter(new FakeImageSource(), new RecordingListener()).start(run, scope, new Timeline());
    }

    private State state(String component) {
        return engine.inspectContainer(
                        engine.container("archtest-test-" + component).id())
                .state();
    }
}
