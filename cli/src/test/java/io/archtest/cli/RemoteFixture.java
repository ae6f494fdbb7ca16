package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.Engine;
import io.archtest.engine.Engines;
import io.archtest.engine.Labels;
import io.archtest.host.StateFolder;
import io.archtest.model.Architecture;
import io.archtest.profile.DockerProfiles;
import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import io.archtest.scenarios.BuiltInScenarios;
import io.archtest.testing.standin.RemoteMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stack of two parts, and the packaged program that runs it over this host's engine and another machine's. */
final class RemoteFixture {
    /** Of the engine on this host, and of the one on the other machine, which shares the kernel. */
    static final Architecture NATIVE = Architecture.parse(System.getProperty("os.arch"));

    static final Architecture FOREIGN = NATIVE.mirror();

    private static final Pattern RUN = Pattern.compile("run ([0-9a-f]{8}): ");

    private final RemoteMachine machine;
    private final Path folder;
    private final Path stack;

    RemoteFixture(RemoteMachine machine, Path folder) throws IOException {
        this.machine = machine;
        this.folder = folder;
        this.stack = Files.writeString(folder.resolve("compose.yaml"), """
                services:
                  db: { image: "postgres:15", environment: { POSTGRES_PASSWORD: secret }, expose: ["5432"] }
                  cache: { image: "redis:7", expose: ["6379"] }
                x-archtest:
                  packaged: %s
                  edges:
                    - { from: db, to: cache, port: 6379 }
                """.formatted(new BuiltInScenarios()
                .extract("mastodon-stack", folder.resolve("mastodon"))
                .resolveSibling("packaged/images.yaml")));
    }

    /** A run with the database native and the cache foreign, whose options say where the engines are. */
    ArchtestProcess run(Map<String, String> environment, String... options) throws IOException {
        return archtest("run", environment, options);
    }

    ArchtestProcess archtest(String command, Map<String, String> environment, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command, stack.toString(), "--provider", "docker"));
        arguments.addAll(List.of("--images", "packaged"));
        arguments.addAll(List.of("--place", "db=%s,cache=%s".formatted(NATIVE, FOREIGN)));
        arguments.addAll(List.of(options));
        Map<String, String> all = new HashMap<>(environment);
        // the package layers that other tests have built
        all.put("ARCHTEST_HOME", StateFolder.of(System.getenv()).path().toString());
        // none of these may decide which engine is used
        all.put("DOCKER_HOST", "tcp://192.0.2.1:1");
        all.put("DOCKER_CONTEXT", "nonsense");
        all.put("DOCKER_TLS_VERIFY", "1");
        all.put("DOCKER_CERT_PATH", "/nonexistent");
        return ArchtestProcess.start(folder, all, arguments.toArray(String[]::new));
    }

    /** The option that says at which addresses the engines meet, the other machine's being that for an architecture. */
    String reach(Architecture remote) {
        return "--reach=%s=%s,%s=%s".formatted(remote, machine.address(), remote.mirror(), machine.hostAddress());
    }

    Report.Run report() {
        return new JsonReport(List.of())
                .read(folder.resolve("archtest-report/report.json"))
                .runs()
                .get(0);
    }

    /** Nothing of any run is on the machine or in archtest's folder, and no tunnel leads there. */
    void assertNothingIsLeft() throws IOException {
        assertThat(machine.docker("ps", "-aq")).isEmpty();
        assertThat(machine.docker("network", "ls", "-q", "--filter", "label=io.archtest.run"))
                .isEmpty();
        assertThat(machine.docker("volume", "ls", "-q", "--filter", "label=io.archtest.run"))
                .isEmpty();
        assertThat(machine.tunnels()).isEmpty();
        assertThat(machine.sessions()).isEmpty();
        assertThat(machine.temporaryFiles()).isEmpty();
    }

    /** Nothing of that run is on this host's engine, which others may use meanwhile. */
    static void assertNothingIsLeftHere(ArchtestProcess run) throws IOException {
        Matcher id = RUN.matcher(run.output());
        assertThat(id.find()).as(run.output()).isTrue();
        try (Engine engine = Engines.connect(DockerProfiles.DEFAULT_ENDPOINT)) {
            assertThat(engine.owned(Labels.RUN, id.group(1))).isEmpty();
        }
    }
}
