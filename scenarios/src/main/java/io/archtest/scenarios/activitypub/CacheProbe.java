package io.archtest.scenarios.activitypub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.scenarios.activitypub.CacheFinding.Verdict;
import io.archtest.scenarios.activitypub.Manner.Asking;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out whether the cache in front of a site gives a browser what it has kept for a server, or the other way round. Needs
 * no scenario; in a JUnit test:
 *
 * <pre>{@code
 * try (Site cached = new Site(URI.create("https://example.org"), Optional.empty(), Duration.ofSeconds(10))) {
 *     List<CacheFinding> findings = new CacheProbe(cached, Optional.empty()).negotiated("/author/alice/", Manner.PLAIN);
 *     assertThat(findings).noneMatch(CacheFinding::harmful);
 * }
 * }</pre>
 *
 * Each sequence of requests has a query parameter of its own, so that it finds nothing in the cache from before; the site must
 * ignore it. A wrong answer makes the cache poisoned only if a header says that it came from a cache.
 */
public final class CacheProbe {
    static final String APART =
            "bypass the cache for these paths, or when Accept names activity+json or ld+json; or give its key two buckets by Accept; or Vary: Accept at the origin, if the cache honours it (Cloudflare doesn't); or turn negotiation off and use ?activitypub";
    static final String ENCODING = "honour Vary: Accept-Encoding, or keep it uncompressed";
    static final String QUERY = "let the query string be part of the cache's key";
    static final String BUCKETS = "a key with two buckets by Accept instead of its every spelling";

    private static final ObjectMapper JSON = new ObjectMapper();
    /** More copies than there are kinds mean that spellings count. */
    private static final int KINDS = 2;

    private final Site cached;
    private final Optional<Site> origin;
    private final SecureRandom random = new SecureRandom();

    /** @param origin the site past its cache; without it, what is right is learnt through the cache */
    public CacheProbe(Site cached, Optional<Site> origin) {
        this.cached = cached;
        this.origin = origin;
    }

    private record Step(Representation wanted, Asking asking) {
        String accept() {
            return asking.accept(wanted);
        }
    }

    private record Wrong(String what, String remedy) {}

    /** Both orders: servers first, browsers first. */
    public List<CacheFinding> negotiated(String path, Manner manner) throws IOException {
        return List.of(
                negotiated(path, manner, Representation.ACTIVITY), negotiated(path, manner, Representation.PAGE));
    }

    /** One order; who asks {@code first} fills the cache. */
    public CacheFinding negotiated(String path, Manner manner, Representation first) throws IOException {
        String asked = "%s %s, %s first".formatted(manner.word(), path, first.reader());
        SiteAnswer[] right = new SiteAnswer[KINDS];
        for (Representation wanted : Representation.values()) {
            SiteAnswer answer = origin.orElse(cached).ask(fresh(path), Asking.MASTODON, Asking.MASTODON.accept(wanted));
            Optional<String> fault = unfit(answer, wanted);
            if (fault.isPresent()) {
                return new CacheFinding(Verdict.WRONG, asked, fault.get(), "");
            }
            right[wanted.ordinal()] = answer;
        }
        String url = fresh(path);
        List<String> before = new ArrayList<>();
        Set<Representation> kept = EnumSet.noneOf(Representation.class);
        for (Asking asking : manner.rounds()) {
            for (Representation wanted : List.of(first, first.other())) {
                Step step = new Step(wanted, asking);
                SiteAnswer answer = cached.ask(url, asking, step.accept());
                Optional<Wrong> wrong = wrong(step, answer, right[wanted.ordinal()]);
                if (wrong.isPresent()) {
                    return harmful(asked, wanted.reader(), answer, wrong.get(), before);
                }
                if (answer.state() == CacheState.HIT) {
                    kept.add(wanted);
                }
                before.add(wanted.reader());
            }
        }
        return good(asked, kept.size());
    }

    /** Webfinger for several accounts, {@code acct:NAME@DOMAIN}, which differ in the query string only. */
    public CacheFinding accounts(List<String> resources) throws IOException {
        String asked = "webfinger of %s".formatted(String.join(", ", resources));
        String own = parameter();
        List<String> before = new ArrayList<>();
        Set<String> kept = new HashSet<>();
        for (int round = 0; round < 2; round++) {
            for (String resource : resources) {
                String path = "/.well-known/webfinger?resource=%s&%s"
                        .formatted(URLEncoder.encode(resource, StandardCharsets.UTF_8), own);
                SiteAnswer answer = cached.ask(path, Asking.MASTODON, "application/jrd+json, application/json");
                String subject = subject(answer);
                if (answer.status() != 200 || !subject.equals(resource)) {
                    String got = answer.status() == 200 ? "'%s'".formatted(subject) : answer.describe();
                    return harmful(asked, "who asked for " + resource, answer, new Wrong(got, QUERY), before);
                }
                if (answer.state() == CacheState.HIT) {
                    kept.add(resource);
                }
                before.add(resource);
            }
        }
        return good(asked, kept.size() == resources.size() ? KINDS : Math.min(kept.size(), 1));
    }

