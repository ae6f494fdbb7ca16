package io.archtest.cli;

import io.archtest.cli.Underway.Expectations;
import io.archtest.model.InvalidRequestException;
import io.archtest.report.ConsoleStyle;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Where a command's output goes and in which form.
 *
 * @param people where what people read goes
 * @param programs standard output, for JSON
 * @param form never {@code AUTO}
 */
record Output(Surroundings people, PrintWriter programs, ProgressForm form, Detail detail, TerminalSize size) {

    /**
     * @param raw of the process
     * @param people the same as a CI system likes it
     * @throws InvalidRequestException when what is asked for makes no sense there
     */
    static Output of(ProgressForm wish, Detail detail, Surroundings raw, Surroundings people) {
        if (detail == Detail.QUIET && wish != ProgressForm.AUTO) {
            throw new InvalidRequestException("--quiet shows no progress, so it has no form; leave --progress out");
        }
        if (wish == ProgressForm.JSON && detail == Detail.VERBOSE) {
            throw new InvalidRequestException("--progress json has every event as it is; leave --verbose out");
        }
        if (wish == ProgressForm.LIVE && !people.rewritable()) {
            throw new InvalidRequestException(
                    "--progress live rewrites lines, which %s can't; use auto or plain".formatted(people.described()));
        }
        ProgressForm automatic = people.rewritable() ? ProgressForm.LIVE : ProgressForm.PLAIN;
        return new Output(
                people,
                raw.out(),
                wish == ProgressForm.AUTO ? automatic : wish,
                detail,
                TerminalSize.of(raw.environment()));
    }

    /** For a command whose output is lines in any case. */
    static Output plain(Detail detail, Surroundings surroundings) {
        return new Output(
                surroundings,
                surroundings.out(),
                ProgressForm.PLAIN,
                detail,
                TerminalSize.of(surroundings.environment()));
    }

    boolean quiet() {
        return detail == Detail.QUIET;
    }

    /** Gets what is neither a verdict nor a failure. */
    Consumer<String> chatter() {
        return quiet() ? line -> {} : people.out()::println;
    }

    /** The caller closes it. */
    Progress progress(Expectations expectations) {
        if (quiet()) {
            return new QuietProgress();
        }
        Underway underway = new Underway(System::nanoTime, expectations);
        return switch (form) {
            case JSON -> new JsonProgress(new JsonLines(programs, Clock.systemUTC()), underway);
            case LIVE -> new LiveProgress(people.out(), System::nanoTime, size::now, detail, underway).ticking();
            default ->
                new PlainProgress(new TimedLines(people.out(), System::nanoTime, this::columns), detail, underway)
                        .ticking();
        };
    }

    ConsoleStyle style() {
        return new ConsoleStyle(people.colour(), columns(), quiet());
    }

    /** What a line may take: a log has no end on the right. */
    private OptionalInt columns() {
        return people.terminal() ? OptionalInt.of(size.now().columns()) : TerminalSize.wished(people.environment());
    }
}
