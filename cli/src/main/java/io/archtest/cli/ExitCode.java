package io.archtest.cli;

import io.archtest.report.Report;
import java.util.List;

/** What {@code archtest}'s exit codes mean; part of its contract. */
final class ExitCode {
    /** Everything passed. */
    static final int PASSED = 0;
    /** A check failed. */
    static final int CHECK_FAILED = 1;
    /** The command line or the scenario is wrong. */
    static final int USAGE = 2;
    /** The environment could not be started. */
    static final int NOT_STARTED = 3;
    /** This host can't run it; nothing was started. */
    static final int UNSUPPORTED_HOST = 4;
    /** A bug in archtest. */
    static final int BUG = 70;
    // 130 is the JVM's own after Ctrl-C: its shutdown hooks have cleaned up by then

    private ExitCode() {}

    /** A failed check counts more than a run that did not start: it is an answer. */
    static int of(List<Report> reports) {
        List<Report.Run> runs =
                reports.stream().flatMap(report -> report.runs().stream()).toList();
        boolean complete = reports.stream().allMatch(report -> report.notRun().isEmpty());
        if (runs.stream().allMatch(run -> run.verdict().equals("passed"))) {
            return complete ? PASSED : NOT_STARTED;
        }
        boolean wrongAnswer = runs.stream()
                .anyMatch(run -> run.failure() == null && !run.verdict().equals("passed"));
        return wrongAnswer ? CHECK_FAILED : NOT_STARTED;
    }
}
