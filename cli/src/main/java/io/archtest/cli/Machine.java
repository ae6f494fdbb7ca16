package io.archtest.cli;

import io.archtest.host.CommandRunner;
import io.archtest.host.Doctor;
import io.archtest.host.HostFacts;
import io.archtest.host.HostInspection;
import io.archtest.host.HostSetup;
import io.archtest.host.OwnEngine;
import io.archtest.host.StateFolder;
import io.archtest.model.Architecture;
import io.archtest.model.UnsupportedHostException;
import io.archtest.profile.DockerProfiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** This host, as the commands need it. */
final class Machine {
    private static final String UNIX = "unix://";

    private final CommandRunner runner = new CommandRunner();
    private final StateFolder state;
    private final Path socket;

    /** @param engine address of the Docker engine; only one on a Unix socket can be set up */
    Machine(Map<String, String> environment, String engine) {
        this.state = StateFolder.of(environment);
        this.socket =
                Path.of((engine.startsWith(UNIX) ? engine : DockerProfiles.DEFAULT_ENDPOINT).substring(UNIX.length()));
    }

    StateFolder state() {
        return state;
    }

    CommandRunner runner() {
        return runner;
    }

    HostFacts facts() {
        return new HostInspection(Path.of("/"), runner).inspect(socket);
    }

    OwnEngine ownEngine() {
        return new OwnEngine(state.engine(), socket);
    }

    void setUp(HostFacts facts, Consumer<String> out) {
        new HostSetup(runner, ownEngine()).apply(facts, out);
    }

    /** Refuses, with what is missing and the command that helps, before anything is started. */
    void refuseIfUnfit(HostFacts facts, Set<Architecture> architectures) {
        List<String> problems = new ArrayList<>();
        String problem = Doctor.problem(facts, architectures);
        if (!problem.isEmpty()) {
            problems.add(problem);
        }
        if (!facts.has("mmdebstrap")) {
            problems.add("mmdebstrap is missing, which relays, probes and packaged images are built with");
        }
        if (!problems.isEmpty()) {
            throw new UnsupportedHostException(
                    "This host can't run it: %s.%n  To install and start what is missing: archtest setup%n  or in one go: archtest run ... --setup%s"
                            .formatted(String.join("; ", problems), byHand(facts)));
        }
    }

    private static String byHand(HostFacts facts) {
        List<String> lines = new ArrayList<>();
        HostSetup.missing(facts).forEach(step -> lines.add(step.line()));
        if (!facts.engineAnswers() && !facts.systemd()) {
            lines.add("setsid dockerd &");
        }
        return "\n  which runs:\n    " + String.join("\n    ", lines);
    }
}
