package io.archtest.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.model.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** What a container has logged until now, both streams in the order in which the daemon got them. */
final class LogReading {
    private final DockerClient client;
    private final String containerId;

    LogReading(DockerClient client, String containerId) {
        this.client = client;
        this.containerId = containerId;
    }

    /** Gives the last lines to {@code consumer}, without line ends. */
    boolean tail(int lines, Consumer<String> consumer) throws IOException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        read(command().withTail(lines), bytes);
        bytes.toString(StandardCharsets.UTF_8).lines().forEach(consumer);
        return true;
    }

    /** Writes everything, each line with the daemon's time stamp. */
    boolean writeTo(Path file) throws IOException, InterruptedException {
        try (OutputStream out = Files.newOutputStream(file)) {
            read(command().withTailAll().withTimestamps(true), out);
        }
        return true;
    }

    private LogContainerCmd command() {
        return client.logContainerCmd(containerId)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(false);
    }

    private static void read(LogContainerCmd command, OutputStream out) throws IOException, InterruptedException {
        try (ResultCallback.Adapter<Frame> callback = new ResultCallback.Adapter<>() {
            @Override
            public void onNext(Frame frame) {
                try {
                    out.write(frame.getPayload());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }) {
            command.exec(callback).awaitCompletion();
        }
    }
}
