package io.archtest.report;

import io.archtest.model.InvalidRequestException;
import io.archtest.model.Verdict;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a file's verdicts follow from what stands below them. One that was edited, or put together by something else, could
 * show a pass above a check that failed, and be joined into a whole that passes.
 */
final class Contradictions {
    private static final Set<String> WORDS =
            Arrays.stream(Verdict.values()).map(Verdict::word).collect(Collectors.toUnmodifiableSet());

    private Contradictions() {}

    /** @throws InvalidRequestException with the first one */
    static void refuse(Path file, Report report) {
        for (Report.Run run : report.runs()) {
            String about = "run %s on %s".formatted(run.id(), run.placement().name());
            Stream.concat(
                            run.checks().stream().map(Report.Check::verdict),
                            run.connectivity().stream().map(Report.Cell::verdict))
                    .forEach(word -> known(file, about, word));
            compare(
                    file,
                    about,
                    run.verdict(),
                    Report.Run.verdictOn(run.failure(), run.checks(), run.connectivity())
                            .word());
        }
        compare(file, "the whole", report.verdict(), report.deducedVerdict());
    }

    private static void known(Path file, String about, String word) {
        if (!WORDS.contains(word)) {
            throw new InvalidRequestException(
                    "%s is no report of archtest's: something in %s has the verdict '%s'".formatted(file, about, word));
        }
    }

    private static void compare(Path file, String about, String verdict, String deduced) {
        if (!verdict.equals(deduced)) {
            throw new InvalidRequestException(
                    "%s contradicts itself: the verdict on %s is '%s', and by what stands below it is '%s'. It isn't as archtest wrote it; run again"
                            .formatted(file, about, verdict, deduced));
        }
    }
}
