package io.archtest.model;

/** How a question was answered. {@code FAILED}: the answer is wrong. {@code ERRORED}: there is no answer. */
public enum Verdict {
    PASSED("passed"),
    FAILED("failed"),
    ERRORED("errored"),
    SKIPPED("skipped");

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    /** The word in reports. */
    public String word() {
        return word;
    }
}
