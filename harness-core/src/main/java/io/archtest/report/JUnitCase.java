package io.archtest.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One test case of {@code junit.xml}.
 *
 * @param problem why it did not pass, if it didn't
 * @param retries attempts before the last one, or after the first that {@code problem} tells of
 * @param attachments paths of files
 */
record JUnitCase(
        String classname,
        String name,
        long durationMs,
        Optional<Problem> problem,
        List<Problem> retries,
        List<String> attachments) {

    private static final int MESSAGE = 500;
    private static final String START = "the environment starts";

    /** Readers count the three apart. */
    enum Kind {
        /** A wrong answer. */
        FAILURE("failure"),
        /** No answer: the environment or an emulator is to blame. */
        ERROR("error"),
        /** Not asked. */
        SKIPPED("skipped");

        private final String element;

        Kind(String element) {
            this.element = element;
        }

        String element() {
            return element;
        }
    }

    /** @param type a word for machines, where a Java test would name an exception */
    record Problem(Kind kind, String type, String message, String details) {
        /** As readers show it in a list. */
        String oneLine() {
            String line = message.strip().replaceAll("\\s+", " ");
            return line.length() > MESSAGE ? line.substring(0, MESSAGE - 1) + "…" : line;
        }

        /** The same with what is known of why. */
        Problem with(List<Report.Cause> causes) {
            return new Problem(kind, type, message, details + io.archtest.report.Problem.lines(details, causes));
        }

        static Problem notStarted(String failure) {
            return new Problem(
                    Kind.ERROR,
                    "archtest.not-started",
                    failure.lines().findFirst().orElse(""),
                    failure);
        }
    }

    /** The start-up, with what Surefire would write of a test that was run several times. */
    static JUnitCase startUp(String classname, Report.Run run, List<String> attachments) {
        List<Problem> attempts = new ArrayList<>();
        run.attempts().forEach(attempt -> attempts.add(Problem.notStarted(attempt.failure())));
        Optional<Problem> problem = Optional.empty();
        if (run.failure() != null) {
            attempts.add(
                    Problem.notStarted(run.failure() + io.archtest.report.Problem.lines(run.failure(), run.causes())));
            problem = Optional.of(attempts.remove(0));
        }
        return new JUnitCase(
                classname + ".startup",
                START,
                run.failure() == null ? run.criticalPathMs() : run.durationMs(),
                problem,
                attempts,
                problem.isEmpty() && attempts.isEmpty() ? List.of() : attachments);
    }

    /** What was not begun, in the place of its start-up. */
    static JUnitCase notRun(String classname, NotRun left) {
        return new JUnitCase(
                classname + ".startup",
                START,
                0,
                Optional.of(new Problem(Kind.SKIPPED, "", "not run: " + left.reason(), "")),
                List.of(),
                List.of());
    }

    static JUnitCase of(String classname, Report.Check check, List<Report.Cause> causes, List<String> attachments) {
        Optional<Problem> problem = problem(check).map(found -> found.with(causes));
        boolean attach = problem.filter(it -> it.kind() != Kind.SKIPPED).isPresent();
        return new JUnitCase(
                "%s.%s".formatted(classname, check.group()),
                check.name(),
                check.durationMs(),
                problem,
                List.of(),
                attach ? attachments : List.of());
    }

    static JUnitCase of(String classname, Report.Cell cell, List<Report.Cause> causes, List<String> attachments) {
        String name = cell.port() == null
                ? "%s -> %s".formatted(cell.from(), cell.to())
                : "%s -> %s:%d (%s)".formatted(cell.from(), cell.to(), cell.port(), cell.via());
        Report.Check check = new Report.Check(
                "connectivity",
                name,
                cell.from(),
                cell.verdict(),
                "the nonce arrives at " + cell.to(),
                cell.cause(),
                cell.cause(),
                cell.latencyMicros() / 1000);
        return of(classname, check, causes, attachments);
    }

    private static Optional<Problem> problem(Report.Check check) {
        return switch (check.verdict()) {
            case "failed" ->
                Optional.of(new Problem(
                        Kind.FAILURE,
                        "archtest.failed",
                        check.cause().isEmpty() ? check.actual() : check.cause(),
                        "expected: %s\nactual: %s\ncause: %s"
                                .formatted(check.expected(), check.actual(), check.cause())));
            case "errored" -> Optional.of(new Problem(Kind.ERROR, "archtest.errored", check.cause(), check.cause()));
            case "skipped" -> Optional.of(new Problem(Kind.SKIPPED, "", check.cause(), ""));
            default -> Optional.empty();
        };
    }
}
