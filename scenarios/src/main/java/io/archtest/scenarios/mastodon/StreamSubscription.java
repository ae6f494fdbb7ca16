package io.archtest.scenarios.mastodon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.check.SystemUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A WebSocket to the streaming server, subscribed to one stream; keeps what it receives. Closing it hangs up. */
final class StreamSubscription implements WebSocket.Listener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOG = LoggerFactory.getLogger(StreamSubscription.class);

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private @Nullable WebSocket socket;

    private StreamSubscription() {}

    /** Blocks until the server has accepted; an {@link IOException} when it refuses or gives no answer in time. */
    static StreamSubscription open(SystemUnderTest system, String token, String stream, Duration limit)
            throws IOException, InterruptedException {
        StreamSubscription subscription = new StreamSubscription();
        URI uri = URI.create("ws://%s/api/v1/streaming?access_token=%s&stream=%s"
                .formatted(system.endpoint("streaming", 4000), encode(token), encode(stream)));
        long millis = Math.round(limit.toMillis() * system.slowness("streaming"));
        try {
            subscription.socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .connectTimeout(Duration.ofMillis(millis))
                    .buildAsync(uri, subscription)
                    .get(millis, TimeUnit.MILLISECONDS);
            return subscription;
        } catch (ExecutionException | CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("the WebSocket was not accepted: " + cause, cause);
        } catch (TimeoutException e) {
            throw new IOException("the WebSocket was not accepted within %d ms".formatted(millis), e);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            received.add(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return CompletableFuture.completedFuture(null);
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
        return received.isEmpty()
                ? "nothing"
                : String.join(" ", received)
                        .substring(0, Math.min(300, String.join(" ", received).length()));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
    }
}
