package io.archtest.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.engine.ContainerFacts;
import io.archtest.engine.ContainerSpec;
import io.archtest.engine.ContainerSpec.Attached;
import io.archtest.engine.EngineEvent;
import io.archtest.engine.EngineException;
import io.archtest.engine.EngineException.Reason;
import io.archtest.engine.ExecResult;
import io.archtest.engine.Labels;
import io.archtest.model.Architecture;
import io.archtest.model.ProcessSettings;
import io.archtest.model.ResourceLimits;
import io.archtest.model.RestartPolicy;
import io.archtest.model.SecuritySettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The fake refuses what a daemon refuses; otherwise tests on it would prove nothing. */
class FakeEngineTest {
    private final FakeEngine engine = FakeEngine.of(Architecture.X86_64)
            .withImage("web:1", Architecture.X86_64)
            .withRegistryImage("db:1", Architecture.ARM64);

    @Test
    void startedContainerRunsAndItsEndIsAnEvent() throws Exception {
        List<EngineEvent> events = new ArrayList<>();
        AutoCloseable following = engine.followEvents(Labels.COMPONENT, "web", events::add);
        String id = engine.createContainer(spec("component", Architecture.X86_64));
        engine.startContainer(id);
        assertThat(engine.inspectContainer(id).running()).isTrue();
        engine.container("web").runOutOfMemory();
        assertThat(events).extracting(EngineEvent::action).containsExactly("create", "start", "oom", "die");
        following.close();
        engine.owned(Labels.COMPONENT, "").forEach(engine::remove);
        assertThat(engine.owned(Labels.COMPONENT, "")).isEmpty();
        assertThat(events).hasSize(4);
    }

    @Test
    void jobEndsWithZeroUnlessScripted() {
        String id = engine.createContainer(spec("job", Architecture.X86_64));
        engine.startContainer(id);
        ContainerFacts facts = engine.inspectContainer(id);
        assertThat(facts.ended()).isTrue();
        assertThat(facts.exitCode()).isZero();
        engine.whenStarted("web", container -> container.exit(3));
        engine.startContainer(id);
        assertThat(engine.inspectContainer(id).exitCode()).isEqualTo(3);
    }

    @Test
    void imagesAreForOneArchitecture() {
        assertThat(engine.findImage("web:1", Architecture.ARM64)).isEmpty();
        assertThatThrownBy(() -> engine.createContainer(spec("component", Architecture.ARM64)))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_PLATFORM));
        assertThatThrownBy(() -> engine.pullImage("db:1", Architecture.X86_64, line -> {}))
                .hasMessageContaining("no matching manifest for linux/amd64");
        assertThat(engine.pullImage("db:1", Architecture.ARM64, line -> {}).isFor(Architecture.ARM64))
                .isTrue();
    }

    @Test
    void scriptedFailureHitsTheNamedCallOnly() {
        String id = engine.createContainer(spec("component", Architecture.X86_64));
        engine.failing("startContainer web-1", Reason.PORT_TAKEN, "taken");
        assertThatThrownBy(() -> engine.startContainer(id)).hasMessage("taken");
        engine.recovered();
        engine.startContainer(id);
        engine.container("web").answers(command -> new ExecResult(0, command.get(0), ""));
        assertThat(engine.exec(id, List.of("hello"), Duration.ofSeconds(1)).output())
                .isEqualTo("hello");
        assertThat(engine.calls()).contains("createContainer web-1", "startContainer web-1", "exec web-1 hello");
    }

    private static ContainerSpec spec(String role, Architecture architecture) {
        return new ContainerSpec(
                "web-1",
                "web:1",
                architecture,
                ProcessSettings.asInImage(),
                ResourceLimits.none(),
                SecuritySettings.engineDefaults(),
                List.of(),
                Optional.empty(),
                new Attached(List.of(), List.of(), Map.of()),
                RestartPolicy.never(),
                Map.of(Labels.COMPONENT, "web", Labels.ROLE, role));
    }
}
