package io.archtest.testing.standin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The engine's socket on the host. In front of a real daemon everything passes but its word about its architecture, which is
 * that of the kernel it shares with this host.
 */
final class StandInSocket implements AutoCloseable {
    private static final Pattern ABOUT_ITSELF =
            Pattern.compile("^GET (?:http://[^/]*)?((?:/v[0-9.]+)?/(?:info|version)) HTTP");
    private static final Pattern REQUEST = Pattern.compile("^[A-Z]+ (?:http://[^/]*)?(?:/v[0-9.]+)?(/[^ ?]*)\\S* HTTP");

    private final ServerSocketChannel server;
    private final List<SocketChannel> open = new CopyOnWriteArrayList<>();

    private interface Service {
        void serve(SocketChannel client) throws IOException;
    }

    private StandInSocket(Path socket, java.util.function.Function<StandInSocket, Service> service) throws IOException {
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Service each = service.apply(this);
        background(() -> {
            while (server.isOpen()) {
                SocketChannel client = server.accept();
                open.add(client);
                background(() -> each.serve(client));
            }
        });
    }

    static StandInSocket forwarding(Path socket, Path engine, String architecture) throws IOException {
        return new StandInSocket(socket, self -> client -> self.forward(client, engine, architecture));
    }

    static StandInSocket answering(Path socket, String architecture, String root) throws IOException {
        return new StandInSocket(socket, self -> client -> answer(client, architecture, root));
    }

    private void forward(SocketChannel client, Path engine, String architecture) throws IOException {
        SocketChannel upstream = SocketChannel.open(UnixDomainSocketAddress.of(engine));
        open.add(upstream);
        background(() -> pump(upstream, client));
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        while (client.read(buffer) >= 0) {
            buffer.flip();
            String start = new String(buffer.array(), 0, Math.min(buffer.limit(), 200), StandardCharsets.ISO_8859_1);
            Matcher about = ABOUT_ITSELF.matcher(start);
            if (about.find()) {
                respond(client, aboutItself(engine, about.group(1), architecture));
            } else {
                write(upstream, buffer);
            }
            buffer.clear();
        }
        upstream.shutdownOutput();
    }

    private static String aboutItself(Path engine, String path, String architecture) throws IOException {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        return get(engine, path)
                .replace(
                        "\"Architecture\":\"%s\"".formatted(machine), "\"Architecture\":\"%s\"".formatted(architecture))
                .replace(
                        "\"Arch\":\"%s\"".formatted(docker(machine)),
                        "\"Arch\":\"%s\"".formatted(docker(architecture)));
    }

    private static String docker(String machine) {
        return machine.equals("aarch64") ? "arm64" : "amd64";
    }

    /** The body of an answer; HTTP/1.0 keeps it in one piece. */
    static String get(Path engine, String path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(engine))) {
            write(
                    channel,
                    ByteBuffer.wrap("GET %s HTTP/1.0\r\nHost: engine\r\n\r\n"
                            .formatted(path)
                            .getBytes(StandardCharsets.US_ASCII)));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            while (channel.read(buffer) >= 0) {
                answer.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
            String text = answer.toString(StandardCharsets.UTF_8);
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }
    }

    private static void answer(SocketChannel client, String architecture, String root) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        while (client.read(buffer) >= 0) {
            Matcher request = REQUEST.matcher(new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8));
            buffer.clear();
            switch (request.find() ? request.group(1) : "") {
                case "/_ping" -> respond(client, "OK");
                case "/version" ->
                    respond(client, "{\"Version\":\"26.1.5\",\"ApiVersion\":\"1.45\",\"MinAPIVersion\":\"1.24\"}");
                case "/info" ->
                    respond(
                            client,
                            "{\"ServerVersion\":\"26.1.5\",\"Architecture\":\"%s\",\"NCPU\":2,\"MemTotal\":4294967296,\"DockerRootDir\":\"%s\"}"
                                    .formatted(architecture, root));
                default -> respond(client, "[]");
            }
        }
    }

    private static void respond(SocketChannel client, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head =
                "HTTP/1.1 200 OK\r\nApi-Version: 1.45\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                        .formatted(bytes.length);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        answer.writeBytes(bytes);
        write(client, ByteBuffer.wrap(answer.toByteArray()));
    }

    /** When one side is gone the other is told: a daemon holds locks while it writes an answer that nobody reads. */
    static void pump(SocketChannel from, SocketChannel to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                write(to, buffer);
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException gone) {
            from.close();
            to.close();
        }
    }

    private static void write(SocketChannel to, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            to.write(buffer);
        }
    }

    interface Work {
        void run() throws IOException;
    }

    static void background(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                return; // one side is gone
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (SocketChannel channel : open) {
                channel.close();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
