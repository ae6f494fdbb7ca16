package io.archtest.run;

import io.archtest.check.ArchitectureTruth;
import io.archtest.check.Check;
import io.archtest.check.CheckResult;
import io.archtest.check.ConnectivityResult;
import io.archtest.model.ArchtestException;
import io.archtest.model.Outcome;
import io.archtest.plan.PlannedRun;
import io.archtest.report.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Carries out planned runs, one at a time: clean up after others, start, ask, keep evidence, remove everything. */
public final class Runner {
    private final Session session;
    private final RunListener listener;

    /** @param session closed by the caller */
    public Runner(Session session, RunListener listener) {
        this.session = session;
        this.listener = listener;
    }

    /**
     * Runs one; a failed start is a row in the report and no exception. Blocks until all that it started is gone.
     *
     * @param reproduce the command that repeats this run, for the report
     * @param logs a folder for the containers' logs
     */
    public Report.Run run(PlannedRun plan, String reproduce, Path logs) {
        ActiveRun run = session.prepare(plan);
        RunRecord record = new RunRecord(plan, run.runId(), run.timeline(), reproduce);
        try {
            run.start();
            record.started(run.environment());
            ask(run, record);
        } catch (ArchtestException e) {
            record.notStarted(e.getMessage());
        } finally {
            if (run.reachedEngines()) {
                listener.cleaningUp();
                run.evidence(logs).forEach(record::notice);
            }
            remove(run, record);
        }
        return record.report();
    }

    private void ask(ActiveRun run, RunRecord record) {
        listener.checking("all components are ready; looking at what they run on");
        architecture(run, record);
        listener.checking("asking who reaches whom");
        List<ConnectivityResult> cells = run.connectivity();
        record.connectivity(cells);
        listener.checking("asking the scenario's checks");
        List<CheckResult> results = new ArrayList<>();
        for (Check check : run.checks()) {
            results.add(run.ask(check));
        }
        record.checks(results);
        record.checks(run.answered(cells));
        record.checks(run.health());
    }

    private void architecture(ActiveRun run, RunRecord record) {
        List<ArchitectureTruth.Result> results = run.architecture();
        record.architecture(results);
        results.stream()
                .map(ArchitectureTruth.Result::check)
                .filter(check -> !(check.outcome() instanceof Outcome.Passed))
                .forEach(listener::checked);
    }

    private static void remove(ActiveRun run, RunRecord record) {
        try {
            run.close();
        } catch (ArchtestException e) {
            record.leftBehind(e.getMessage());
        }
    }
}