    /** How many copies it keeps of one page for browsers that spell {@code Accept} in different ways. */
    public CacheFinding spellings(String path, int count) throws IOException {
        String asked = "GET %s with %d spellings of Accept".formatted(path, count);
        List<String> spellings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            spellings.add("text/html, application/x-%s;q=0.%d, */*;q=0.1".formatted(hex(), 1 + i % 9));
        }
        String url = fresh(path);
        int copies = 0;
        int kept = 0;
        for (int round = 0; round < 2; round++) {
            for (String accept : spellings) {
                SiteAnswer answer = cached.ask(url, Asking.MASTODON, accept);
                if (answer.representation().isEmpty() || answer.representation().get() != Representation.PAGE) {
                    return harmful(asked, accept, answer, new Wrong(answer.describe(), APART), List.of());
                }
                boolean hit = answer.state() == CacheState.HIT;
                copies += round == 0 && !hit ? 1 : 0;
                kept += round == 1 && hit ? 1 : 0;
            }
        }
        String seen =
                "%d of %d went to the origin, %d came from the cache when asked again".formatted(copies, count, kept);
        if (kept == 0) {
            return CacheFinding.good(Verdict.NOT_CACHED, asked, seen);
        }
        return copies > KINDS
                ? new CacheFinding(Verdict.SCATTERED, asked, seen, BUCKETS)
                : CacheFinding.good(Verdict.KEPT_APART, asked, seen);
    }

    /** Why a reference says nothing: what it is compared with would be as wrong. A redirect may be right, and is compared. */
    private Optional<String> unfit(SiteAnswer answer, Representation wanted) {
        if (answer.state() == CacheState.HIT) {
            return Optional.of(
                    "a URL that nobody has asked for was answered from the cache (%s); does it leave the query string out of its key?"
                            .formatted(CacheState.signs(answer.headers())));
        }
        boolean redirect = answer.status() >= 300 && answer.status() < 400;
        return redirect || answer.representation().filter(wanted::equals).isPresent()
                ? Optional.empty()
                : Optional.of("the site itself gives %s %s".formatted(wanted.reader(), answer.describe()));
    }

    private static Optional<Wrong> wrong(Step step, SiteAnswer answer, SiteAnswer right) {
        if (answer.problem().isPresent()) {
            return Optional.of(new Wrong(answer.problem().get(), ENCODING));
        }
        if (answer.status() != right.status() || !answer.representation().equals(right.representation())) {
            return Optional.of(new Wrong("%s instead of %s".formatted(answer.describe(), right.describe()), APART));
        }
        if (answer.compressed() && !step.asking().gzip()) {
            return Optional.of(new Wrong("gzip without having asked for it", ENCODING));
        }
        boolean bodyMatters =
                step.asking() != Asking.HEAD && right.representation().isPresent() && right.status() < 300;
        if (bodyMatters && !step.wanted().begins(answer.body())) {
            String start = answer.body().substring(0, Math.min(20, answer.body().length()));
            return Optional.of(new Wrong("%s with a body '%s…'".formatted(answer.describe(), start), APART));
        }
        return Optional.empty();
    }

    private static CacheFinding harmful(
            String asked, String reader, SiteAnswer answer, Wrong wrong, List<String> before) {
        boolean hit = answer.state() == CacheState.HIT;
        String detail = "%s got %s (%s%s)"
                .formatted(
                        reader,
                        wrong.what(),
                        CacheState.signs(answer.headers()),
                        before.isEmpty() ? "" : "; before: " + String.join(", ", before));
        return new CacheFinding(hit ? Verdict.POISONED : Verdict.WRONG, asked, detail, hit ? wrong.remedy() : "");
    }

    private static CacheFinding good(String asked, int kept) {
        return switch (kept) {
            case 0 -> CacheFinding.good(Verdict.NOT_CACHED, asked, "all right, and nothing came from a cache");
            case 1 -> CacheFinding.good(Verdict.CACHED_IN_PART, asked, "all right, and one kind came from the cache");
            default -> CacheFinding.good(Verdict.KEPT_APART, asked, "all right, and each came from the cache");
        };
    }

    private static String subject(SiteAnswer answer) {
        try {
            return JSON.readTree(answer.body()).path("subject").asText();
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private String fresh(String path) {
        return path + (path.contains("?") ? "&" : "?") + parameter();
    }

    private String parameter() {
        return "archtest=" + hex();
    }

    private String hex() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
