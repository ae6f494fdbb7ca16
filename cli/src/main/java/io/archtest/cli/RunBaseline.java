package io.archtest.cli;

import io.archtest.host.StateFolder;
import io.archtest.model.ArchtestException;
import io.archtest.model.InvalidRequestException;
import io.archtest.report.Comparison;
import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import io.archtest.report.baseline.Baseline;
import io.archtest.report.baseline.BaselineFile;
import io.archtest.report.baseline.Comparer;
import io.archtest.report.baseline.ExpectedTimes;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What {@code run} knows of earlier runs: the file that it was told to compare with, and what archtest keeps in its state
 * folder by itself, which is for expected times only and never decides anything.
 */
final class RunBaseline {
    private final Optional<BaselineFile> file;
    private final Baseline earlier;
    private final boolean failOnSlower;
    private final BaselineFile kept;
    private final Baseline remembered;
    private final PrintWriter err;

    private RunBaseline(
            Optional<BaselineFile> file,
            Baseline earlier,
            boolean failOnSlower,
            BaselineFile kept,
            Baseline remembered,
            PrintWriter err) {
        this.file = file;
        this.earlier = earlier;
        this.failOnSlower = failOnSlower;
        this.kept = kept;
        this.remembered = remembered;
        this.err = err;
    }

    /**
     * Reads what there is.
     *
     * @throws InvalidRequestException when the file is no baseline or can't be added to, before anything is started
     */
    static RunBaseline open(Optional<Path> path, boolean failOnSlower, Surroundings surroundings) {
        if (failOnSlower && path.isEmpty()) {
            throw new InvalidRequestException(
                    "--fail-on-slower goes by earlier runs, and there is no --baseline FILE to hold them");
        }
        Optional<BaselineFile> file = path.map(BaselineFile::new);
        Baseline earlier = file.map(BaselineFile::read).orElse(Baseline.EMPTY);
        file.ifPresent(BaselineFile::mustBeWritable);
        BaselineFile kept =
                new BaselineFile(StateFolder.of(surroundings.environment()).durations());
        return new RunBaseline(file, earlier, failOnSlower, kept, readable(kept, surroundings), surroundings.err());
    }

    /** Expected times are a convenience: no run fails for want of them, and what can't be read is begun anew. */
    private static Baseline readable(BaselineFile kept, Surroundings surroundings) {
        try {
            return kept.read();
        } catch (InvalidRequestException e) {
            surroundings.err().println("archtest: no expected times: " + InertWriter.inert(e.getMessage()));
            delete(kept, surroundings.err());
            return Baseline.EMPTY;
        }
    }

    private static void delete(BaselineFile kept, PrintWriter err) {
        try {
            kept.delete();
        } catch (ArchtestException e) {
            err.println("archtest: " + InertWriter.inert(e.getMessage()));
        }
    }

    /** How long a scenario's components took on hosts like this. */
    ExpectedTimes expected(String scenario, String placement, Report.Host host) {
        ExpectedTimes told = ExpectedTimes.of(earlier, scenario, placement, host);
        return told == ExpectedTimes.UNKNOWN ? ExpectedTimes.of(remembered, scenario, placement, host) : told;
    }

    /** The report beside earlier runs, if there is a file of them. */
    Report compared(Report report, Collection<String> secrets) {
        return file.map(with -> report.withComparison(
                        Comparer.compare(with.toString(), earlier, new JsonReport(secrets).redacted(report))))
                .orElse(report);
    }

    /**
     * Keeps how long the runs took that passed. One that fails for being slower isn't what the next one is measured by.
     *
     * @param report as it was written, without secrets
     */
    void remember(Report report) {
        Baseline samples = Comparer.samples(report);
        if (!(failOnSlower && slower(report))) {
            file.ifPresent(it -> add(it, samples));
        }
        add(kept, samples.startsOnly());
    }

    private void add(BaselineFile to, Baseline samples) {
        try {
            to.add(samples);
        } catch (ArchtestException e) {
            // what was found out about the stack is worth more than this
            err.println("archtest: " + InertWriter.inert(e.getMessage()));
        }
    }

    /** The exit code of runs that end with {@code code} otherwise. */
    int exitCode(int code, List<Report> reports) {
        if (!failOnSlower || code != ExitCode.PASSED || reports.stream().noneMatch(RunBaseline::slower)) {
            return code;
        }
        err.println("archtest: exit code %d by --fail-on-slower: all passed, but not as fast as before"
                .formatted(ExitCode.CHECK_FAILED));
        return ExitCode.CHECK_FAILED;
    }

    private static boolean slower(Report report) {
        Comparison comparison = report.comparison();
        return comparison != null && comparison.slower();
    }
}
