package io.archtest.scenarios.mastodon;

import com.fasterxml.jackson.databind.JsonNode;
import io.archtest.check.Check;
import io.archtest.check.SystemUnderTest;
import io.archtest.model.Outcome;
import io.archtest.scenarios.Claim;
import io.archtest.scenarios.mastodon.MastodonHttp.Answer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;

/**
 * What visitors get from component {@code edge}: TLS in the instance's own name, pages without a redirect loop, events
 * without delay, and nothing under names that aren't its own. A scenario without an edge leaves them unasked.
 */
final class EdgeClaims {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration FIRST_LINE = Duration.ofSeconds(10);
    private static final int MANY_REDIRECTS = 5;
    private static final int MANY_POSTS = 10;
    private static final String STRANGER = "stranger.invalid";

    private final Supplier<Optional<String>> member;
    private final Duration firstLine;

    /** @param member the token of a confirmed user, if there is one by then */
    EdgeClaims(Supplier<Optional<String>> member) {
        this(member, FIRST_LINE);
    }

    /** @param firstLine how long the first line of an event stream may take */
    EdgeClaims(Supplier<Optional<String>> member, Duration firstLine) {
        this.member = member;
        this.firstLine = firstLine;
    }

    List<Check> all() {
        return List.of(
                claim(
                        "the edge's certificate is by the run's authority and names the instance",
                        EdgeClaims::certificate),
                claim("the front page needs at most one redirect through the edge", EdgeClaims::frontPage),
                claim("the edge has no answer for foreign names", EdgeClaims::foreignNames),
                claim("a WebSocket through the edge receives a post", this::webSocket)
                        .unless(this::noMember),
                claim("server-sent events pass the edge unbuffered", this::events)
                        .unless(this::noMember));
    }

    private static Claim claim(String name, Claim.Question question) {
        return Claim.of(
                name,
                Visitor.EDGE,
                system -> system.components().contains(Visitor.EDGE)
                        ? question.ask(system)
                        : Outcome.skipped("there is no component 'edge'"));
    }

    private static Outcome certificate(SystemUnderTest system) throws IOException {
        List<String> hosts = new ArrayList<>(List.of(MastodonHttp.domain(system)));
        system.environment("web", "S3_ALIAS_HOST").ifPresent(hosts::add);
        Visitor visitor = Visitor.of(system);
        for (String host : hosts) {
            try {
                visitor.certificate(host);
            } catch (SSLException e) {
                return Outcome.failed(
                        "a certificate for %s by the authority in EDGE_AUTHORITY".formatted(host),
                        "%s (%s)".formatted(described(visitor, host), e.getMessage()));
            }
        }
        return Outcome.passed(described(visitor, hosts.get(0)));
    }

    private static String described(Visitor visitor, String host) throws IOException {
        try {
            X509Certificate presented = visitor.presented(host);
            Collection<List<?>> names = presented.getSubjectAlternativeNames();
            return "a certificate by '%s' for %s"
                    .formatted(
                            presented.getIssuerX500Principal().getName(),
                            names == null
                                    ? List.of()
                                    : names.stream().map(name -> name.get(1)).toList());
        } catch (SSLException | CertificateParsingException e) {
            return "no certificate: " + e.getMessage();
        }
    }

    /** From plain HTTP to a page, as somebody who types the name. */
    private static Outcome frontPage(SystemUnderTest system) throws IOException {
        Visitor visitor = Visitor.of(system);
        String page = "https://%s/about".formatted(MastodonHttp.domain(system));
        List<String> way = new ArrayList<>();
        String next = page.replaceFirst("^https", "http");
        while (way.size() <= MANY_REDIRECTS) {
            Answer answer = visitor.get(next);
            way.add(next);
            String target = URI.create(next).resolve(answer.header("location")).toString();
            if (answer.status() / 100 != 3) {
                boolean right = answer.status() == 200 && next.startsWith("https:") && way.size() <= 2;
                return right
                        ? Outcome.passed(String.join(" -> ", way))
                        : Outcome.failed(
                                "status 200 over https after one redirect at most",
                                "%s: %s".formatted(String.join(" -> ", way), answer.describe()));
            }
            if (way.contains(target)) {
                return Outcome.failed(
                        "at most one redirect to a page",
                        "a redirect loop: %s -> %s; %s".formatted(String.join(" -> ", way), target, why(system)));
            }
            next = target;
        }
        return Outcome.failed("at most one redirect to a page", String.join(" -> ", way));
    }

