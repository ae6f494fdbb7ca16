package io.archtest.check;

import io.archtest.model.Outcome;
import io.archtest.model.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Collects in what an answer differs from what is expected, so that one outcome names all of it. */
final class Findings {
    private static final int QUOTED = 300;

    /** Shown as {@code \n}: a report has a line for each thing that it says. */
    private static final Pattern BREAKS = Pattern.compile("\\R");

    private final Redaction redaction;
    private final List<String> expected = new ArrayList<>();
    private final List<String> actual = new ArrayList<>();

    Findings(Redaction redaction) {
        this.redaction = redaction;
    }

    /** One difference; said once however often it is found. */
    void differs(String wanted, String found) {
        expected.add(wanted);
        if (!actual.contains(found)) {
            actual.add(found);
        }
    }

    /** Something more of the answer that differs. */
    void seen(String found) {
        actual.add(found);
    }

    boolean none() {
        return expected.isEmpty();
    }

    /** @param evidence what was seen, when nothing differs */
    Outcome outcome(String evidence, String cause) {
        return none()
                ? Outcome.passed(redaction.of(evidence))
                : Outcome.failed(
                        redaction.of(String.join("; ", expected)),
                        redaction.of(String.join("; ", actual)),
                        redaction.of(cause));
    }

    /** A text for messages: without secrets, and shortened after that, since half a secret isn't recognised. */
    String quoted(String text) {
        return "'" + shortened(text, Optional.empty()) + "'";
    }

    /** Around a place in it. */
    String quotedAt(String text, int at) {
        return "'" + shortened(text, Optional.of(at)) + "'";
    }

    private String shortened(String text, Optional<Integer> at) {
        String line = BREAKS.matcher(redaction.of(text).strip()).replaceAll("\\\\n");
        if (line.length() <= QUOTED) {
            return line;
        }
        int from = Math.max(0, Math.min(line.length() - QUOTED, at.orElse(0) - QUOTED / 2));
        return (from > 0 ? "…" : "") + line.substring(from, from + QUOTED) + (from + QUOTED < line.length() ? "…" : "");
    }
}
