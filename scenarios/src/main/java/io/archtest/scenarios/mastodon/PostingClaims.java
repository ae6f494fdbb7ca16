package io.archtest.scenarios.mastodon;

import com.fasterxml.jackson.databind.JsonNode;
import io.archtest.check.Check;
import io.archtest.check.SystemUnderTest;
import io.archtest.model.Outcome;
import io.archtest.scenarios.Claim;
import io.archtest.scenarios.mail.MailRoute;
import io.archtest.scenarios.mastodon.MastodonHttp.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
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
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Where Mastodon publishes public posts of its own users. */
    private static final String CHANNEL = "timeline:public:local";

    private final Function<SystemUnderTest, RedisRegisters> connect;
    private final Person user = new Person();
    private final MailClaims mail = new MailClaims(MailRoute.USUAL, user);
    private Optional<JsonNode> post = Optional.empty();

    PostingClaims(Function<SystemUnderTest, RedisRegisters> connect) {
        this.connect = connect;
    }

    /** The token of a user who may post; empty as long as there is none. */
    Optional<String> author() {
        return user.token().filter(any -> user.confirmed());
    }

    List<Check> all() {
        List<Check> claims = new ArrayList<>();
        claims.add(Claim.of("tootctl opens registrations", "web", PostingClaims::openRegistrations));
        claims.add(Claim.of("a user signs up through the API", "web", user::signUp));
        claims.addAll(mail.all());
        claims.add(Claim.of("an account is confirmed with tootctl", "web", this::confirm)
                .unless(this::noToken));
        claims.addAll(seen());
        claims.add(Claim.of("streaming refuses a wrong token", "streaming", PostingClaims::wrongToken));
        return claims;
    }

    List<Check> mailOutages() {
        return mail.outages();
    }

    private List<Check> seen() {
        return List.of(
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
                        .unless(this::noPost));
    }

    private static Outcome openRegistrations(SystemUnderTest system) {
        return Tootctl.run(system, "web", "settings", "registrations", "open");
    }

    /** An operator's way: of the user where no mail has done it, else of another one. */
    private Outcome confirm(SystemUnderTest system) throws IOException {
        Person person = user.confirmed() ? new Person() : user;
        if (person != user && person.signUp(system) instanceof Outcome.Failed failed) {
            return failed;
        }
        Outcome modified = Tootctl.run(system, "web", "accounts", "modify", person.name(), "--confirm", "--approve");
        return modified instanceof Outcome.Passed ? person.verify(system) : modified;
    }

    private Outcome webfinger(SystemUnderTest system) throws IOException {
        String account = "acct:%s@%s".formatted(user.name(), MastodonHttp.domain(system));
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
                StreamSubscription.open(system, user.token().orElse(""), "public:local", SOON)) {
            if (!subscribed(system)) {
                return Outcome.failed("streaming subscribes to %s in Redis".formatted(CHANNEL), "it does not");
            }
            Answer written = MastodonHttp.post(
                            system, "/api/v1/statuses", Map.of("status", text, "visibility", "public"))
                    .withToken(user.token().orElse(""))
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
            Answer answer = MastodonHttp.get(system, path)
                    .withToken(user.token().orElse(""))
                    .send();
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
        return user.token().isPresent() ? Optional.empty() : Optional.of("no user signed up");
    }

    private Optional<String> notConfirmed() {
        return user.confirmed() ? Optional.empty() : Optional.of("no user is confirmed");
    }

    private Optional<String> noPost() {
        return post.isPresent() ? Optional.empty() : Optional.of("nothing was posted");
    }
}