    /** Web redirects what it takes for plain HTTP. */
    private static String why(SystemUnderTest system) throws IOException {
        Answer told = MastodonHttp.get(system, "/about").send();
        return told.status() == 200
                ? "asked directly with X-Forwarded-Proto: https, web answers 200: the edge doesn't send that header"
                : "asked directly with X-Forwarded-Proto: https, web redirects too: " + told.describe();
    }

    /** Neither a name in the TLS handshake nor one in the Host header may lead to Mastodon. */
    private static Outcome foreignNames(SystemUnderTest system) throws IOException {
        Visitor visitor = Visitor.of(system);
        Answer byHeader = visitor.get(
                "https://%s/api/v2/instance".formatted(MastodonHttp.domain(system)), Map.of("Host", STRANGER));
        if (byHeader.status() != 404 && byHeader.status() != 421) {
            return Outcome.failed("status 404 or 421 for Host %s".formatted(STRANGER), byHeader.describe());
        }
        try {
            X509Certificate given = visitor.presented(STRANGER);
            return Outcome.failed(
                    "no TLS connection in the name %s".formatted(STRANGER),
                    "one with the certificate of "
                            + given.getSubjectX500Principal().getName());
        } catch (SSLException e) {
            return Outcome.passed(
                    "%d for Host %s, no TLS connection in that name".formatted(byHeader.status(), STRANGER));
        }
    }

    private Outcome webSocket(SystemUnderTest system) throws Exception {
        String token = member.get().orElse("");
        try (StreamSubscription subscription =
                StreamSubscription.openThroughEdge(system, token, "public:local", SOON)) {
            // Accepted isn't subscribed yet: what is posted before that is missed rightly, so posts go on until one
            // arrives.
            List<String> posted = new ArrayList<>();
            Optional<JsonNode> event = system.await(SOON, () -> {
                if (posted.size() < MANY_POSTS) {
                    posted.add(post(system, token));
                }
                return posted.stream()
                        .flatMap(id -> subscription.find("update", id).stream())
                        .findFirst();
            });
            return event.isPresent()
                    ? Outcome.passed("101, and the update of status "
                            + event.get().path("id").asText())
                    : Outcome.failed(
                            "an 'update' for one of the statuses %s".formatted(posted),
                            "received instead: " + subscription.describe());
        } catch (IOException e) {
            return Outcome.failed(
                    "status 101 for a WebSocket through the edge", "%s; %s".formatted(e.getMessage(), direct(system)));
        }
    }

    private static String post(SystemUnderTest system, String token) throws IOException {
        String text = "through the edge "
                + HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextLong());
        Answer written = MastodonHttp.post(system, "/api/v1/statuses", Map.of("status", text, "visibility", "public"))
                .withToken(token)
                .send();
        if (written.status() != 200) {
            throw new IOException("POST /api/v1/statuses: " + written.describe());
        }
        return written.json().path("id").asText();
    }

    /** Whether streaming itself would have accepted: then it is the edge that doesn't pass the upgrade on. */
    private String direct(SystemUnderTest system) throws InterruptedException {
        try (StreamSubscription subscription =
                StreamSubscription.open(system, member.get().orElse(""), "public:local", SOON)) {
            return "streaming itself accepts one (%s): the edge doesn't pass Upgrade and Connection on"
                    .formatted(subscription.describe());
        } catch (IOException e) {
            return "streaming itself doesn't accept one either: " + e.getMessage();
        }
    }

    /** Compression allowed, as browsers do: where servers compress, they also collect what is worth it. */
    private Outcome events(SystemUnderTest system) throws IOException {
        Map<String, String> headers = Map.of(
                "Authorization", "Bearer " + member.get().orElse(""),
                "Accept", "text/event-stream",
                "Accept-Encoding", "gzip");
        try {
            String url = "https://%s/api/v1/streaming/public/local".formatted(MastodonHttp.domain(system));
            Answer answer = Visitor.of(system).firstLine(url, headers, firstLine);
            boolean right = answer.status() == 200
                    && answer.header("content-type").startsWith("text/event-stream")
                    && answer.body().startsWith(":");
            return right
                    ? Outcome.passed("first line '%s'".formatted(answer.body()))
                    : Outcome.failed("status 200, text/event-stream, first line ':)'", answer.describe());
        } catch (SocketTimeoutException e) {
            return Outcome.failed(
                    "the first line ':)' of the event stream at once",
                    "no line within %d ms (times slowness): the edge keeps it in a buffer"
                            .formatted(firstLine.toMillis()));
        }
    }

    private Optional<String> noMember() {
        return member.get().isPresent() ? Optional.empty() : Optional.of("no user is confirmed");
    }
}
