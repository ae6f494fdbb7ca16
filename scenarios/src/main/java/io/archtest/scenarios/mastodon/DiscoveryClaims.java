package io.archtest.scenarios.mastodon;

import com.fasterxml.jackson.databind.JsonNode;
import io.archtest.check.Check;
import io.archtest.check.SystemUnderTest;
import io.archtest.model.Outcome;
import io.archtest.scenarios.Claim;
import io.archtest.scenarios.mastodon.MastodonHttp.Answer;
import java.io.IOException;
import java.util.List;

/** What an instance says of itself to anybody, and to whom it says nothing. */
final class DiscoveryClaims {
    private static final String NODEINFO = "http://nodeinfo.diaspora.software/ns/schema/2.0";

    private DiscoveryClaims() {}

    static List<Check> all() {
        return List.of(
                Claim.of("web answers its health check", "web", DiscoveryClaims::webHealth),
                Claim.of("streaming answers its health check", "streaming", DiscoveryClaims::streamingHealth),
                Claim.of("web refuses a foreign Host", "web", DiscoveryClaims::foreignHost),
                Claim.of("web redirects plain HTTP to HTTPS", "web", DiscoveryClaims::redirect),
                Claim.of("the instance describes itself", "web", DiscoveryClaims::instance),
                Claim.of("the VAPID key given is the one served", "web", DiscoveryClaims::vapid),
                Claim.of("nodeinfo tells software and protocol", "web", DiscoveryClaims::nodeinfo),
                Claim.of("webfinger knows no unknown account", "web", DiscoveryClaims::unknownAccount));
    }

    private static Outcome webHealth(SystemUnderTest system) throws IOException {
        return okay(MastodonHttp.get(system, "/health")
                .with("Host", "anything.invalid")
                .send());
    }

    private static Outcome streamingHealth(SystemUnderTest system) throws IOException {
        return okay(MastodonHttp.streaming(system, "/api/v1/streaming/health").send());
    }

    private static Outcome okay(Answer answer) {
        boolean right = answer.status() == 200 && answer.body().equals("OK");
        return right ? Outcome.passed("200 OK") : Outcome.failed("status 200, body 'OK'", answer.describe());
    }

    private static Outcome foreignHost(SystemUnderTest system) throws IOException {
        Answer own = MastodonHttp.get(system, "/api/v2/instance").send();
        Answer foreign = MastodonHttp.get(system, "/api/v2/instance")
                .with("Host", "foreign.example")
                .send();
        if (own.status() != 200) {
            return Outcome.failed("status 200 for its own Host", own.describe());
        }
        return foreign.status() == 403
                ? Outcome.passed("200 for its own Host, 403 for another")
                : Outcome.failed("status 403 for Host foreign.example", foreign.describe());
    }

    /** GET is redirected with 301, other methods with 308, which keeps the method. */
    private static Outcome redirect(SystemUnderTest system) throws IOException {
        Answer get =
                MastodonHttp.get(system, "/about").with("X-Forwarded-Proto", "").send();
        Answer post = MastodonHttp.post(system, "/api/v1/apps", java.util.Map.of())
                .with("X-Forwarded-Proto", "")
                .send();
        String target = "https://%s/about".formatted(MastodonHttp.domain(system));
        boolean right = get.status() == 301 && get.header("location").equals(target) && post.status() == 308;
        String actual = "GET %d to '%s', POST %d".formatted(get.status(), get.header("location"), post.status());
        return right ? Outcome.passed(actual) : Outcome.failed("GET 301 to '%s', POST 308".formatted(target), actual);
    }

    private static Outcome instance(SystemUnderTest system) throws IOException {
        Answer answer = MastodonHttp.get(system, "/api/v2/instance").send();
        JsonNode instance = answer.json();
        String domain = MastodonHttp.domain(system);
        String streaming = instance.at("/configuration/urls/streaming").asText();
        boolean right = answer.status() == 200
                && instance.path("domain").asText().equals(domain)
                && instance.path("version").asText().startsWith("4.")
                && streaming.startsWith("wss://");
        return right
                ? Outcome.passed("domain %s, version %s, streaming %s"
                        .formatted(domain, instance.path("version").asText(), streaming))
                : Outcome.failed(
                        "domain %s, a version 4.x and a wss:// streaming URL".formatted(domain), answer.describe());
    }

    private static Outcome vapid(SystemUnderTest system) throws IOException {
        String given = system.environment("web", "VAPID_PUBLIC_KEY").orElse("");
        if (given.isEmpty()) {
            return Outcome.errored("component 'web' has no VAPID_PUBLIC_KEY");
        }
        Answer answer = MastodonHttp.get(system, "/api/v2/instance").send();
        String served = answer.json().at("/configuration/vapid/public_key").asText();
        return served.equals(given)
                ? Outcome.passed("the same %d characters".formatted(served.length()))
                : Outcome.failed("VAPID key '%s'".formatted(given), "VAPID key '%s'".formatted(served));
    }

    private static Outcome nodeinfo(SystemUnderTest system) throws IOException {
        Answer index = MastodonHttp.get(system, "/.well-known/nodeinfo").send();
        String href = "https://%s/nodeinfo/2.0".formatted(MastodonHttp.domain(system));
        JsonNode link = index.json().at("/links/0");
        if (!link.path("rel").asText().equals(NODEINFO)
                || !link.path("href").asText().equals(href)) {
            return Outcome.failed("a link to %s".formatted(href), index.describe());
        }
        Answer answer = MastodonHttp.get(system, "/nodeinfo/2.0").send();
        boolean right = answer.json().at("/software/name").asText().equals("mastodon")
                && answer.json().at("/protocols/0").asText().equals("activitypub");
        return right
                ? Outcome.passed("mastodon %s, activitypub"
                        .formatted(answer.json().at("/software/version").asText()))
                : Outcome.failed("software mastodon, protocol activitypub", answer.describe());
    }

    private static Outcome unknownAccount(SystemUnderTest system) throws IOException {
        String path = "/.well-known/webfinger?resource=acct:nobody_at_all@" + MastodonHttp.domain(system);
        Answer unknown = MastodonHttp.get(system, path).send();
        Answer without = MastodonHttp.get(system, "/.well-known/webfinger").send();
        String actual = "%d for an unknown account, %d without resource".formatted(unknown.status(), without.status());
        return unknown.status() == 404 && without.status() == 400
                ? Outcome.passed(actual)
                : Outcome.failed("404 for an unknown account, 400 without resource", actual);
    }
}
