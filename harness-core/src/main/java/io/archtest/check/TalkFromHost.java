package io.archtest.check;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;

/** Talks over TCP from archtest's own host. */
final class TalkFromHost {
    private static final int BLOCK = 4096;

    private TalkFromHost() {}

    /** @param enough whether what came so far will do */
    static Talk talk(
            SystemUnderTest.Endpoint endpoint, String send, Predicate<Talk> enough, Duration limit, int maxBytes)
            throws IOException {
        long until = System.nanoTime() + limit.toNanos();
        try (Socket socket = new Socket()) {
            try {
                socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), left(until));
            } catch (ConnectException e) {
                return new Talk("refused", String.valueOf(e.getMessage()), "", "none");
            } catch (NoRouteToHostException e) {
                return new Talk("no-route", String.valueOf(e.getMessage()), "", "none");
            } catch (SocketTimeoutException e) {
                return new Talk("timeout", "no answer in time", "", "none");
            }
            return talk(socket, send, enough, until, maxBytes);
        }
    }

    private static Talk talk(Socket socket, String send, Predicate<Talk> enough, long until, int maxBytes) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            socket.getOutputStream().write(send.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            byte[] block = new byte[BLOCK];
            while (answer.size() < maxBytes) {
                socket.setSoTimeout(left(until));
                int read = socket.getInputStream().read(block);
                if (read < 0) {
                    return so("closed", answer);
                }
                answer.write(block, 0, read);
                if (enough.test(so("", answer))) {
                    return so("", answer);
                }
            }
            return so("full", answer);
        } catch (SocketTimeoutException e) {
            return so("timeout", answer);
        } catch (IOException e) {
            return so("reset", answer);
        }
    }

    private static Talk so(String end, ByteArrayOutputStream answer) {
        return new Talk("connected", "", answer.toString(StandardCharsets.UTF_8), end);
    }

    /** For a socket, to which 0 means for ever. */
    private static int left(long until) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (until - System.nanoTime()) / 1_000_000));
    }
}
