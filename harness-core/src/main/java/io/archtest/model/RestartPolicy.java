package io.archtest.model;

/** Compose's {@code restart}; {@code maximumRetries} counts for {@link Kind#ON_FAILURE} only, 0 is without limit. */
public record RestartPolicy(Kind kind, int maximumRetries) {

    /** The policies of the Compose Specification. */
    public enum Kind {
        NO("no"),
        ALWAYS("always"),
        ON_FAILURE("on-failure"),
        UNLESS_STOPPED("unless-stopped");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public static RestartPolicy never() {
        return new RestartPolicy(Kind.NO, 0);
    }
}
