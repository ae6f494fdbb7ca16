package io.archtest.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.ExecResult;
import io.archtest.engine.FileEntry;
import io.archtest.environment.Environment;
import io.archtest.environment.EnvironmentStarter;
import io.archtest.environment.RunScope;
import io.archtest.environment.Timeline;
import io.archtest.host.Ownership;
import io.archtest.host.PortLeases;
import io.archtest.image.ImageMode;
import io.archtest.model.Architecture;
import io.archtest.model.Outcome;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.plan.Planner;
import io.archtest.plan.RunRequest;
import io.archtest.profile.DockerProfiles;
import io.archtest.scenario.CheckDeclaration;
import io.archtest.scenario.Scenario;
import io.archtest.scenario.ScenarioReader;
import io.archtest.testing.FakeContainer;
import io.archtest.testing.FakeEngine;
import io.archtest.testing.FakeImageSource;
import io.archtest.testing.RecordingListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Across architectures a relay refuses all but declared ports, whoever listens there: that is no answer of the target's. */
class RefusedConnectionTest {
    private static final String STACK = """
            services:
              db: { image: i, expose: ["80"], healthcheck: { test: [CMD, "true"] } }
              app: { image: i, network_mode: "service:db" }
              web: { image: i }
            x-archtest:
              infer: false
              placements: { default: { emulated: [db, app] } }
              checks:
                - { name: c, tcp: { from: web, to: TARGET, port: 81, refused: true } }
            """;

    @TempDir
    Path folder;

    private final FakeEngine engine = FakeEngine.of(Architecture.X86_64);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private String answer = "";

    @BeforeEach
    void images() {
        for (Architecture architecture : Architecture.values()) {
            engine.withImage(FakeImageSource.name("i", architecture), architecture)
                    .withImage(FakeImageSource.name(FakeImageSource.TOOLS, architecture), architecture);
        }
        engine.whenStarted("archtest-test-relay-db", relay -> relay.logs("[NOTICE] (1) : Loading success."));
        engine.whenStarted("probe", this::vantage);
    }

    @Test
    void aPortThatNoRelayHasIsAskedInTheTargetsOwnNetwork() throws Exception {
        answer = "connected\t\nend\tclosed\n";

        assertThat(outcome("db").verdict()).isEqualTo(io.archtest.model.Verdict.FAILED);
        assertThat(asked).singleElement().satisfies(line -> assertThat(line).contains("-db: ", "talk.pl db 81"));
    }

    @Test
    void nobodyThereIsARefusalAndTheReportSaysWhereItWasAsked() throws Exception {
        answer = "refused\tConnection refused\nend\tnone\n";

        assertThat(outcome("db").toString()).contains("asked in the network of 'db', since no relay has that port");
    }

    @Test
    void oneInAnothersNetworkIsAskedByTheNameThatLeadsThere() throws Exception {
        answer = "connected\t\nend\tclosed\n";

        assertThat(outcome("app").verdict()).isEqualTo(io.archtest.model.Verdict.FAILED);
        assertThat(asked).singleElement().satisfies(line -> assertThat(line).contains("-app: ", "talk.pl db 81"));
    }

    private void vantage(FakeContainer container) {
        container.logs(Witness.LISTENING);
        container.answers(command -> {
            String line = String.join(" ", command);
            asked.add(container.spec().name() + ": " + line);
            String status = line.replaceFirst("(?s).* 2>(\\S+) &.*", "$1");
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            container.has(status, new FileEntry(FileEntry.Type.FILE, bytes.length, "", bytes));
            return new ExecResult(0, "", "");
        });
    }

    private Outcome outcome(String target) throws Exception {
        try (Environment environment = started(STACK.replace("TARGET", target))) {
            CheckDeclaration.Tcp tcp =
                    (CheckDeclaration.Tcp) environment.scenario().checks().get(0);
            return new TcpQuestion(tcp, new Vantages(scope, new FakeImageSource(), () -> environment))
                    .ask(SystemUnderTest.of(environment));
        }
    }

    private RunScope scope;

    private Environment started(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("compose.yaml"), text);
        Scenario scenario = new ScenarioReader().read(file, Map.of(), Map.of());
        PlannedRun run = new Planner(DockerProfiles.oneEngine("unix:///fake", Architecture.X86_64))
                .plan(new RunRequest(() -> scenario, List.of("default"), Map.of(), ImageMode.AUTO, Set.of()))
                .runs()
                .get(0);
        Ownership owner = Ownership.ofThisProcess();
        scope = new RunScope(
                new RunId("test"), owner, new PortLeases(folder.resolve("ports"), owner), profile -> engine);
        return new EnvironmentStarter(new FakeImageSource(), new RecordingListener()).start(run, scope, new Timeline());
    }
}
