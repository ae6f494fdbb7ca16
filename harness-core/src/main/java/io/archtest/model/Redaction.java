package io.archtest.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Takes secrets out of texts that people read. */
public final class Redaction {
    private static final String REDACTED = "[secret]";

    /** A line of a longer secret that is at least that long is a secret itself: logs are read line by line. */
    private static final int TELLING = 16;

    private final List<String> secrets;

    /** @param secrets in whatever order; the longest are replaced first, since one may be a part of another */
    public Redaction(Collection<String> secrets) {
        this.secrets = secrets.stream()
                .flatMap(Redaction::forms)
                .filter(secret -> !secret.isEmpty())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** Itself, as it stands in JSON, and its lines: PEM has many, and the marks around them are no secret. */
    private static Stream<String> forms(String secret) {
        Stream<String> whole = Stream.of(secret, secret.replace("\n", "\\n"));
        return secret.contains("\n") ? Stream.concat(whole, secret.lines().filter(Redaction::telling)) : whole;
    }

    private static boolean telling(String line) {
        return line.length() >= TELLING && !line.startsWith("-----");
    }

    public String of(String text) {
        String result = text;
        for (String secret : secrets) {
            result = result.replace(secret, REDACTED);
        }
        return result;
    }

    /** The same answer without secrets. */
    public Outcome of(Outcome outcome) {
        if (outcome instanceof Outcome.Passed passed) {
            return Outcome.passed(of(passed.evidence()));
        }
        if (outcome instanceof Outcome.Failed failed) {
            return Outcome.failed(of(failed.expected()), of(failed.actual()), of(failed.cause()));
        }
        if (outcome instanceof Outcome.Errored errored) {
            return Outcome.errored(of(errored.cause()));
        }
        return outcome instanceof Outcome.Skipped skipped ? Outcome.skipped(of(skipped.reason())) : outcome;
    }
}
