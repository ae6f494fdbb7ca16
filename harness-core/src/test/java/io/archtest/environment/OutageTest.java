package io.archtest.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archtest.engine.ContainerFacts.Health;
import io.archtest.engine.ContainerFacts.State;
import io.archtest.host.Ownership;
import io.archtest.host.PortLeases;
import io.archtest.image.ImageMode;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.HealthCheck;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.plan.Planner;
import io.archtest.plan.RunRequest;
import io.archtest.profile.DockerProfiles;
import io.archtest.scenario.Scenario;
import io.archtest.testing.FakeContainer;
import io.archtest.testing.FakeEngine;
import io.archtest.testing.FakeImageSource;
import io.archtest.testing.ScenarioFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutageTest {
    private static final List<ComponentName> DB = List.of(ComponentName.of("db"));

    @TempDir
    Path folder;

    private final FakeEngine engine = FakeEngine.of(Architecture.X86_64);
    private RunScope scope;
    private Environment environment;

    @BeforeEach
    void start() {
        for (String image : List.of("example/db:1", "example/web:1", FakeImageSource.TOOLS)) {
            engine.withImage(FakeImageSource.name(image, Architecture.X86_64), Architecture.X86_64);
        }
        Scenario scenario = new ScenarioFixture()
                .component("db", List.of(5432))
                .component("web", List.of(3000), "db")
                .build();
        PlannedRun run = new Planner(DockerProfiles.oneEngine("unix:///fake", Architecture.X86_64))
                .plan(new RunRequest(() -> scenario, List.of("native"), Map.of(), ImageMode.AUTO, Set.of()))
                .runs()
                .get(0);
        Ownership owner = Ownership.ofThisProcess();
        scope = new RunScope(
                new RunId("test"), owner, new PortLeases(folder.resolve("ports"), owner), profile -> engine);
        environment = new EnvironmentStarter(new FakeImageSource(), new StartupListener() {
                    @Override
                    public void entered(ComponentName component, Phase phase, String detail) {}

                    @Override
                    public void ready(ComponentName component) {}

                    @Override
                    public void notice(String line) {}
                })
                .start(run, scope, new Timeline());
    }

    @AfterEach
    void close() {
        environment.close();
    }

    @Test
    void itIsDownDuringTheQuestionAndWellAfterwards() throws Exception {
        State during = environment.without(DB, () -> state("db"));

        assertThat(during).isEqualTo(State.EXITED);
        assertThat(state("db")).isEqualTo(State.RUNNING);
        assertThat(environment.incidents()).as("it was on purpose").isEmpty();
    }

    @Test
    void whatHappensToOthersMeanwhileIsForgivenIfTheyGetWellAgain() throws Exception {
        FakeContainer web = container("web");
        engine.whenStarted("archtest-test-db", db -> {
            db.becomes(Health.HEALTHY, "");
            web.becomes(Health.HEALTHY, "");
        });

        environment.without(DB, () -> {
            web.becomes(Health.UNHEALTHY, "no database");
            return true;
        });

        assertThat(environment.incidents()).isEmpty();
    }

    @Test
    void whatHappensAfterwardsCountsAgain() throws Exception {
        environment.without(DB, () -> true);
        container("db").exit(1);

        assertThat(environment.incidents())
                .singleElement()
                .satisfies(incident -> assertThat(incident.component()).hasToString("db"));
    }

    @Test
    void whatHappenedBeforeIsNotForgiven() throws Exception {
        container("web").restart();
        container("web").becomes(Health.HEALTHY, "");
        environment.without(DB, () -> true);

        assertThat(environment.incidents())
                .singleElement()
                .satisfies(incident -> assertThat(incident.component()).hasToString("web"));
    }

    @Test
    void itIsStartedAgainWhenTheQuestionThrows() {
        assertThatThrownBy(() -> environment.without(DB, () -> {
                    throw new IOException("no answer");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no answer");
        assertThat(state("db")).isEqualTo(State.RUNNING);
        assertThat(environment.incidents()).isEmpty();
    }

    @Test
    void whoDoesNotGetWellAgainIsNamed() {
        engine.whenStarted("archtest-test-db", db -> db.becomes(Health.UNHEALTHY, "damaged"));
        HealthWatch watch = new HealthWatch(scope.runId(), List.of(engine), (component, status) -> {});
        Outage outage = new Outage(environment, scope, watch, Duration.ofMillis(50));

        assertThatThrownBy(() -> outage.of(List.of(environment.component(DB.get(0))), () -> true))
                .isInstanceOf(RecoveryException.class)
                .hasMessageContaining("after 'db' was back")
                .hasMessageContaining("'db' is unhealthy: \"damaged\"");
    }

    @Test
    void aHealthCheckThatLooksSeldomIsGivenItsTime() {
        assertThat(Outage.recovery(List.of())).isEqualTo(Duration.ofSeconds(90));
        assertThat(Outage.recovery(List.of(every(Duration.ofSeconds(1)))))
                .as("one that looks often shortens nothing")
                .isEqualTo(Duration.ofSeconds(90));
        assertThat(Outage.recovery(List.of(every(Duration.ofSeconds(1)), every(Duration.ofMinutes(2)))))
                .as("three looks, of a second, each two minutes after the one before")
                .isEqualTo(Duration.ofSeconds(363));
    }

    private static HealthCheck every(Duration interval) {
        return new HealthCheck(List.of("CMD", "ask"), interval, Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO, 3);
    }

    private State state(String component) {
        return engine.inspectContainer(container(component).id()).state();
    }

    private FakeContainer container(String component) {
        return engine.container("archtest-test-" + component);
    }
}
