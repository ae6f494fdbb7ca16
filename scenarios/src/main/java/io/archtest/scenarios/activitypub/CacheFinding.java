package io.archtest.scenarios.activitypub;

/**
 * What came of one sequence of requests.
 *
 * @param asked which sequence, for messages
 * @param detail what was seen, and for a poisoned cache who got what
 * @param remedy what helps against it; empty when nothing is wrong
 */
public record CacheFinding(Verdict verdict, String asked, String detail, String remedy) {

    /** From the worst to the best. */
    public enum Verdict {
        /** The cache gave somebody what it had kept for another. */
        POISONED,
        /** An answer was wrong, and no header says that it came from a cache: the origin's own fault, or a silent cache's. */
        WRONG,
        /** The cache keeps a copy for each of many spellings of the same wish. */
        SCATTERED,
        /** All answers were right, and none came from a cache. Harmless, and no proof that the cache keeps anything apart. */
        NOT_CACHED,
        /** All answers were right, and only one kind came from the cache. */
        CACHED_IN_PART,
        /** All answers were right, and each kind came from the cache. */
        KEPT_APART
    }

    static CacheFinding good(Verdict verdict, String asked, String detail) {
        return new CacheFinding(verdict, asked, detail, "");
    }

    /** Whether somebody is given what was meant for another. */
    public boolean harmful() {
        return verdict == Verdict.POISONED || verdict == Verdict.WRONG;
    }

    @Override
    public String toString() {
        return "%s: %s".formatted(asked, detail);
    }
}
