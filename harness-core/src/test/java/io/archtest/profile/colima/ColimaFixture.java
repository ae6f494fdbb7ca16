package io.archtest.profile.colima;

import io.archtest.engine.Engine;
import io.archtest.engine.EngineInfo;
import io.archtest.engine.Engines;
import io.archtest.host.CommandRunner;
import io.archtest.host.HostSystem;
import io.archtest.host.Ownership;
import io.archtest.model.Architecture;
import io.archtest.profile.DockerContexts;
import io.archtest.profile.ProfileListener;
import io.archtest.testing.standin.ColimaStandIn;
import io.archtest.testing.standin.ColimaStandIn.EngineKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** archtest's use of the stand-in for Colima, on a host of x86_64 without acceleration. */
final class ColimaFixture implements AutoCloseable {
    static final ColimaHost HOST = new ColimaHost(false, 0, Architecture.X86_64, false, false, 4, 16L << 30);

    private static final HostSystem SYSTEM = new HostSystem(Path.of("/"), "Linux", "", "x86_64", "me");

    /** Long enough for the stand-in, each of whose commands starts a JVM, also on a busy host. */
    private static final Duration PATIENT = Duration.ofSeconds(60);

    private static final Duration HASTY = Duration.ofSeconds(10);
    private static final Duration SETTLING = Duration.ofSeconds(5);

    final ColimaStandIn colima = new ColimaStandIn(EngineKind.ANSWERING);
    final List<String> notices = new CopyOnWriteArrayList<>();
    final List<String> phases = new CopyOnWriteArrayList<>();
    private final Map<String, String> surroundings = new HashMap<>(colima.environment());

    /** A variable of the shell in which archtest was started. */
    ColimaFixture with(String variable, String value) {
        surroundings.put(variable, value);
        return this;
    }

    ColimaMachines machines() {
        return machines(Ownership.ofThisProcess(), limits());
    }

    ColimaMachines machines(Ownership self, ColimaLimits limits) {
        return new ColimaMachines(
                new CommandRunner(),
                new Programs(surroundings, SYSTEM, false),
                home(),
                HOST,
                limits,
                DockerContexts.of(surroundings),
                self,
                ColimaFixture::ask);
    }

    static ColimaLimits limits() {
        return limits("");
    }

    /** For a test in which that command hangs. */
    ColimaMachines tiringOf(String command) {
        return machines(Ownership.ofThisProcess(), limits(command));
    }

    private static ColimaLimits limits(String hanging) {
        return new ColimaLimits(
                PATIENT,
                hanging.equals("list") ? HASTY : PATIENT,
                hanging.equals("status") ? HASTY : PATIENT,
                PATIENT,
                PATIENT,
                PATIENT,
                PATIENT,
                SETTLING,
                hanging.equals("stop") ? HASTY : PATIENT,
                PATIENT,
                PATIENT,
                PATIENT);
    }

    ColimaHome home() {
        return ColimaHome.of(surroundings, false);
    }

    DockerContexts contexts() {
        return DockerContexts.of(surroundings);
    }

    final ProfileListener listener = new ProfileListener() {
        @Override
        public void working(String profile, String phase, String lastLine, Duration elapsed) {
            phases.add(phase);
        }

        @Override
        public void notice(String line) {
            notices.add(line);
        }
    };

    static StartRequest arm() {
        return request("archtest-arm64", Architecture.ARM64);
    }

    static StartRequest request(String profile, Architecture architecture) {
        return new StartRequest(profile, architecture, new MachineSize(2, 3, 20), Optional.empty());
    }

    /** Files of the profile anywhere in the home, apart from the stand-in's own notes. */
    List<String> filesOf(String profile) throws IOException {
        try (Stream<Path> files = Files.walk(colima.home())) {
            return files.map(file -> colima.home().relativize(file).toString())
                    .filter(file -> file.contains(profile))
                    .sorted()
                    .toList();
        }
    }

    private static EngineInfo ask(String endpoint) {
        try (Engine engine = Engines.connect(endpoint)) {
            return engine.info();
        }
    }

    @Override
    public void close() throws IOException {
        colima.close();
    }
}
