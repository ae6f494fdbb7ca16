package io.archtest.scenarios.mastodon;

import com.fasterxml.jackson.databind.JsonNode;
import io.archtest.check.Check;
import io.archtest.check.SystemUnderTest;
import io.archtest.engine.ExecResult;
import io.archtest.model.Outcome;
import io.archtest.scenarios.mastodon.MastodonHttp.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.StreamSupport;

/**
 * A person's way: sign up, be confirmed, post, see the post, have it streamed. One user for all of them, so the claims come
 * in this order and each rests on the one before.
 */
final class PostingClaims {
    /** Each call starts Rails, which takes a few seconds natively. */
    private static final Duration TOOTCTL = Duration.ofMinutes(2);

    private static final Duration SOON = Duration.ofSeconds(20);

    /** Where Mastodon publishes public posts of its own users. */
    private static final String CHANNEL = "timeline:public:local";

    private final Function<SystemUnderTest, RedisRegisters> connect;
    private final String name = "archtest"
            + HexFormat.of().toHexDigits((short) RandomGenerator.getDefault().nextInt());
    private Optional<String> token = Optional.empty();
    private boolean confirmed;
    private Optional<JsonNode> post = Optional.empty();

    PostingClaims(Function<SystemUnderTest, RedisRegisters> connect) {
        this.connect = connect;
    }

    List<Check> all() {
        return List.of(
                Claim.of("tootctl opens registrations", "web", PostingClaims::openRegistrations),
                Claim.of("a user signs up through the API", "web", this::signUp),
                Claim.of("the user is confirmed with tootctl", "web", this::confirm)
                        .unless(this::noToken),
                Claim.of("webfinger finds the user", "web", this::webfinger).unless(this::notConfirmed),
                Claim.of("a WebSocket subscriber receives a post", "streaming", this::stream)
                        .unless(this::notConfirmed),
                Claim.of(
                                "the post shows on the public timeline",
                                "web",
                                system -> timeline(system, "/api/v1/timelines/public?local=true"))
                        .unless(this::noPost),
                Claim.of(
                                "the post shows on the home timeline",
                                "web",
                                system -> timeline(system, "/api/v1/timelines/home"))
                        .unless(this::noPost),
                Claim.of("streaming refuses a wrong token", "streaming", PostingClaims::wrongToken));
    }

    /** The token of the user, once confirmed. */
    Optional<String> member() {
        return confirmed ? token : Optional.empty();
    }

    private static Outcome openRegistrations(SystemUnderTest system) {
        return tootctl(system, "settings", "registrations", "open");
    }

    private static Outcome tootctl(SystemUnderTest system, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "bin/tootctl";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        ExecResult result = system.exec("web", TOOTCTL, command);
        String output = (result.output() + result.errorOutput()).strip();
        return result.succeeded()
                ? Outcome.passed("tootctl exit code 0: " + output)
                : Outcome.failed("exit code 0", "exit code %d: %s".formatted(result.exitCode(), output));
    }

    private Outcome signUp(SystemUnderTest system) throws IOException {
        Answer app = MastodonHttp.post(
                        system,
                        "/api/v1/apps",
                        Map.of(
                                "client_name", "archtest",
                                "redirect_uris", "urn:ietf:wg:oauth:2.0:oob",
                                "scopes", "read write follow push"))
                .send();
        if (app.status() != 200) {
            return Outcome.failed("status 200 from POST /api/v1/apps", app.describe());
        }
        Answer grant = MastodonHttp.post(
                        system,
                        "/oauth/token",
                        Map.of(
                                "grant_type",
                                "client_credentials",
                                "client_id",
                                app.json().path("client_id").asText(),
                                "client_secret",
                                app.json().path("client_secret").asText(),
                                "scope",
                                "read write"))
                .send();
        if (grant.status() != 200) {
            return Outcome.failed("status 200 from POST /oauth/token", grant.describe());
        }
        Answer account = MastodonHttp.post(
                        system,
                        "/api/v1/accounts",
                        Map.of(
                                "username", name,
                                "email", "%s@%s".formatted(name, MastodonHttp.domain(system)),
                                "password", "correct horse battery staple",
                                "agreement", "true",
                                "locale", "en"))
                .withToken(grant.json().path("access_token").asText())
                .send();
        String given = account.json().path("access_token").asText();
        if (account.status() != 200 || given.isEmpty()) {
            return Outcome.failed("status 200 and a token from POST /api/v1/accounts", account.describe());
        }
        token = Optional.of(given);
        Answer early = MastodonHttp.get(system, "/api/v1/accounts/verify_credentials")
                .withToken(given)
                .send();
        return early.status() == 403
                ? Outcome.passed("signed up as %s; 403 until confirmed".formatted(name))
                : Outcome.failed("status 403 before the account is confirmed", early.describe());
    }

