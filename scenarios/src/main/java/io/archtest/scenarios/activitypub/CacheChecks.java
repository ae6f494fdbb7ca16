package io.archtest.scenarios.activitypub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.check.Check;
import io.archtest.check.JavaChecks;
import io.archtest.check.SystemUnderTest;
import io.archtest.model.Outcome;
import io.archtest.scenarios.Claim;
import io.archtest.scenarios.activitypub.CacheFinding.Verdict;
import io.archtest.scenarios.activitypub.Manner.Asking;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The checks {@code class: activitypub-cache} of a scenario whose component {@code origin} is a negotiating site named
 * {@code social.test} with accounts alice and bob, and whose components {@code honours-vary}, {@code ignores-vary} and
 * {@code normalised-key} are caches in front of it, all on port 80.
 */
public final class CacheChecks implements JavaChecks {
    private static final String SITE = "social.test";
    private static final String ORIGIN = "origin";
    private static final String HONOURS = "honours-vary";
    private static final String IGNORES = "ignores-vary";
    private static final String NORMALISES = "normalised-key";
    private static final String AUTHOR = "/author/alice/";
    /** The last one sends browsers to the first, and answers servers. */
    private static final List<String> PATHS = List.of(AUTHOR, "/hello-world/", "/?author=1");

    private static final List<String> ACCOUNTS = List.of("acct:alice@" + SITE, "acct:bob@" + SITE);
    private static final int SPELLINGS = 50;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String name() {
        return "activitypub-cache";
    }

