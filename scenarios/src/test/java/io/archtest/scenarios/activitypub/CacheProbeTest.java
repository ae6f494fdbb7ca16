package io.archtest.scenarios.activitypub;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.scenarios.activitypub.CacheFinding.Verdict;
import io.archtest.scenarios.activitypub.CachedSite.Fault;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Caches with one fault each, and what the probe says of them. */
class CacheProbeTest {
    private static final String PATH = "/author/alice/";
    private static final List<String> ACCOUNTS = List.of("acct:alice@social.test", "acct:bob@social.test");

    private interface Examination<T> {
        T of(CacheProbe probe) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void aCacheThatKeepsThemApartIsFoundToDoSo(Manner manner) throws Exception {
        for (String path : List.of(PATH, "/?author=1")) {
            assertThat(verdicts(manner, path)).as(path).containsExactly(Verdict.KEPT_APART, Verdict.KEPT_APART);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCacheThatIgnoresAcceptIsPoisonedInBothOrders(Manner manner) throws Exception {
        assertThat(verdicts(manner, PATH, Fault.IGNORES_ACCEPT)).containsExactly(Verdict.POISONED, Verdict.POISONED);
    }

    @Test
    void thePoisonedCaseIsNamedWithWhoGotWhatAndWhatHelps() throws Exception {
        List<CacheFinding> findings = ask(probe -> probe.negotiated(PATH, Manner.PLAIN), Fault.IGNORES_ACCEPT);

        assertThat(findings.get(0).toString())
                .isEqualTo("GET /author/alice/, a server first: a browser got 200 application/activity+json"
                        + " instead of 200 text/html (x-cache-status: HIT; before: a server)");
        assertThat(findings.get(1).detail()).startsWith("a server got 200 text/html instead of");
        assertThat(findings.get(0).remedy())
                .contains("bypass the cache")
                .contains("two buckets")
                .contains("?activitypub");
    }

    @Test
    void whatIsWrongInOneMannerOnlyIsFoundInThatOne() throws Exception {
        for (Manner manner : Manner.values()) {
            assertThat(verdicts(manner, PATH, Fault.IGNORES_ACCEPT_OF_HEAD).contains(Verdict.POISONED))
                    .as("HEAD, asked by %s", manner)
                    .isEqualTo(manner == Manner.HEAD);
            assertThat(verdicts(manner, PATH, Fault.IGNORES_ACCEPT_OF_GZIP).contains(Verdict.POISONED))
                    .as("gzip, asked by %s", manner)
                    .isEqualTo(manner == Manner.COMPRESSED);
            assertThat(verdicts(manner, PATH, Fault.KEEPS_EMPTY_BODY_OF_HEAD).contains(Verdict.POISONED))
                    .as("empty bodies, asked by %s", manner)
                    .isEqualTo(manner == Manner.HEAD);
        }
    }

    @Test
    void gzipForThoseWhoCannotReadItIsFound() throws Exception {
        List<CacheFinding> findings =
                ask(probe -> probe.negotiated(PATH, Manner.COMPRESSED), Fault.IGNORES_ACCEPT_ENCODING);

        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.verdict()).isEqualTo(Verdict.POISONED);
            assertThat(finding.detail()).contains("gzip without having asked for it");
            assertThat(finding.remedy()).contains("Accept-Encoding");
        });
    }

    @Test
    void aRedirectKeptForTheWrongReaderIsFound() throws Exception {
        CacheFinding finding = ask(
                probe -> probe.negotiated("/?author=1", Manner.PLAIN, Representation.PAGE),
                Fault.GIVES_REDIRECTS_TO_ALL);

        assertThat(finding.verdict()).isEqualTo(Verdict.POISONED);
        assertThat(finding.detail()).startsWith("a server got 301 instead of 200 application/activity+json");
    }

    @Test
    void theOnesHeadersWithTheOthersBodyAreFound() throws Exception {
        CacheFinding finding =
                ask(probe -> probe.negotiated(PATH, Manner.PLAIN, Representation.ACTIVITY), Fault.SWAPS_BODIES);

        assertThat(finding.verdict()).isEqualTo(Verdict.POISONED);
        assertThat(finding.detail()).contains("application/activity+json with a body '<p>");
    }

