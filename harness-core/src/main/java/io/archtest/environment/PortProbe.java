package io.archtest.environment;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/**
 * Whether a server listens behind a published port. The engine's own proxy accepts every connection and closes it again
 * when nobody listens behind it, so a connection counts only when it stays open or brings data.
 */
final class PortProbe {
    private static final int CONNECT_MILLIS = 2000;
    private static final int OPEN_MILLIS = 300;

    private PortProbe() {}

    static boolean listens(String address, int hostPort) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, hostPort), CONNECT_MILLIS);
            socket.setSoTimeout(OPEN_MILLIS);
            return staysOpen(socket);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean staysOpen(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }
}
