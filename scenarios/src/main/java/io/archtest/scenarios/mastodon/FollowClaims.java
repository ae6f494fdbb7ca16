package io.archtest.scenarios.mastodon;

import com.fasterxml.jackson.databind.JsonNode;
import io.archtest.check.Check;
import io.archtest.check.SystemUnderTest;
import io.archtest.model.Outcome;
import io.archtest.scenarios.Claim;
import io.archtest.scenarios.mastodon.MastodonHttp.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.StreamSupport;

/**
 * From one instance to another: the reader finds the author by name, follows, and gets what the author posts. The follow goes
 * through the reader's Sidekiq and the author's inbox, the acceptance all the way back, the post once more; each signed by whom
 * it is from.
 */
final class FollowClaims {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Member reader;
    private final Member author;
    private final Standing standing;
    private Optional<String> found = Optional.empty();
    private boolean following;

    FollowClaims(Member reader, Member author, Standing standing) {
        this.reader = reader;
        this.author = author;
        this.standing = standing;
    }

    List<Check> all() {
        Instance here = reader.instance();
        Instance there = author.instance();
        return List.of(
                Claim.of("%s finds somebody on %s by name".formatted(here, there), here.web(), this::search)
                        .unless(this::somebodyMissing),
                Claim.of("%s accepts a follow from %s".formatted(there, here), here.web(), this::follow)
                        .unless(this::notFound),
                Claim.of(
                                "a post on %s arrives on the home timeline on %s".formatted(there, here),
                                here.web(),
                                this::post)
                        .unless(this::notFollowing));
    }

    private Outcome search(SystemUnderTest system) throws Exception {
        String query = URLEncoder.encode("@" + author.address(system), StandardCharsets.UTF_8);
        Answer answer = reader.get(system, "/api/v2/search?q=%s&resolve=true&type=accounts".formatted(query));
        JsonNode account = answer.json().at("/accounts/0");
        boolean right = account.path("acct").asText().equals(author.address(system))
                && account.path("uri").asText().equals(author.field("uri"));
        if (!right) {
            return Outcome.failed(
                    "account %s with uri %s".formatted(author.address(system), author.field("uri")),
                    answer.describe(),
                    standing.of(system, reader.instance()));
        }
        found = Optional.of(account.path("id").asText());
        return Outcome.passed(author.address(system));
    }

    /** Both sides must know of it. The answer to the request itself says nothing: it comes before the other side is asked. */
    private Outcome follow(SystemUnderTest system) throws Exception {
        String id = found.orElse("");
        Answer asked = reader.post(system, "/api/v1/accounts/%s/follow".formatted(id), Map.of());
        if (asked.status() != 200) {
            return Outcome.failed("status 200 from POST /api/v1/accounts/%s/follow".formatted(id), asked.describe());
        }
        LastAnswer relationship = new LastAnswer();
        Optional<Boolean> accepted = system.await(SOON, () -> {
            Answer answer = relationship.of(reader.get(system, "/api/v1/accounts/relationships?id[]=" + id));
            return Optional.of(answer.json().at("/0/following").asBoolean()).filter(yes -> yes);
        });
        if (accepted.isEmpty()) {
            return failed(system, "following: true", relationship);
        }
        LastAnswer followers = new LastAnswer();
        boolean listed = system.await(SOON, () -> {
                    Answer answer = followers.of(
                            author.get(system, "/api/v1/accounts/%s/followers".formatted(author.field("id"))));
                    return named(answer.json(), reader.address(system));
                })
                .isPresent();
        if (!listed) {
            return failed(system, "%s among the followers".formatted(reader.address(system)), followers);
        }
        following = true;
        return Outcome.passed("%s follows %s".formatted(reader.address(system), author.address(system)));
    }

    private Outcome post(SystemUnderTest system) throws Exception {
        String text = "archtest "
                + HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextLong());
        Answer written = author.post(system, "/api/v1/statuses", Map.of("status", text, "visibility", "public"));
        String uri = written.json().path("uri").asText();
        if (written.status() != 200
                || !uri.startsWith("https://%s/".formatted(author.instance().domain(system)))) {
            return Outcome.failed("status 200 and a uri from POST /api/v1/statuses", written.describe());
        }
        LastAnswer home = new LastAnswer();
        Optional<JsonNode> arrived = system.await(SOON, () -> {
            Answer answer = home.of(reader.get(system, "/api/v1/timelines/home"));
            return StreamSupport.stream(answer.json().spliterator(), false)
                    .filter(status -> status.path("uri").asText().equals(uri))
                    .findFirst();
        });
        if (arrived.isEmpty()) {
            return failed(system, "status %s on the home timeline".formatted(uri), home);
        }
        String content = arrived.get().path("content").asText();
        String by = arrived.get().at("/account/acct").asText();
        return content.contains(text) && by.equals(author.address(system))
                ? Outcome.passed(uri)
                : Outcome.failed(
                        "'%s' by %s".formatted(text, author.address(system)), "'%s' by %s".formatted(content, by));
    }

    private Outcome failed(SystemUnderTest system, String expected, LastAnswer seen) {
        return Outcome.failed(expected, seen.describe(), standing.of(system, reader.instance(), author.instance()));
    }

    /** The account of that address in a list of accounts. */
    static Optional<JsonNode> named(JsonNode accounts, String address) {
        return StreamSupport.stream(accounts.spliterator(), false)
                .filter(account -> account.path("acct").asText().equals(address))
                .findFirst();
    }

    private Optional<String> somebodyMissing() {
        return reader.absent().or(author::absent);
    }

    private Optional<String> notFound() {
        return found.isPresent() ? Optional.empty() : Optional.of("nobody was found");
    }

    private Optional<String> notFollowing() {
        return following ? Optional.empty() : Optional.of("the follow was not accepted");
    }
}