    @Test
    void notCachedIsNotTheSameAsKeptApart() throws Exception {
        assertThat(verdicts(Manner.PLAIN, PATH, Fault.KEEPS_NOTHING)).containsOnly(Verdict.NOT_CACHED);
        assertThat(verdicts(Manner.PLAIN, PATH, Fault.KEEPS_PAGES_ONLY)).containsOnly(Verdict.CACHED_IN_PART);
    }

    @Test
    void aWrongAnswerWithoutASignOfACacheIsNotCalledPoisoned() throws Exception {
        assertThat(verdicts(Manner.PLAIN, PATH, Fault.IGNORES_ACCEPT, Fault.TELLS_NOTHING))
                .containsOnly(Verdict.WRONG);
        List<CacheFinding> findings = ask(probe -> probe.negotiated(PATH, Manner.PLAIN), Fault.ORIGIN_WITHOUT_PAGES);
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.verdict()).isEqualTo(Verdict.WRONG);
            assertThat(finding.detail()).contains("the site itself gives a browser");
        });
    }

    @Test
    void aCacheThatIgnoresEveryQueryCannotBeAskedAfreshAndThatIsSaid() throws Exception {
        ask(
                probe -> {
                    probe.negotiated(PATH, Manner.PLAIN);
                    assertThat(probe.negotiated(PATH, Manner.PLAIN))
                            .allSatisfy(
                                    finding -> assertThat(finding.detail()).contains("query string out of its key"));
                    return "";
                },
                Fault.IGNORES_EVERY_QUERY);
    }

    @Test
    void aHitOfTheRightKindForTheWrongAccountIsFound() throws Exception {
        assertThat(ask(probe -> probe.accounts(ACCOUNTS)).verdict()).isEqualTo(Verdict.KEPT_APART);
        assertThat(ask(probe -> probe.accounts(ACCOUNTS), Fault.KEEPS_NOTHING).verdict())
                .isEqualTo(Verdict.NOT_CACHED);

        CacheFinding finding = ask(probe -> probe.accounts(ACCOUNTS), Fault.IGNORES_QUERY_OF_WEBFINGER);

        assertThat(finding.verdict()).isEqualTo(Verdict.POISONED);
        assertThat(finding.detail())
                .startsWith("who asked for acct:bob@social.test got 'acct:alice@social.test' (x-cache-status: HIT");
        assertThat(finding.remedy()).contains("query string");
    }

    @Test
    void copiesForSpellingsAreCounted() throws Exception {
        CacheFinding one = ask(probe -> probe.spellings(PATH, 50));
        CacheFinding many = ask(probe -> probe.spellings(PATH, 50), Fault.KEEPS_EACH_SPELLING);
        CacheFinding none = ask(probe -> probe.spellings(PATH, 50), Fault.KEEPS_NOTHING);

        assertThat(one.verdict()).isEqualTo(Verdict.KEPT_APART);
        assertThat(one.detail()).isEqualTo("1 of 50 went to the origin, 50 came from the cache when asked again");
        assertThat(many.verdict()).isEqualTo(Verdict.SCATTERED);
        assertThat(many.detail()).startsWith("50 of 50 went to the origin");
        assertThat(none.verdict()).isEqualTo(Verdict.NOT_CACHED);
    }

    private static List<Verdict> verdicts(Manner manner, String path, Fault... faults) throws Exception {
        return ask(probe -> probe.negotiated(path, manner), faults).stream()
                .map(CacheFinding::verdict)
                .toList();
    }

    /** Without an origin; with one the probe is asked in CacheChecksFaultsTest. */
    private static <T> T ask(Examination<T> examination, Fault... faults) throws Exception {
        try (CachedSite cachedSite = CachedSite.with(faults);
                Site cached = site(cachedSite)) {
            return examination.of(new CacheProbe(cached, Optional.empty()));
        }
    }

    private static Site site(CachedSite server) {
        return new Site(
                URI.create("http://127.0.0.1:" + server.port()), Optional.of("social.test"), Duration.ofSeconds(10));
    }
}