    private Outcome confirm(SystemUnderTest system) throws IOException {
        Outcome modified = tootctl(system, "accounts", "modify", name, "--confirm", "--approve");
        if (!(modified instanceof Outcome.Passed)) {
            return modified;
        }
        Answer verified = MastodonHttp.get(system, "/api/v1/accounts/verify_credentials")
                .withToken(token.orElse(""))
                .send();
        confirmed = verified.status() == 200
                && verified.json().path("username").asText().equals(name);
        return confirmed
                ? Outcome.passed("verify_credentials answers as " + name)
                : Outcome.failed("status 200 and username " + name, verified.describe());
    }

    private Outcome webfinger(SystemUnderTest system) throws IOException {
        String account = "acct:%s@%s".formatted(name, MastodonHttp.domain(system));
        Answer answer = MastodonHttp.get(system, "/.well-known/webfinger?resource=" + account)
                .send();
        boolean self = StreamSupport.stream(answer.json().path("links").spliterator(), false)
                .anyMatch(link -> link.path("rel").asText().equals("self")
                        && link.path("type").asText().equals("application/activity+json"));
        return answer.status() == 200 && answer.json().path("subject").asText().equals(account) && self
                ? Outcome.passed(account)
                : Outcome.failed("status 200, subject %s, a link to itself".formatted(account), answer.describe());
    }

    /**
     * Subscribed before the post is written: what arrives went from web to PostgreSQL and Redis, from there to the Sidekiq
     * of queue default, back to Redis and through streaming.
     */
    private Outcome stream(SystemUnderTest system) throws Exception {
        String text = "archtest "
                + HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextLong());
        try (StreamSubscription subscription =
                StreamSubscription.open(system, token.orElse(""), "public:local", SOON)) {
            if (!subscribed(system)) {
                return Outcome.failed("streaming subscribes to %s in Redis".formatted(CHANNEL), "it does not");
            }
            Answer written = MastodonHttp.post(
                            system, "/api/v1/statuses", Map.of("status", text, "visibility", "public"))
                    .withToken(token.orElse(""))
                    .with("Idempotency-Key", text)
                    .send();
            if (written.status() != 200
                    || !written.json().path("content").asText().contains(text)) {
                return Outcome.failed("status 200 and the text from POST /api/v1/statuses", written.describe());
            }
            post = Optional.of(written.json());
            String id = written.json().path("id").asText();
            Optional<JsonNode> event = system.await(SOON, () -> subscription.find("update", id));
            if (event.isEmpty()) {
                return Outcome.failed(
                        "an 'update' with id %s".formatted(id), "received instead: " + subscription.describe());
            }
            boolean same = event.get().path("content").asText().contains(text);
            return same
                    ? Outcome.passed("update of status %s received".formatted(id))
                    : Outcome.failed(
                            "content with '%s'".formatted(text),
                            event.get().path("content").asText());
        }
    }

    /** The server accepts a WebSocket before it has subscribed; a post in between would be missed rightly. */
    private boolean subscribed(SystemUnderTest system) throws Exception {
        try (RedisRegisters registers = connect.apply(system)) {
            return system.await(
                            SOON,
                            () -> Optional.of(registers.subscribers(CHANNEL)).filter(count -> count > 0))
                    .isPresent();
        }
    }

    private Outcome timeline(SystemUnderTest system, String path) throws Exception {
        String id = post.map(status -> status.path("id").asText()).orElse("");
        StringBuilder last = new StringBuilder();
        Optional<String> found = system.await(SOON, () -> {
            Answer answer =
                    MastodonHttp.get(system, path).withToken(token.orElse("")).send();
            last.setLength(0);
            last.append(answer.describe());
            return StreamSupport.stream(answer.json().spliterator(), false)
                    .map(status -> status.path("id").asText())
                    .filter(id::equals)
                    .findFirst();
        });
        return found.isPresent()
                ? Outcome.passed("status " + id)
                : Outcome.failed("status %s on %s".formatted(id, path), last.toString());
    }

    private static Outcome wrongToken(SystemUnderTest system) throws IOException {
        Answer answer = MastodonHttp.streaming(system, "/api/v1/streaming/public/local")
                .withToken("not-a-token")
                .send();
        return answer.status() == 401
                ? Outcome.passed("401")
                : Outcome.failed("status 401 for a wrong token", answer.describe());
    }

    private Optional<String> noToken() {
        return token.isPresent() ? Optional.empty() : Optional.of("no user signed up");
    }

    private Optional<String> notConfirmed() {
        return confirmed ? Optional.empty() : Optional.of("no user is confirmed");
    }

    private Optional<String> noPost() {
        return post.isPresent() ? Optional.empty() : Optional.of("nothing was posted");
    }
}
