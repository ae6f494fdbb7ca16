package io.archtest.scenarios.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.check.SystemUnderTest;
import io.archtest.scenarios.mail.CaughtMail.Hop;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reads what a mail catcher has kept, by Mailpit's API. */
public final class MailCatcher {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int PORT = 8025;

    private final SystemUnderTest system;
    private final String component;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public MailCatcher(SystemUnderTest system, String component) {
        this.system = system;
        this.component = component;
    }

    /** The latest mail to that address; an {@link IOException} when the catcher gives no or no good answer. */
    public Optional<CaughtMail> find(String recipient) throws IOException, InterruptedException {
        String query = URLEncoder.encode("to:\"%s\"".formatted(recipient), StandardCharsets.UTF_8);
        JsonNode found = get("/api/v1/search?query=" + query).at("/messages/0/ID");
        if (found.isMissingNode()) {
            return Optional.empty();
        }
        JsonNode mail = get("/api/v1/message/" + found.asText());
        JsonNode received =
                get("/api/v1/message/%s/headers".formatted(found.asText())).path("Received");
        return Optional.of(new CaughtMail(
                mail.at("/From/Address").asText(),
                mail.path("Subject").asText(),
                mail.path("Text").asText(),
                StreamSupport.stream(received.spliterator(), false)
                        .map(header -> Hop.parse(header.asText()))
                        .toList()));
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://%s%s".formatted(system.endpoint(component, PORT), path));
        Duration limit = Duration.ofMillis(Math.round(LIMIT.toMillis() * system.slowness(component)));
        try {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(uri).timeout(limit).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException("status %d: '%s'".formatted(response.statusCode(), response.body()));
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new IOException(
                    "the mail catcher '%s' gave no good answer to GET %s: %s"
                            .formatted(component, uri.getPath(), reason),
                    e);
        }
    }
}
