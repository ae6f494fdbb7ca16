package io.archtest.host;

import io.archtest.model.ArchtestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A Docker daemon that archtest starts itself on a host without init system. It runs in a session of its own, outlives
 * the archtest that started it, and is stopped only on request; one that archtest did not start is never touched.
 */
public final class OwnEngine {
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(60);

    private final Path folder;
    private final Path socket;

    /** @param folder for its log and process id */
    public OwnEngine(Path folder, Path socket) {
        this.folder = folder;
        this.socket = socket;
    }

    void start(HostFacts facts, Consumer<String> out) {
        if (DockerSocket.problem(socket).isEmpty()) {
            return; // somebody else's came up meanwhile
        }
        Path log = folder.resolve("dockerd.log");
        List<String> command = facts.root() ? List.of("setsid", "dockerd") : List.of("setsid", "sudo", "-n", "dockerd");
        out.accept("no init system starts the Docker engine here:%n  $ %s >>%s 2>&1 &"
                .formatted(String.join(" ", command), log));
        try {
            Files.createDirectories(folder);
            Process process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .redirectErrorStream(true)
                    .start();
            Files.writeString(pidFile(), identity(process.toHandle()));
            awaitAnswer(process, log);
        } catch (IOException e) {
            throw new ArchtestException("Cannot start the Docker engine: " + e.getMessage(), e);
        }
    }

    /** Stops the daemon that archtest started, gracefully; blocks until it is gone. Says what it did. */
    public String stop() {
        Optional<ProcessHandle> process = process();
        if (process.isEmpty()) {
            return "archtest started no Docker engine here";
        }
        long pid = process.get().pid();
        if (!process.get().destroy()) {
            throw new ArchtestException(
                    "May not stop the Docker engine (process %d); as root: sudo kill %d".formatted(pid, pid));
        }
        try {
            Awaitility.await()
                    .atMost(STOP)
                    .pollInSameThread()
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> gone(process.get()));
            Files.deleteIfExists(pidFile());
            return "stopped the Docker engine that archtest had started (process %d)".formatted(pid);
        } catch (ConditionTimeoutException e) {
            throw new ArchtestException(
                    "The Docker engine (process %d) did not stop within %d s; its log: %s"
                            .formatted(pid, STOP.toSeconds(), folder.resolve("dockerd.log")),
                    e);
        } catch (IOException e) {
            throw new ArchtestException("Cannot remove %s: %s".formatted(pidFile(), e.getMessage()), e);
        }
    }

    /** Where nothing reaps orphans (a container without init), an ended process stays as a zombie for ever. */
    private static boolean gone(ProcessHandle process) {
        if (!process.isAlive()) {
            return true;
        }
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (IOException e) {
            return !process.isAlive();
        }
    }

    /** The daemon, if it was started by archtest and still runs. */
    private Optional<ProcessHandle> process() {
        try {
            String identity = Files.exists(pidFile()) ? Files.readString(pidFile()) : "";
            return identity.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(identity.split("/")[0]))
                            .filter(process -> identity(process).equals(identity) && !gone(process));
        } catch (IOException e) {
            throw new ArchtestException("Cannot read %s: %s".formatted(pidFile(), e.getMessage()), e);
        }
    }

    private void awaitAnswer(Process process, Path log) throws IOException {
        try {
            Awaitility.await()
                    .atMost(START)
                    .pollInSameThread()
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> DockerSocket.answersSomebody(socket) || !process.isAlive());
        } catch (ConditionTimeoutException e) {
            throw new ArchtestException(notStarted("does not answer after %d s".formatted(START.toSeconds()), log), e);
        }
        if (!process.isAlive()) {
            throw new ArchtestException(notStarted("ended with exit code %d".formatted(process.exitValue()), log));
        }
        String problem = DockerSocket.problem(socket);
        if (!problem.isEmpty()) {
            throw new ArchtestException("The Docker engine was started, but this user can't use it: %s. %s"
                    .formatted(problem, DockerSocket.JOIN_GROUP));
        }
    }

    private static String notStarted(String what, Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return "The Docker engine %s; the end of its log %s:%s"
                .formatted(
                        what,
                        log,
                        lines.subList(Math.max(0, lines.size() - 8), lines.size()).stream()
                                .map(line -> "\n    " + line)
                                .reduce("", String::concat));
    }

    /** With the start time, so that a reused process id isn't taken for it. */
    private static String identity(ProcessHandle process) {
        return "%d/%d"
                .formatted(
                        process.pid(),
                        process.info()
                                .startInstant()
                                .map(java.time.Instant::toEpochMilli)
                                .orElse(0L));
    }

    private Path pidFile() {
        return folder.resolve("dockerd.pid");
    }
}
