package io.archtest.scenarios.activitypub;

import java.util.List;

/** A way to ask, round by round; in each round first the one reader asks and then the other. */
public enum Manner {
    /** As Mastodon and browsers do. */
    PLAIN("GET", List.of(Asking.MASTODON, Asking.MASTODON)),
    /** Servers that name the one media type only. */
    BARE_TYPE("GET with the bare media type", List.of(Asking.BARE, Asking.BARE)),
    /** A cache may answer HEAD from what it keeps for GET, or the other way round with an empty body. */
    HEAD("HEAD", List.of(Asking.HEAD, Asking.HEAD, Asking.MASTODON)),
    /** And what is kept compressed must not reach those who can't read it. */
    COMPRESSED("GET with gzip", List.of(Asking.GZIP, Asking.GZIP, Asking.MASTODON));

    private final String word;
    private final List<Asking> rounds;

    Manner(String word, List<Asking> rounds) {
        this.word = word;
        this.rounds = rounds;
    }

    /** For messages. */
    public String word() {
        return word;
    }

    List<Asking> rounds() {
        return rounds;
    }

    /** How one request is put. */
    enum Asking {
        MASTODON("GET", false),
        BARE("GET", false),
        HEAD("HEAD", false),
        GZIP("GET", true);

        /** Mastodon's own. It names text/html too, which misleads caches that look for no more than that. */
        private static final String SERVER =
                "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\", application/activity+json, text/html;q=0.1";

        private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

        private final String method;
        private final boolean gzip;

        Asking(String method, boolean gzip) {
            this.method = method;
            this.gzip = gzip;
        }

        String method() {
            return method;
        }

        boolean gzip() {
            return gzip;
        }

        String accept(Representation wanted) {
            if (wanted == Representation.PAGE) {
                return BROWSER;
            }
            return this == BARE ? "application/activity+json" : SERVER;
        }
    }
}
