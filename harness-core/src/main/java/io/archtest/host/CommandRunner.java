package io.archtest.host;

import io.archtest.model.ArchtestException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs programs of the host: no input, both streams drained as one, ended with all their children when time is up. */
public class CommandRunner {
    private static final int KEPT_LINES = 400;
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** How a program ended; {@code lines} are the last ones of what it printed. */
    public record Result(int exitCode, List<String> lines) {
        public Result {
            lines = List.copyOf(lines);
        }

        public boolean succeeded() {
            return exitCode == 0;
        }

        public String output() {
            return String.join("\n", lines);
        }

        /** For messages: the last few lines, indented. */
        public String tail() {
            return lines.subList(Math.max(0, lines.size() - 12), lines.size()).stream()
                    .map(line -> "\n    " + line)
                    .reduce("", String::concat);
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
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        builder.environment().putAll(environment);
        Process process = start(builder);
        Deque<String> kept = new ArrayDeque<>();
        Thread drain = new Thread(() -> drain(process, kept, lines), "archtest-drain");
        drain.setDaemon(true);
        drain.start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                kill(process);
                throw new ArchtestException("'%s' did not end within %d s and was killed; its last lines:%s"
                        .formatted(String.join(" ", command), limit.toSeconds(), new Result(-1, copy(kept)).tail()));
            }
            // a daemonised child may hold the stream open; what the program itself printed is there by then
            drain.join(TimeUnit.SECONDS.toMillis(2));
            return new Result(process.exitValue(), copy(kept));
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
            throw new ArchtestException("'%s' was interrupted".formatted(String.join(" ", command)), e);
        }
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new ArchtestException(
                    "Cannot run '%s': %s".formatted(String.join(" ", builder.command()), e.getMessage()), e);
        }
    }

    private static void drain(Process process, Deque<String> kept, Consumer<String> lines) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (kept) {
                    kept.add(line);
                    if (kept.size() > KEPT_LINES) {
                        kept.remove();
                    }
                }
                lines.accept(line);
            }
        } catch (IOException e) {
            synchronized (kept) {
                kept.add("(its output ended early: %s)".formatted(e.getMessage()));
            }
        }
    }

    private static List<String> copy(Deque<String> kept) {
        synchronized (kept) {
            return new ArrayList<>(kept);
        }
    }

    /** Politely first: programs such as mmdebstrap then remove what they made. */
    private static void kill(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        process.destroy();
        try {
            process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
