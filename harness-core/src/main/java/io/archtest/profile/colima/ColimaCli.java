package io.archtest.profile.colima;

import io.archtest.host.CommandRunner;
import io.archtest.host.CommandRunner.Command;
import io.archtest.host.CommandRunner.Line;
import io.archtest.host.CommandRunner.Result;
import io.archtest.host.FileTree;
import io.archtest.model.ArchtestException;
import io.archtest.profile.ProfileException;
import io.archtest.profile.ProfileException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Calls {@code colima}, {@code limactl} and {@code docker}: with an environment of their own, in an empty folder (Lima
 * writes rejected files into the working directory), without input, each with a limit. What a command's exit code claims
 * is not believed here or by callers: they read the state back.
 */
final class ColimaCli {
    private static final String INSTALL = "Install it: brew install colima docker";

    private final CommandRunner runner;
    private final Programs programs;
    private final ColimaHome home;
    private final ColimaLimits limits;

    ColimaCli(CommandRunner runner, Programs programs, ColimaHome home, ColimaLimits limits) {
        this.runner = runner;
        this.programs = programs;
        this.home = home;
        this.limits = limits;
    }

    /** Never asks a machine, unlike {@code colima version}. */
    ColimaVersion version() {
        Result result = run(List.of(colima(), "--version"), limits.version(), line -> {});
        ColimaVersion version = ColimaVersion.parse(result.standardOutput());
        version.problem().ifPresent(problem -> {
            throw new ProfileException(Reason.TOO_OLD, problem + ". Update it: brew upgrade colima");
        });
        return version;
    }

    /** All profiles of this home. Without a name as filter: an unknown one would fail like a broken Lima. */
    List<Instance> list() {
        Result result;
        try {
            result = run(List.of(colima(), "list", "--json"), limits.list(), line -> {});
        } catch (CommandRunner.TimedOut e) {
            throw new ProfileException(
                    Reason.UNRESPONSIVE,
                    "%s. A machine that hangs may hold it up; 'limactl list' tells, and 'colima stop --force -p NAME' ends it"
                            .formatted(e.getMessage()),
                    e);
        }
        if (!result.succeeded()) {
            throw Failures.of("list Colima's profiles", result);
        }
        return Instance.parse(result.standardOutput());
    }

    Optional<Instance> find(String profile) {
        return list().stream()
                .filter(instance -> instance.name().equals(profile))
                .findFirst();
    }

    /** Asks the machine itself, by ssh; a dead one may never answer. */
    Result status(String profile) {
        return run(List.of(colima(), "status", "-p", profile, "--json"), limits.status(), line -> {});
    }

    /** The kernel's handler for programs of Apple's other architecture in a running machine, as binfmt_misc shows it. */
    Result rosetta(String profile) {
        return run(
                List.of(colima(), "ssh", "-p", profile, "--", "cat", "/proc/sys/fs/binfmt_misc/rosetta"),
                limits.status(),
                line -> {});
    }

    Result start(List<String> flags, Duration limit, Consumer<Line> lines) {
        List<String> command = new ArrayList<>(List.of(colima()));
        command.addAll(flags);
        return run(command, limit, lines);
    }

    Result stop(String profile, Consumer<Line> lines) {
        return run(List.of(colima(), "stop", "-p", profile), limits.stop(), lines);
    }

    Result forceStop(String profile, Consumer<Line> lines) {
        return run(List.of(colima(), "stop", "-p", profile, "--force"), limits.forcedStop(), lines);
    }

    /** Without {@code --force} it would ask, take the missing answer for "no", and exit with 0. */
    Result delete(String profile, boolean data, Consumer<Line> lines) {
        List<String> command = new ArrayList<>(List.of(colima(), "delete", "-p", profile, "--force"));
        if (data) {
            command.add("--data");
        }
        return run(command, limits.delete(), lines);
    }

    Result limactl(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                programs.require("limactl", Reason.NOT_INSTALLED, INSTALL).toString()));
        command.addAll(List.of(arguments));
        return run(command, limits.status(), line -> {});
    }

    Result docker(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(programs.require("docker", Reason.MISSING_DOCKER_CLI, "Install it: brew install docker")
                        .toString()));
        command.addAll(List.of(arguments));
        return run(command, limits.list(), line -> {});
    }

    private String colima() {
        return programs.require("colima", Reason.NOT_INSTALLED, INSTALL).toString();
    }

    private Result run(List<String> line, Duration limit, Consumer<Line> lines) {
        Map<String, String> environment = new HashMap<>(programs.environment());
        if (line.get(0).endsWith("limactl")) {
            environment.put("LIMA_HOME", home.lima().toString());
        }
        try {
            Path folder = Files.createTempDirectory("archtest-colima-");
            try {
                return runner.run(new Command(line, environment, true, Optional.of(folder), limit), lines);
            } finally {
                FileTree.remove(folder);
            }
        } catch (IOException e) {
            throw new ArchtestException("Cannot use the folder for temporary files: " + e.getMessage(), e);
        }
    }
}
