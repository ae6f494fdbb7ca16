package io.archtest.model;

/** A check's answer with its evidence. */
public sealed interface Outcome {

    /** What was asked holds; {@code evidence} says what was seen, for the report. */
    record Passed(String evidence) implements Outcome {
        @Override
        public Verdict verdict() {
            return Verdict.PASSED;
        }
    }

    /** What was asked does not hold; {@code cause} names why where that is known, else it is empty. */
    record Failed(String expected, String actual, String cause) implements Outcome {
        @Override
        public Verdict verdict() {
            return Verdict.FAILED;
        }
    }

    /** The question could not be put; says nothing about the stack. */
    record Errored(String cause) implements Outcome {
        @Override
        public Verdict verdict() {
            return Verdict.ERRORED;
        }
    }

    /** The question was not put, for this reason. */
    record Skipped(String reason) implements Outcome {
        @Override
        public Verdict verdict() {
            return Verdict.SKIPPED;
        }
    }

    Verdict verdict();

    static Outcome passed(String evidence) {
        return new Passed(evidence);
    }

    static Outcome failed(String expected, String actual) {
        return new Failed(expected, actual, "");
    }

    static Outcome failed(String expected, String actual, String cause) {
        return new Failed(expected, actual, cause);
    }

    static Outcome errored(String cause) {
        return new Errored(cause);
    }

    static Outcome skipped(String reason) {
        return new Skipped(reason);
    }
}
