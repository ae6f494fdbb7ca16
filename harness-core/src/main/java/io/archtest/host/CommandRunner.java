package io.archtest.host;

import io.archtest.model.ArchtestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs programs of the host: no input, both streams drained, ended with all their children when time is up. */
public class CommandRunner {
    private static final int KEPT_LINES = 400;
    /** A program that prints without line ends must not fill the memory. */
    private static final int LINE_CHARACTERS = 1 << 16;

    private static final Duration GRACE = Duration.ofSeconds(5);

    /**
     * What to run.
     *
     * @param environment added to archtest's own, or all of it where {@code cleanEnvironment}
     * @param folder the working directory; archtest's own if empty
     * @param limit after it the program and its children are ended
     */
    public record Command(
            List<String> line,
            Map<String, String> environment,
            boolean cleanEnvironment,
            Optional<Path> folder,
            Duration limit) {
        public Command {
            line = List.copyOf(line);
            environment = Map.copyOf(environment);
        }

        /** As one would type it. */
        public String text() {
            return String.join(" ", line);
        }
    }

    /** A line that a program printed. */
    public record Line(boolean error, String text) {}

    /** How a program ended, with the last lines of what it printed, in the order in which they came. */
    public record Result(int exitCode, List<Line> printed) {
        public Result {
            printed = List.copyOf(printed);
        }

        public boolean succeeded() {
            return exitCode == 0;
        }

        /** Of both streams. */
        public List<String> lines() {
            return printed.stream().map(Line::text).toList();
        }

        public List<String> standardOutput() {
            return printed.stream()
                    .filter(line -> !line.error())
                    .map(Line::text)
                    .toList();
        }

        public List<String> standardError() {
            return printed.stream().filter(Line::error).map(Line::text).toList();
        }

        public String output() {
            return String.join("\n", lines());
        }

        /** For messages: the last few lines, indented. */
        public String tail() {
            return lines().stream()
                    .skip(Math.max(0, printed.size() - 12))
                    .map(line -> "\n    " + line)
                    .collect(Collectors.joining());
        }
    }

    /** A program did not end in time and was killed with its children. */
    public static final class TimedOut extends ArchtestException {
        private static final long serialVersionUID = 1L;

        TimedOut(Command command, Result soFar) {
            super("'%s' did not end within %d s and was killed; its last lines:%s"
                    .formatted(command.text(), command.limit().toSeconds(), soFar.tail()));
        }
    }

    /** Runs a program; blocks until it ends. */
    public Result run(List<String> command, Duration limit) {
        return run(command, Map.of(), limit, line -> {});
    }

    /**
     * Runs a program with further environment variables; blocks until it ends.
     *
     * @param lines gets each line as it is printed
     * @throws ArchtestException when it can't be started or doesn't end in time; it is killed then
     */
    public Result run(List<String> command, Map<String, String> environment, Duration limit, Consumer<String> lines) {
        return run(
                new Command(command, environment, false, Optional.empty(), limit),
                printed -> lines.accept(printed.text()));
    }

    /**
     * Runs a program; blocks until it ends. When the thread is interrupted the program is killed with its children, and the
     * thread stays interrupted.
     *
     * @param lines gets each line as it is printed, from other threads
     * @throws TimedOut when it doesn't end in time
     * @throws ArchtestException when it can't be started, or on an interrupt
     */
    public Result run(Command command, Consumer<Line> lines) {
        Process process = start(command);
        Deque<Line> kept = new ArrayDeque<>();
        List<Thread> drains = List.of(
                drain(process.getInputStream(), false, kept, lines),
                drain(process.getErrorStream(), true, kept, lines));
        try {
            if (!process.waitFor(command.limit().toMillis(), TimeUnit.MILLISECONDS)) {
                kill(process);
                throw new TimedOut(command, new Result(-1, copy(kept)));
            }
            for (Thread drain : drains) {
                // a daemonised child may hold the stream open; what the program itself printed is there by then
                drain.join(TimeUnit.SECONDS.toMillis(2));
            }
            return new Result(process.exitValue(), copy(kept));
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
            throw new ArchtestException("'%s' was interrupted".formatted(command.text()), e);
        }
    }

    private static Process start(Command command) {
        ProcessBuilder builder = new ProcessBuilder(command.line())
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        if (command.cleanEnvironment()) {
            builder.environment().clear();
        }
        builder.environment().putAll(command.environment());
        command.folder().ifPresent(folder -> builder.directory(folder.toFile()));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new ArchtestException("Cannot run '%s': %s".formatted(command.text(), e.getMessage()), e);
        }
    }

    private static Thread drain(InputStream stream, boolean error, Deque<Line> kept, Consumer<Line> lines) {
        Thread thread = new Thread(
                () -> {
                    try {
                        readLines(stream, text -> keep(new Line(error, text), kept, lines));
                    } catch (IOException e) {
                        keep(new Line(error, "(its output ended early: %s)".formatted(e.getMessage())), kept, lines);
                    }
                },
                "archtest-drain");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void readLines(InputStream stream, Consumer<String> lines) throws IOException {
        StringBuilder line = new StringBuilder();
        char[] buffer = new char[8192];
        try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
                for (int i = 0; i < count; i++) {
                    if (buffer[i] == '\n') {
                        lines.accept(line.toString());
                        line.setLength(0);
                    } else if (line.length() < LINE_CHARACTERS) {
                        line.append(buffer[i]);
                    }
                }
            }
        }
        if (!line.isEmpty()) {
            lines.accept(line.toString());
        }
    }

    private static void keep(Line line, Deque<Line> kept, Consumer<Line> lines) {
        synchronized (kept) {
            kept.add(line);
            if (kept.size() > KEPT_LINES) {
                kept.remove();
            }
        }
        lines.accept(line);
    }

    private static List<Line> copy(Deque<Line> kept) {
        synchronized (kept) {
            return new ArrayList<>(kept);
        }
    }

    /** Politely first: programs such as mmdebstrap then remove what they made. */
    private static void kill(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        process.destroy();
        boolean interrupted = false;
        try {
            process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        all.forEach(ProcessHandle::destroyForcibly);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
