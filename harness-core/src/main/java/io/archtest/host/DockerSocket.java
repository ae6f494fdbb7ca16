package io.archtest.host;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks a Unix socket whether a Docker daemon answers there, without a Docker client. */
final class DockerSocket {
    private static final String PING = "GET /_ping HTTP/1.0\r\n\r\n";

    /** What helps where {@link #denied}. */
    static final String JOIN_GROUP =
            "Join its group and log in again (sudo usermod -aG docker $USER), or run archtest as root";

    private DockerSocket() {}

    /** Whether a daemon is there that this user may not talk to; starting another one would not help. */
    static boolean denied(String problem) {
        return problem.contains("Permission denied");
    }

    static boolean answersSomebody(Path socket) {
        String problem = problem(socket);
        return problem.isEmpty() || denied(problem);
    }

    /** Why none answers; empty when one does. */
    static String problem(Path socket) {
        if (!Files.exists(socket)) {
            return "there is no %s".formatted(socket);
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(PING.getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(64);
            channel.read(answer);
            String status = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
            return status.contains(" 200 ")
                    ? ""
                    : "it answered '%s'".formatted(status.lines().findFirst().orElse(""));
        } catch (IOException e) {
            return "%s: %s".formatted(socket, e.getMessage());
        }
    }
}
