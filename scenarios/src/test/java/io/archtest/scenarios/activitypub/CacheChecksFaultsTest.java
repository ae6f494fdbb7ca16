package io.archtest.scenarios.activitypub;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.check.Check;
import io.archtest.model.Outcome;
import io.archtest.scenarios.ScriptedPorts;
import io.archtest.scenarios.activitypub.CachedSite.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The scenario's four components as small servers, one fault at a time. */
class CacheChecksFaultsTest {
    private final Map<String, Fault[]> faults = new TreeMap<>(Map.of(
            "origin", new Fault[] {Fault.KEEPS_NOTHING},
            "honours-vary", new Fault[] {Fault.KEEPS_EACH_SPELLING},
            "ignores-vary", new Fault[] {Fault.IGNORES_ACCEPT},
            "normalised-key", new Fault[] {}));

    @Test
    void cachesThatAreAsTheyShouldBePassAllOfThem() throws Exception {
        assertThat(failed()).isEmpty();
    }

    @Test
    void anOriginWithoutVaryIsCaught() throws Exception {
        assertCaught(
                "origin",
                new Fault[] {Fault.KEEPS_NOTHING, Fault.ORIGIN_WITHOUT_VARY},
                "the origin answers each reader in kind, and says Vary: Accept");
    }

    @Test
    void aPoisonedCacheIsCaught() throws Exception {
        assertCaught(
                "normalised-key",
                new Fault[] {Fault.IGNORES_ACCEPT},
                "normalised-key gives each reader its own kind",
                "normalised-key does so with HEAD",
                "normalised-key does so with gzip");
    }

    @Test
    void aCacheThatIsPoisonedByHeadOrGzipOnlyIsCaught() throws Exception {
        assertCaught("normalised-key", new Fault[] {Fault.IGNORES_ACCEPT_OF_HEAD}, "normalised-key does so with HEAD");
        assertCaught("normalised-key", new Fault[] {Fault.IGNORES_ACCEPT_OF_GZIP}, "normalised-key does so with gzip");
    }

    @Test
    void aRedirectKeptForAllIsCaught() throws Exception {
        assertCaught(
                "normalised-key",
                new Fault[] {Fault.GIVES_REDIRECTS_TO_ALL},
                "normalised-key gives each reader its own kind",
                "normalised-key does so with HEAD",
                "normalised-key does so with gzip");
    }

    @Test
    void theWrongAccountIsCaught() throws Exception {
        assertCaught(
                "honours-vary",
                new Fault[] {Fault.KEEPS_EACH_SPELLING, Fault.IGNORES_QUERY_OF_WEBFINGER},
                "honours-vary keeps two accounts apart");
    }

    @Test
    void aCacheThatNeverCachesProvesNothing() throws Exception {
        assertCaught(
                "normalised-key",
                new Fault[] {Fault.KEEPS_NOTHING},
                "normalised-key gives each reader its own kind",
                "normalised-key does so with HEAD",
                "normalised-key does so with gzip",
                "normalised-key keeps two accounts apart",
                "normalised-key keeps one page for 50 spellings of Accept");
    }

    @Test
    void copiesForEachSpellingAreCaughtAndSoIsTheirAbsence() throws Exception {
        assertCaught(
                "normalised-key",
                new Fault[] {Fault.KEEPS_EACH_SPELLING},
                "normalised-key keeps one page for 50 spellings of Accept");
        assertCaught("honours-vary", new Fault[] {}, "honours-vary pays with a copy for each spelling of Accept");
    }

    /** Without a hit there is no poisoned cache, whatever is wrong. */
    @Test
    void theCaughtOneMustReallyBePoisonedFromTheCache() throws Exception {
        String[] all = {
            "ignores-vary is caught as poisoned, in both orders",
            "ignores-vary is caught with HEAD",
            "ignores-vary is caught with gzip"
        };
        assertCaught("ignores-vary", new Fault[] {}, all);
        assertCaught("ignores-vary", new Fault[] {Fault.KEEPS_NOTHING}, all);
        assertCaught("ignores-vary", new Fault[] {Fault.IGNORES_ACCEPT, Fault.TELLS_NOTHING}, all);
    }

    @Test
    void aFailureNamesWhoGotWhatAndTheRemedies() {
        CacheFinding fine = CacheFinding.good(CacheFinding.Verdict.KEPT_APART, "GET /a", "all right");
        CacheFinding poisoned = new CacheFinding(
                CacheFinding.Verdict.POISONED,
                "GET /b",
                "a browser got 200 application/activity+json",
                "bypass the cache");

        assertThat(CacheChecks.judge(List.of(fine, poisoned), CacheFinding.Verdict.KEPT_APART))
                .isEqualTo(Outcome.failed(
                        "kept apart in all 2 sequences",
                        "poisoned in 1 of them: GET /b: a browser got 200 application/activity+json",
                        "remedies: bypass the cache"));
    }

    private void assertCaught(String component, Fault[] planted, String... claims) throws Exception {
        Fault[] before = faults.put(component, planted);
        assertThat(failed()).as("%s with %s", component, List.of(planted)).containsExactlyInAnyOrder(claims);
        faults.put(component, before == null ? new Fault[] {} : before);
    }

    /** The claims that don't hold. */
    private List<String> failed() throws Exception {
        ScriptedPorts system = new ScriptedPorts();
        List<CachedSite> servers = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        try {
            for (Map.Entry<String, Fault[]> entry : faults.entrySet()) {
                CachedSite server = CachedSite.with(entry.getValue());
                servers.add(server);
                system.ports.put(entry.getKey(), server.port());
            }
            for (Check check : new CacheChecks().checks()) {
                Outcome outcome = check.ask(system);
                if (!(outcome instanceof Outcome.Passed)) {
                    assertThat(outcome).as(check.name()).isInstanceOf(Outcome.Failed.class);
                    failed.add(check.name());
                }
            }
        } finally {
            servers.forEach(CachedSite::close);
        }
        return failed;
    }
}
