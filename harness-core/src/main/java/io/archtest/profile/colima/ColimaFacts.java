package io.archtest.profile.colima;

import io.archtest.host.CommandRunner;
import io.archtest.host.CommandRunner.Command;
import io.archtest.host.CommandRunner.Result;
import io.archtest.model.ArchtestException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What decides whether Colima's machines can run on this host, read without starting one.
 *
 * @param freeMemory what programs could get, in bytes; empty where it isn't told
 * @param superuser whether archtest runs as root, as which neither Lima nor Homebrew works
 * @param translatedJava whether Java is one for Intel on an Apple Silicon Mac
 * @param answers the first line that each program answered when asked for its version; none where it failed
 */
public record ColimaFacts(
        ColimaHost host,
        Acceleration acceleration,
        OptionalLong freeMemory,
        boolean superuser,
        boolean translatedJava,
        Installed installed,
        Map<String, String> answers) {
    private static final List<String> VERSIONED = List.of("colima", "limactl", "docker", "qemu-img");
    private static final Duration LIMIT = Duration.ofSeconds(15);

    public ColimaFacts {
        answers = Map.copyOf(answers);
    }

    /** Blocks until each program has told its version. */
    public static ColimaFacts read(ColimaHostInspection inspection, Programs programs, CommandRunner runner) {
        return new ColimaFacts(
                inspection.inspect(),
                inspection.acceleration(),
                inspection.freeMemory(),
                inspection.superuser(),
                inspection.translatedJava(),
                Installed.look(programs),
                answers(programs, runner, VERSIONED));
    }

    /** The first line of what each of these programs says of its version. */
    static Map<String, String> answers(Programs programs, CommandRunner runner, List<String> names) {
        Installed installed = Installed.look(programs);
        Map<String, String> answers = new HashMap<>();
        for (String program : names) {
            installed
                    .path(program)
                    .flatMap(path -> version(List.of(path.toString(), "--version"), programs, runner))
                    .ifPresent(line -> answers.put(program, line));
        }
        return answers;
    }

    LimaVersion lima() {
        return LimaVersion.of(installed, answers);
    }

    private static Optional<String> version(List<String> command, Programs programs, CommandRunner runner) {
        try {
            Result result =
                    runner.run(new Command(command, programs.environment(), true, Optional.empty(), LIMIT), line -> {});
            return result.succeeded() ? result.standardOutput().stream().findFirst() : Optional.empty();
        } catch (ArchtestException e) {
            return Optional.empty();
        }
    }
}
