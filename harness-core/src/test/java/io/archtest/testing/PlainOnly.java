package io.archtest.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A port on loopback that hangs up at once on whoever begins with TLS, and hands all others on. Java's own HTTP server would
 * wait for the end of a line that never comes.
 */
final class PlainOnly implements AutoCloseable {
    private static final int TLS_HANDSHAKE = 0x16;

    private final ServerSocket front;
    private final InetSocketAddress behind;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    PlainOnly(InetSocketAddress behind) throws IOException {
        this.behind = behind;
        this.front = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return front.getLocalPort();
    }

    private void accept() {
        while (!front.isClosed()) {
            try {
                Socket client = front.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                PushbackInputStream in = new PushbackInputStream(client.getInputStream())) {
            int first = in.read();
            if (first < 0 || first == TLS_HANDSHAKE) {
                return;
            }
            in.unread(first);
            try (Socket server = new Socket(behind.getAddress(), behind.getPort())) {
                open.add(server);
                threads.execute(() -> copy(server, client));
                pass(in, server.getOutputStream());
            }
        } catch (IOException e) {
            return; // either side hung up
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            pass(from.getInputStream(), to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            return; // either side hung up
        }
    }

    private static void pass(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            out.write(buffer, 0, read);
            out.flush();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            front.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot close a port on loopback", e);
        }
    }
}
