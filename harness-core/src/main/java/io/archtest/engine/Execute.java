package io.archtest.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.ExecCreateCmd;
import com.github.dockerjava.api.command.ExecStartCmd;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/** One command in a running container. */
final class Execute implements Callable<ExecResult> {
    private final DockerClient client;
    private final String containerId;
    private final List<String> command;
    private final String user;
    private final String input;

    Execute(DockerClient client, String containerId, List<String> command, String user, String input) {
        this.client = client;
        this.containerId = containerId;
        this.command = command;
        this.user = user;
        this.input = input;
    }

    @Override
    public ExecResult call() throws Exception {
        ExecCreateCmd create = client.execCreateCmd(containerId)
                .withCmd(command.toArray(String[]::new))
                .withAttachStdout(true)
                .withAttachStderr(true)
                .withAttachStdin(!input.isEmpty());
        if (!user.isEmpty()) {
            create.withUser(user);
        }
        String id = create.exec().getId();
        ExecStartCmd start = client.execStartCmd(id);
        if (!input.isEmpty()) {
            start.withStdIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        }
        Output output = new Output();
        try (Output running = start.exec(output)) {
            running.awaitCompletion();
        }
        Long exitCode = client.inspectExecCmd(id).exec().getExitCodeLong();
        return new ExecResult(
                Objects.requireNonNull(exitCode, "the engine gave no exit code").intValue(),
                output.out.toString(StandardCharsets.UTF_8),
                output.err.toString(StandardCharsets.UTF_8));
    }

    private static final class Output extends ResultCallback.Adapter<Frame> {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();

        @Override
        public void onNext(Frame frame) {
            (frame.getStreamType() == StreamType.STDERR ? err : out).writeBytes(frame.getPayload());
        }
    }
}
