package io.archtest.cli;

import io.archtest.host.StateFolder;
import io.archtest.model.InvalidRequestException;
import io.archtest.run.KeptStacks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code archtest logs}. */
@Command(
        description = {
            "Shows what components log: those of a stack that 'archtest up' keeps, or of a finished run (--report-dir).",
            "Each line has its component and architecture before it; secrets show as [secret]."
        },
        customSynopsis = "archtest logs [STACK] [COMPONENT...] [OPTIONS]",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class LogsCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "The stack if several are up, and components. Default: all.")
    private List<String> words = new ArrayList<>();

    @Option(
            names = {"-f", "--follow"},
            description =
                    "Go on until the stack goes down or Ctrl-C; a component that is started again is followed again.")
    private boolean follow;

    @Option(names = "--tail", paramLabel = "N", description = "Only the last N lines of each component.")
    private @Nullable Integer tail;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only lines from then on: 2026-01-31T10:00:00Z, or how long ago, such as 10m.")
    private @Nullable String since;

    @Option(names = "--timestamps", description = "With the engine's time before each line.")
    private boolean timestamps;

    @Option(names = "--report-dir", paramLabel = "FOLDER", description = "The report folder of a finished run.")
    private @Nullable Path report;

    private final Surroundings surroundings;

    LogsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        if (tail != null && tail < 0) {
            throw new InvalidRequestException("--tail %d makes no sense; give 0 or more".formatted(tail));
        }
        LogLines lines = new LogLines(surroundings.out(), surroundings.colour(), timestamps);
        if (report != null) {
            if (follow || since != null) {
                throw new InvalidRequestException(
                        "--follow and --since are for a stack that is up; the run of %s is over".formatted(report));
            }
            new FinishedLogs(report).print(words, tail == null ? Integer.MAX_VALUE : tail, lines);
            return ExitCode.PASSED;
        }
        KeptStacks stacks = new KeptStacks(StateFolder.of(surroundings.environment()));
        KeptParts parts = KeptParts.of(
                stacks.list(), words, "; the logs of a finished run: archtest logs --report-dir archtest-report");
        surroundings.discretion().learn(parts.stack().redaction());
        List<String> options = new ArrayList<>();
        if (tail != null) {
            options.addAll(List.of("--tail", String.valueOf(tail)));
        }
        KeptLogs logs = new KeptLogs(DockerClientProgram.find(surroundings.environment()), parts.stack(), lines);
        if (follow) {
            logs.follow(
                    parts.members(),
                    options,
                    since,
                    () -> stacks.find(parts.stack().name())
                            .filter(stack -> stack.runId().equals(parts.stack().runId()))
                            .isPresent());
        } else {
            logs.print(parts.members(), options, since);
        }
        return ExitCode.PASSED;
    }
}
