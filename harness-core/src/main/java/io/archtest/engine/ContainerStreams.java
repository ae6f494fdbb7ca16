package io.archtest.engine;

import com.github.dockerjava.api.command.ExecCreateCmd;
import com.github.dockerjava.api.command.ExecStartCmd;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import io.archtest.engine.EngineException.Reason;
import io.archtest.model.Hook;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Runs commands in containers and reads their logs. */
final class ContainerStreams {
    private static final Duration WHOLE_LOG = Duration.ofMinutes(5);
    private static final int EXIT_CODE_TRIES = 50;
    private static final Duration EXIT_CODE_PAUSE = Duration.ofMillis(100);

    private final DaemonConnection connection;

    ContainerStreams(DaemonConnection connection) {
        this.connection = connection;
    }

    ExecResult exec(String containerId, ExecRequest request, Duration limit) {
        List<String> command = request.command();
        String input = request.input();
        String action = "run %s in container '%s'".formatted(command, containerId);
        byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
        ExecCreateCmd create = connection
                .calls()
                .execCreateCmd(containerId)
                .withCmd((input.isEmpty() ? command : fed(command, bytes.length)).toArray(String[]::new))
                .withAttachStdout(true)
                .withAttachStderr(true)
                .withAttachStdin(!input.isEmpty());
        if (!request.user().isEmpty()) {
            create.withUser(request.user());
        }
        if (!request.environment().isEmpty()) {
            create.withEnv(request.environment().entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .toList());
        }
        request.workingDirectory().ifPresent(create::withWorkingDir);
        return ended(action, create, input.isEmpty() ? new byte[0] : bytes, limit);
    }

    ExecResult run(String containerId, Hook hook, Duration limit) {
        ExecCreateCmd create = connection
                .calls()
                .execCreateCmd(containerId)
                .withCmd(hook.command().toArray(String[]::new))
                .withAttachStdout(true)
                .withAttachStderr(true)
                .withPrivileged(hook.privileged())
                .withEnv(hook.environment().entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toList());
        hook.user().ifPresent(create::withUser);
        hook.workingDirectory().ifPresent(create::withWorkingDir);
        return ended("run %s in container '%s'".formatted(hook.command(), containerId), create, new byte[0], limit);
    }

    private ExecResult ended(String action, ExecCreateCmd create, byte[] input, Duration limit) {
        String id = connection.change(
                action, DaemonConnection.QUICK, () -> create.exec().getId());
        ExecStartCmd start =
                connection.streams().execStartCmd(id).withDetach(false).withTty(false);
        if (input.length > 0) {
            start.withStdIn(new ByteArrayInputStream(input));
        }
        ByteArrayOutputStream standard = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        Output output = new Output(standard, error);
        start.exec(output);
        if (!output.completedWithin(action, limit, connection)) {
            throw new EngineException(
                    Reason.TIMED_OUT,
                    "Could not %s: it didn't end within %s s; it said so far: '%s'"
                            .formatted(
                                    action,
                                    DaemonConnection.seconds(limit),
                                    tail(standard.toString(StandardCharsets.UTF_8)
                                            + error.toString(StandardCharsets.UTF_8))));
        }
        return new ExecResult(
                exitCode(action, id),
                standard.toString(StandardCharsets.UTF_8),
                error.toString(StandardCharsets.UTF_8));
    }

    /**
     * docker-java never closes its half of an exec's connection, so a command that reads to the end of its input would
     * wait for ever; here {@code head} ends it after the last byte.
     */
    private static List<String> fed(List<String> command, int length) {
        List<String> words = new ArrayList<>(List.of(
                "sh",
                "-c",
                "command -v head >/dev/null || { echo 'archtest: giving input to a command needs head' >&2; exit 127; };"
                        + " head -c " + length + " | \"$@\"",
                "sh"));
        words.addAll(command);
        return words;
    }

    private static String tail(String output) {
        String said = output.strip();
        return said.length() > 500 ? "…" + said.substring(said.length() - 500) : said;
    }

    /** The daemon closes the stream shortly before it notes the exit code. */
    private int exitCode(String action, String execId) {
        for (int tries = 0; tries < EXIT_CODE_TRIES; tries++) {
            Long code = connection.call(
                    action,
                    DaemonConnection.QUICK,
                    () -> connection.calls().inspectExecCmd(execId).exec().getExitCodeLong());
            if (code != null) {
                return code.intValue();
            }
            LockSupport.parkNanos(EXIT_CODE_PAUSE.toNanos());
        }
        throw new EngineException(
                Reason.TIMED_OUT,
                "Could not %s: its output ended, but the engine at '%s' names no exit code"
                        .formatted(action, connection.endpoint()));
    }

    List<String> logTail(String containerId, int lines) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        read(containerId, logs(containerId).withTail(lines), DaemonConnection.QUICK, both);
        return both.toString(StandardCharsets.UTF_8).lines().toList();
    }

    void writeLog(String containerId, Path file) {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            read(containerId, logs(containerId).withTailAll().withTimestamps(true), WHOLE_LOG, out);
        } catch (IOException e) {
            throw new EngineException(
                    Reason.REFUSED,
                    "Could not write the log of container '%s' to '%s': %s"
                            .formatted(containerId, file, e.getMessage()),
                    e);
        }
    }

    private LogContainerCmd logs(String containerId) {
        return connection
                .streams()
                .logContainerCmd(containerId)
                .withStdOut(true)
                .withStdErr(true);
    }

    private void read(String containerId, LogContainerCmd logs, Duration limit, OutputStream out) {
        String action = "read the log of container '%s'".formatted(containerId);
        connection.ping();
        Output output = new Output(out, out);
        logs.exec(output);
        if (!output.completedWithin(action, limit, connection)) {
            throw new EngineException(
                    Reason.TIMED_OUT,
                    "Could not %s: the engine at '%s' didn't send all of it within %s s"
                            .formatted(action, connection.endpoint(), DaemonConnection.seconds(limit)));
        }
    }

    /** Writes frames on as they come: docker-java uses a full frame's array again for the next one. */
    private static final class Output extends QuietCallback<Frame> {
        private final OutputStream standard;
        private final OutputStream error;

        Output(OutputStream standard, OutputStream error) {
            this.standard = standard;
            this.error = error;
        }

        @Override
        public void onNext(Frame frame) {
            try {
                (frame.getStreamType() == StreamType.STDERR ? error : standard).write(frame.getPayload());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean completedWithin(String action, Duration limit, DaemonConnection connection) {
            try (this) {
                return ended(limit);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EngineException(Reason.TIMED_OUT, "Could not %s: interrupted".formatted(action), e);
            } catch (IOException | RuntimeException e) {
                throw connection.failures().translate(action, e);
            }
        }
    }
}
