package io.archtest.scenarios.tunnel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** Sends back what it receives, or nothing. */
final class EchoServer extends WebSocketServer implements AutoCloseable {
    private final boolean echoes;
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile String host = "";

    private EchoServer(boolean echoes) {
        super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        this.echoes = echoes;
        setConnectionLostTimeout(0);
    }

    /** Blocks until it listens. */
    static EchoServer start(boolean echoes) throws InterruptedException {
        EchoServer server = new EchoServer(echoes);
        server.start();
        server.started.await();
        return server;
    }

    /** What the last client called it. */
    String host() {
        return host;
    }

    @Override
    public void onStart() {
        started.countDown();
    }

    @Override
    public void onOpen(WebSocket connection, ClientHandshake handshake) {
        host = handshake.getFieldValue("Host");
        connection.send("Request served by a test");
    }

    @Override
    public void onMessage(WebSocket connection, String message) {
        if (echoes) {
            connection.send(message);
        }
    }

    @Override
    public void onClose(WebSocket connection, int code, String reason, boolean remote) {}

    @Override
    public void onError(WebSocket connection, Exception cause) {
        throw new AssertionError("the test's own server failed", cause);
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
