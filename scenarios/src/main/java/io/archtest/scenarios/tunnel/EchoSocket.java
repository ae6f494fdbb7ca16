package io.archtest.scenarios.tunnel;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;

/** A WebSocket that keeps the texts it receives; Java's own client lets nobody set the Host. Closing it hangs up. */
final class EchoSocket extends WebSocketClient {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private volatile String ended = "";

    private EchoSocket(URI uri, String host) {
        super(uri, Map.of("Host", host));
        setConnectionLostTimeout(0);
    }

    /** Blocks until the server has accepted; an {@link IOException} when it refuses or gives no answer in time. */
    static EchoSocket open(URI uri, String host, Duration limit) throws IOException, InterruptedException {
        EchoSocket socket = new EchoSocket(uri, host);
        if (!socket.connectBlocking(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            socket.close();
            throw new IOException("the WebSocket was not accepted: "
                    + (socket.ended.isEmpty() ? "no answer within " + limit : socket.ended));
        }
        return socket;
    }

    /** Whether this very text comes within that time; what comes before is passed over. */
    boolean receives(String text, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        String next;
        do {
            next = received.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } while (next != null && !next.equals(text));
        return next != null;
    }

    /** Why the connection has ended; empty while it hasn't. */
    String ended() {
        return ended;
    }

    @Override
    public void onOpen(ServerHandshake handshake) {
        // connectBlocking waits for it
    }

    @Override
    public void onMessage(String message) {
        received.add(message);
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {
        ended = reason.isEmpty() ? "closed with code " + code : reason;
    }

    @Override
    public void onError(Exception cause) {
        ended = String.valueOf(cause.getMessage());
    }
}
