package io.archtest.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.archtest.engine.EngineException.Reason;
import io.archtest.model.Architecture;
import io.archtest.model.ProcessSettings;
import io.archtest.model.ResourceLimits;
import io.archtest.model.RestartPolicy;
import io.archtest.model.RunId;
import io.archtest.model.SecuritySettings;
import io.archtest.testing.SocketProxy;
import io.archtest.testing.TinyImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine restarts, pauses or goes away while it is used: seen through a proxy, the real one keeps running. */
class BrokenConnectionIT {
    private static final Path DOCKER = Path.of("/var/run/docker.sock");
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final String run = RunId.random().value();
    private final Map<String, String> labels = Map.of(Labels.RUN, run);
    private SocketProxy proxy;
    private Engine engine;

    @BeforeEach
    void connect(@TempDir Path folder) throws IOException {
        Path socket = folder.resolve("engine.sock");
        proxy = new SocketProxy(socket, DOCKER);
        engine = Engines.connect("unix://" + socket);
    }

    @AfterEach
    void close() throws IOException {
        engine.close();
        proxy.close();
        try (Engine direct = Engines.connect("unix://" + DOCKER)) {
            direct.owned(Labels.RUN, run).forEach(direct::remove);
        }
    }

    @Test
    void firstChangeAfterARestartSucceeds() throws IOException {
        engine.createVolume("archtest-it-1-" + run, labels, Map.of());
        proxy.cut();
        engine.createVolume("archtest-it-2-" + run, labels, Map.of());
        assertThat(engine.owned(Labels.RUN, run)).hasSize(2);
    }

    @Test
    void eventsGoOnAfterARestart() throws Exception {
        String image = TinyImage.load(engine, Architecture.X86_64).id();
        Queue<EngineEvent> events = new ConcurrentLinkedQueue<>();
        AutoCloseable following = engine.followEvents(Labels.RUN, run, events::add);
        try {
            String id = engine.createContainer(spec(image));
            await().atMost(LIMIT).until(() -> events.size() == 1);
            proxy.cut();
            engine.startContainer(id);
            await().atMost(LIMIT)
                    .until(() ->
                            events.stream().anyMatch(event -> event.action().equals("die")));
        } finally {
            following.close();
        }
        assertThat(events).extracting(EngineEvent::action).startsWith("create", "start", "die");
    }

    @Test
    void pausedEngineEndsEveryKindOfCallInTime() {
        proxy.freeze();
        assertThat(engine.answers()).isFalse();
        assertThatThrownBy(() -> engine.exec("any", List.of("true"), Duration.ofSeconds(1)))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMED_OUT))
                .hasMessageContaining("whether it is paused");
        assertThatThrownBy(() -> engine.logTail("any", 1)).hasMessageContaining("did not answer within 5 s");
    }

    @Test
    void engineThatIsGoneIsUnreachable() throws IOException {
        proxy.close();
        assertThat(engine.answers()).isFalse();
        assertThatThrownBy(() -> engine.inspectContainer("any"))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE));
    }

    @Test
    void closedEngineSaysSo() {
        engine.close();
        assertThat(engine.answers()).isFalse();
        assertThatThrownBy(() -> engine.owned(Labels.RUN, run))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE))
                .hasMessageContaining("closed");
    }

    private ContainerSpec spec(String image) {
        return new ContainerSpec(
                "archtest-it-" + run,
                image,
                Architecture.X86_64,
                ProcessSettings.asInImage().withCommand(List.of("true")),
                ResourceLimits.none(),
                SecuritySettings.engineDefaults(),
                List.of(),
                Optional.empty(),
                new ContainerSpec.Attached(List.of(), List.of(), Map.of()),
                RestartPolicy.never(),
                labels);
    }
}
