package io.archtest.scenarios.mastodon;

import io.archtest.check.Check;
import io.archtest.check.SystemUnderTest;
import io.archtest.model.Outcome;
import io.archtest.scenarios.Claim;
import io.archtest.scenarios.mastodon.MastodonHttp.Answer;
import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What an instance takes from a server that it doesn't know, and what it doesn't: asked by two actors of c.test. One of them
 * sends nothing but requests that are to be refused, all of them to follow a member; the other one's is to be taken. Both know
 * how to sign from a library that shares nothing with the instance, and so does what verifies the instance's own signature.
 */
final class InboxClaims {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String INBOX = "/inbox";

    private final Member member;
    private final Standing standing;
    private final Supplier<KeyPair> keys;
    private final ThirdActor refused;
    private final ThirdActor welcome;
    private boolean accepted;

    InboxClaims(Member member, Standing standing, Supplier<KeyPair> keys) {
        this.member = member;
        this.standing = standing;
        this.keys = keys;
        this.refused = new ThirdActor("mallory", keys.get());
        this.welcome = new ThirdActor("carol", keys.get());
    }

    List<Check> all() {
        Instance instance = member.instance();
        return List.of(
                refusal("an unsigned request", (system, body) -> Map.of()),
                refusal(
                        "a request whose body was changed after it was signed",
                        (system, body) -> sign(system, refused.keys(), body.replace("Follow", "Like"), 0)),
                refusal(
                        "a request signed by another key than the actor's",
                        (system, body) -> sign(system, keys.get(), body, 0)),
                refusal("a request signed a day ago", (system, body) -> sign(system, refused.keys(), body, 1)),
                Claim.of("%s takes a request that is signed well".formatted(instance), instance.web(), this::taken)
                        .unless(member::absent),
                Claim.of(
                                "%s signs its answer so that anybody can verify it".formatted(instance),
                                instance.sidekiq(),
                                this::signs)
                        .unless(this::nothingTaken));
    }

    /** The headers that a request with this body is sent with. */
    private interface Headers {
        Map<String, String> of(SystemUnderTest system, String body) throws IOException;
    }

    private Map<String, String> sign(SystemUnderTest system, KeyPair key, String body, int daysAgo) throws IOException {
        Instant at = Instant.now().minus(Duration.ofDays(daysAgo));
        return refused.sign(key, domain(system), INBOX, body, at);
    }

    private Check refusal(String what, Headers headers) {
        String name = "%s refuses %s".formatted(member.instance(), what);
        return Claim.of(name, member.instance().web(), system -> refused(system, headers))
                .unless(member::absent);
    }

    private Outcome refused(SystemUnderTest system, Headers headers) throws IOException {
        // known to the world, so that the signature is all that is wrong
        refused.publish(system);
        String body = body(refused);
        Answer answer = send(system, body, headers.of(system, body));
        return answer.status() == 401
                ? Outcome.passed(answer.describe())
                : Outcome.failed("status 401", answer.describe());
    }

    /** Its follow shows, and by then nothing of those that were refused before it. */
    private Outcome taken(SystemUnderTest system) throws Exception {
        welcome.publish(system);
        String body = body(welcome);
        Answer answer = send(system, body, welcome.sign(welcome.keys(), domain(system), INBOX, body, Instant.now()));
        if (answer.status() != 202) {
            return Outcome.failed("status 202", answer.describe(), standing.of(system, member.instance()));
        }
        LastAnswer followers = new LastAnswer();
        Optional<Answer> listed = system.await(
                SOON,
                () -> Optional.of(followers.of(
                                member.get(system, "/api/v1/accounts/%s/followers".formatted(member.field("id")))))
                        .filter(all -> FollowClaims.named(all.json(), welcome.address())
                                .isPresent()));
        if (listed.isEmpty()) {
            return Outcome.failed(
                    "%s among the followers".formatted(welcome.address()),
                    followers.describe(),
                    standing.of(system, member.instance()));
        }
        accepted = true;
        return FollowClaims.named(listed.get().json(), refused.address()).isEmpty()
                ? Outcome.passed("202, and %s is a follower".formatted(welcome.address()))
                : Outcome.failed(
                        "no follower %s, whose requests are all wrong".formatted(refused.address()),
                        followers.describe(),
                        "the instance acted on a request that it should have refused");
    }

    private Outcome signs(SystemUnderTest system) throws Exception {
        Optional<SignedLine> found = system.await(SOON, () -> SignedLine.to(welcome.inboxPath(), system.log("edge-c")));
        if (found.isEmpty()) {
            return Outcome.failed(
                    "an answer at https://c.test" + welcome.inboxPath(),
                    "none",
                    standing.of(system, member.instance()));
        }
        String own = "https://%s/".formatted(domain(system));
        String keyId = found.get().keyId();
        if (!keyId.startsWith(own)) {
            return Outcome.failed("signed with a key at " + own, "signed with the key '%s'".formatted(keyId));
        }
        String path = "/" + keyId.substring(own.length()).replaceFirst("#.*", "");
        Answer actor = MastodonHttp.get(system, member.instance().web(), path)
                .with("Accept", "application/activity+json")
                .send();
        String pem = actor.json().at("/publicKey/publicKeyPem").asText();
        if (!actor.json().at("/publicKey/id").asText().equals(keyId) || pem.isEmpty()) {
            return Outcome.failed("the key %s in the actor's document".formatted(keyId), actor.describe());
        }
        Optional<String> fault = found.get().fault(pem);
        return fault.isEmpty()
                ? Outcome.passed("verified with " + keyId)
                : Outcome.failed(
                        "a signature by " + keyId, fault.get(), "every other server refuses what this instance sends");
    }

    private Answer send(SystemUnderTest system, String body, Map<String, String> headers) throws IOException {
        MastodonHttp request = MastodonHttp.deliver(system, member.instance().web(), INBOX, body);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            request = request.with(header.getKey(), header.getValue());
        }
        return request.send();
    }

    private String body(ThirdActor actor) {
        return actor.follow(member.field("uri"));
    }

    private String domain(SystemUnderTest system) {
        return member.instance().domain(system);
    }

    private Optional<String> nothingTaken() {
        return accepted ? Optional.empty() : Optional.of("the request that it would answer was not taken");
    }
}