    @Override
    public List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        checks.add(
                Claim.of("the origin answers each reader in kind, and says Vary: Accept", ORIGIN, CacheChecks::origin));
        for (String cache : List.of(HONOURS, NORMALISES)) {
            checks.add(apart(cache, "%s gives each reader its own kind".formatted(cache), CacheChecks::plainly));
            checks.add(apart(cache, "%s does so with HEAD".formatted(cache), probe -> all(probe, Manner.HEAD)));
            checks.add(apart(cache, "%s does so with gzip".formatted(cache), probe -> all(probe, Manner.COMPRESSED)));
            checks.add(apart(cache, "%s keeps two accounts apart".formatted(cache), CacheChecks::accounts));
        }
        checks.add(
                spellings(NORMALISES, "normalised-key keeps one page for 50 spellings of Accept", Verdict.KEPT_APART));
        checks.add(spellings(HONOURS, "honours-vary pays with a copy for each spelling of Accept", Verdict.SCATTERED));
        checks.add(caught("ignores-vary is caught as poisoned, in both orders", Manner.PLAIN, PATHS));
        checks.add(caught("ignores-vary is caught with HEAD", Manner.HEAD, List.of(AUTHOR)));
        checks.add(caught("ignores-vary is caught with gzip", Manner.COMPRESSED, List.of(AUTHOR)));
        return checks;
    }

    /** What is asked of a cache. */
    private interface Examination {
        List<CacheFinding> of(CacheProbe probe) throws IOException;
    }

    private static Check apart(String cache, String name, Examination examination) {
        return Claim.of(name, cache, system -> judge(examine(system, cache, examination), Verdict.KEPT_APART));
    }

    private static Check spellings(String cache, String name, Verdict expected) {
        return Claim.of(
                name,
                cache,
                system ->
                        judge(examine(system, cache, probe -> List.of(probe.spellings(AUTHOR, SPELLINGS))), expected));
    }

    /** Passes only when every sequence came to a wrong answer out of the cache. */
    private static Check caught(String name, Manner manner, List<String> paths) {
        return Claim.of(name, IGNORES, system -> {
            List<CacheFinding> findings = examine(system, IGNORES, probe -> of(probe, manner, paths));
            return judge(findings, Verdict.POISONED);
        });
    }

    private static List<CacheFinding> plainly(CacheProbe probe) throws IOException {
        List<CacheFinding> findings = new ArrayList<>(all(probe, Manner.PLAIN));
        findings.addAll(all(probe, Manner.BARE_TYPE));
        return findings;
    }

    private static List<CacheFinding> all(CacheProbe probe, Manner manner) throws IOException {
        return of(probe, manner, PATHS);
    }

    private static List<CacheFinding> of(CacheProbe probe, Manner manner, List<String> paths) throws IOException {
        List<CacheFinding> findings = new ArrayList<>();
        for (String path : paths) {
            findings.addAll(probe.negotiated(path, manner));
        }
        return findings;
    }

    private static List<CacheFinding> accounts(CacheProbe probe) throws IOException {
        return List.of(probe.accounts(ACCOUNTS));
    }

    private static List<CacheFinding> examine(SystemUnderTest system, String cache, Examination examination)
            throws IOException {
        try (Site cached = site(system, cache);
                Site origin = site(system, ORIGIN)) {
            return examination.of(new CacheProbe(cached, Optional.of(origin)));
        }
    }

    private static Site site(SystemUnderTest system, String component) {
        double slowness = Math.max(system.slowness(component), system.slowness(ORIGIN));
        return new Site(
                URI.create("http://" + system.endpoint(component, 80)),
                Optional.of(SITE),
                Duration.ofMillis(Math.round(LIMIT.toMillis() * slowness)));
    }

    /** All findings must be as expected; the worst of the others is quoted, with the remedy where one is known. */
    static Outcome judge(List<CacheFinding> findings, Verdict expected) {
        Optional<CacheFinding> worst = findings.stream()
                .filter(finding -> finding.verdict() != expected)
                .min((one, other) -> one.verdict().compareTo(other.verdict()));
        String remedies = findings.stream()
                .map(CacheFinding::remedy)
                .filter(remedy -> !remedy.isEmpty())
                .distinct()
                .collect(Collectors.joining("; or "));
        if (worst.isPresent()) {
            CacheFinding finding = worst.get();
            long alike = findings.stream()
                    .filter(other -> other.verdict() == finding.verdict())
                    .count();
            return Outcome.failed(
                    "%s in all %d sequences".formatted(words(expected), findings.size()),
                    "%s in %d of them: %s".formatted(words(finding.verdict()), alike, finding),
                    remedies.isEmpty() || expected == Verdict.POISONED ? "" : "remedies: " + remedies);
        }
        return Outcome.passed("%s in %d of %d sequences, as in %s%s"
                .formatted(
                        words(expected),
                        findings.size(),
                        findings.size(),
                        findings.get(0),
                        remedies.isEmpty() ? "" : "; remedies: " + remedies));
    }

    private static String words(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Outcome origin(SystemUnderTest system) throws IOException {
        try (Site origin = site(system, ORIGIN)) {
            SiteAnswer activity = origin.ask(AUTHOR, Asking.MASTODON, Asking.MASTODON.accept(Representation.ACTIVITY));
            SiteAnswer page = origin.ask(AUTHOR, Asking.MASTODON, Asking.MASTODON.accept(Representation.PAGE));
            String actual = "for a server %s, Vary '%s'; for a browser %s, Vary '%s', Link '%s'"
                    .formatted(
                            activity.describe(),
                            activity.header("vary"),
                            page.describe(),
                            page.header("vary"),
                            page.header("link"));
            boolean right = isActor(activity)
                    && page.representation().filter(Representation.PAGE::equals).isPresent()
                    && page.header("link").contains("application/activity+json")
                    && variesByAccept(activity)
                    && variesByAccept(page);
            return right
                    ? Outcome.passed(actual)
                    : Outcome.failed(
                            "an actor with id, type and inbox for a server, a page with a Link to it for a browser, both with Vary: Accept",
                            actual);
        }
    }

    private static boolean isActor(SiteAnswer answer) {
        try {
            JsonNode actor = JSON.readTree(answer.body());
            return answer.representation()
                            .filter(Representation.ACTIVITY::equals)
                            .isPresent()
                    && actor.has("id")
                    && actor.has("type")
                    && actor.has("inbox");
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static boolean variesByAccept(SiteAnswer answer) {
        for (String name : answer.header("vary").split(",")) {
            if (name.strip().equalsIgnoreCase("Accept")) {
                return true;
            }
        }
        return false;
    }
}
