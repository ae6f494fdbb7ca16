package io.archtest.scenarios.mastodon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.check.SystemUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.handshake.ServerHandshake;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A WebSocket to the streaming server, subscribed to one stream; keeps what it receives. Closing it hangs up. */
final class StreamSubscription implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOG = LoggerFactory.getLogger(StreamSubscription.class);
    private static final int QUOTED = 300;

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final WebSocketClient socket;

    private StreamSubscription(URI uri, Map<String, String> headers, int limitMillis) {
        socket = new Socket(uri, headers, limitMillis);
        socket.setDaemon(true);
        socket.setConnectionLostTimeout(0); // the server's own pings are enough
    }

    /** Blocks until the server has accepted; an {@link IOException} when it refuses or gives no answer in time. */
    static StreamSubscription open(SystemUnderTest system, String token, String stream, Duration limit)
            throws IOException, InterruptedException {
        URI uri = URI.create("ws://%s%s".formatted(system.endpoint("streaming", 4000), path(token, stream)));
        int millis = scaled(limit, system.slowness("streaming"));
        StreamSubscription subscription = new StreamSubscription(uri, Map.of(), millis);
        subscription.connect(millis);
        return subscription;
    }

    /** The same by the instance's public name, through its edge. */
    static StreamSubscription openThroughEdge(SystemUnderTest system, String token, String stream, Duration limit)
            throws IOException, InterruptedException {
        Visitor visitor = Visitor.of(system);
        String domain = MastodonHttp.domain(system);
        URI uri = visitor.reached(URI.create("https://%s%s".formatted(domain, path(token, stream))));
        int millis = scaled(limit, Math.max(system.slowness(Visitor.EDGE), system.slowness("streaming")));
        StreamSubscription subscription = new StreamSubscription(
                URI.create(uri.toString().replaceFirst("^https", "wss")), Map.of("Host", domain), millis);
        InetAddress address = visitor.address(domain);
        subscription.socket.setDnsResolver(any -> address);
        subscription.socket.setSocketFactory(visitor.trust().getSocketFactory());
        subscription.connect(millis);
        return subscription;
    }

    private static int scaled(Duration limit, double slowness) {
        return Math.toIntExact(Math.round(limit.toMillis() * slowness));
    }

    private static String path(String token, String stream) {
        return "/api/v1/streaming?access_token=%s&stream=%s".formatted(encode(token), encode(stream));
    }

    private void connect(int millis) throws IOException, InterruptedException {
        if (!socket.connectBlocking(millis, TimeUnit.MILLISECONDS)) {
            socket.close();
            throw new IOException(
                    problems.isEmpty()
                            ? "the WebSocket was not accepted within %d ms".formatted(millis)
                            : "the WebSocket was not accepted: " + String.join("; ", problems));
        }
    }

    private final class Socket extends WebSocketClient {
        Socket(URI uri, Map<String, String> headers, int limitMillis) {
            super(uri, new Draft_6455(), headers, limitMillis);
        }

        @Override
        public void onOpen(ServerHandshake handshake) {
            LOG.debug("{} accepted: {}", getURI().getHost(), handshake.getHttpStatus());
        }

        @Override
        public void onMessage(String message) {
            received.add(message);
        }

        @Override
        public void onClose(int code, String reason, boolean remote) {
            if (!reason.isEmpty()) {
                problems.add(reason);
            }
        }

        @Override
        public void onError(Exception problem) {
            problems.add(problem.toString());
        }
    }

    /** The payload of an event about the status with that id. */
    Optional<JsonNode> find(String event, String id) {
        for (String text : received) {
            try {
                JsonNode message = JSON.readTree(text);
                if (message.path("event").asText().equals(event)) {
                    // the payload is JSON in a string
                    JsonNode payload = JSON.readTree(message.path("payload").asText());
                    if (payload.path("id").asText().equals(id)) {
                        return Optional.of(payload);
                    }
                }
            } catch (JsonProcessingException e) {
                // not what is looked for; describe() shows it
                LOG.debug("no JSON: {}", text, e);
            }
        }
        return Optional.empty();
    }

    /** For messages. */
    String describe() {
        String all = String.join(" ", received);
        return all.isEmpty() ? "nothing" : all.substring(0, Math.min(QUOTED, all.length()));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        socket.close();
    }
}
