package io.archtest.cause;

/**
 * Why something went wrong, where that can be told.
 *
 * @param id stable, for programs
 * @param name in a few words
 * @param evidence the line or fact that it was told by
 * @param nextStep what to do about it
 */
public record Cause(String id, String name, String evidence, String nextStep) {

    /** For messages: {@code name ("evidence"): next step}. */
    public String describe() {
        return "%s (%s): %s".formatted(name, evidence, nextStep);
    }

    /** Whether a text says already what {@link #describe} would. */
    public static boolean said(String text, String name, String evidence) {
        return text.contains("%s (%s)".formatted(name, evidence));
    }
}
