package io.archtest.testing.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Forwards the machine's published ports to the host, a moment after they appear, as Lima does. */
final class StandInPorts implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int POLL_MILLIS = 200;

    private final Path engine;
    private final String machine;
    private final Path log;
    private final Map<InetSocketAddress, ServerSocketChannel> forwarded = new HashMap<>();
    private final Set<InetSocketAddress> refused = new HashSet<>();
    private volatile boolean closed;

    StandInPorts(Path engine, String machine, Path log) {
        this.engine = engine;
        this.machine = machine;
        this.log = log;
    }

    void start() {
        Thread thread = new Thread(this::follow, "standin-ports");
        thread.setDaemon(true);
        thread.start();
    }

    private void follow() {
        while (!closed) {
            try {
                apply(published());
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (IOException engineIsBusy) {
                continue;
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Only what is published on all addresses or on loopback is forwarded (Colima's rules). */
    private Set<InetSocketAddress> published() throws IOException {
        Set<InetSocketAddress> ports = new HashSet<>();
        for (JsonNode container : JSON.readTree(StandInSocket.get(engine, "/containers/json"))) {
            for (JsonNode port : container.path("Ports")) {
                String address = port.path("IP").asText("");
                if (port.path("PublicPort").asInt() > 0 && (address.equals("0.0.0.0") || address.equals("127.0.0.1"))) {
                    ports.add(new InetSocketAddress(
                            address, port.path("PublicPort").asInt()));
                }
            }
        }
        return ports;
    }

    private synchronized void apply(Set<InetSocketAddress> wanted) throws IOException {
        for (InetSocketAddress address : Set.copyOf(forwarded.keySet())) {
            if (!wanted.contains(address)) {
                forwarded.remove(address).close();
            }
        }
        refused.retainAll(wanted);
        for (InetSocketAddress address : wanted) {
            if (!forwarded.containsKey(address) && !refused.contains(address) && !closed) {
                forward(address);
            }
        }
    }

    private void forward(InetSocketAddress address) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.bind(address);
        } catch (IOException taken) {
            server.close();
            refused.add(address);
            StandInHome.append(
                    log,
                    "{\"error\":\"%s\",\"level\":\"warning\",\"msg\":\"failed to set up forwarding tcp port %d (negligible if already forwarded)\"}%n"
                            .formatted(taken.getMessage(), address.getPort()));
            return;
        }
        forwarded.put(address, server);
        StandInSocket.background(() -> {
            while (server.isOpen()) {
                SocketChannel client = server.accept();
                StandInSocket.background(() -> join(client, address.getPort()));
            }
        });
    }

    /** Like the ssh forwarder: it accepts, and closes when there is nothing behind it. */
    private void join(SocketChannel client, int port) throws IOException {
        SocketChannel guest;
        try {
            guest = SocketChannel.open(new InetSocketAddress(machine, port));
        } catch (IOException nobody) {
            client.close();
            return;
        }
        StandInSocket.background(() -> StandInSocket.pump(guest, client));
        StandInSocket.pump(client, guest);
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (ServerSocketChannel server : forwarded.values()) {
            try {
                server.close();
            } catch (IOException e) {
                continue;
            }
        }
    }
}
