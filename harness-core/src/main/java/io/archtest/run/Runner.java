package io.archtest.run;

import io.archtest.cause.EmulatorFault;
import io.archtest.check.ArchitectureTruth;
import io.archtest.check.Check;
import io.archtest.check.CheckResult;
import io.archtest.check.ConnectivityResult;
import io.archtest.engine.EngineInfo;
import io.archtest.environment.EmulatorCrashException;
import io.archtest.model.ArchtestException;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.Outcome;
import io.archtest.plan.PlannedRun;
import io.archtest.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Carries out planned runs, one at a time: clean up after others, start, ask, keep evidence, remove everything. */
public final class Runner {
    private final Session session;
    private final RunListener listener;
    private final int retries;

    /** A run that came to its end; {@code repeatable} when it says nothing about the stack and left nothing behind. */
    private record Attempt(Report.Run run, boolean repeatable) {}

    /** @param session closed by the caller */
    public Runner(Session session, RunListener listener) {
        this(session, listener, 0);
    }

    /**
     * @param session closed by the caller
     * @param retries how often a start-up is repeated that died of a crash of the emulator; nothing else ever is
     * @throws InvalidRequestException when {@code retries} is negative
     */
    public Runner(Session session, RunListener listener, int retries) {
        if (retries < 0) {
            throw new InvalidRequestException("--retries %d makes no sense; give 0 or more".formatted(retries));
        }
        this.session = session;
        this.listener = listener;
        this.retries = retries;
    }

    /**
     * Runs one; a failed start is a row in the report and no exception. Blocks until all that it started is gone.
     *
     * @param reproduce the command that repeats this run, for the report
     * @param logs a folder for the containers' logs; those of a start-up that was repeated go to folders within it
     */
    public Report.Run run(PlannedRun plan, String reproduce, Path logs) {
        List<Report.Attempt> before = new ArrayList<>();
        while (true) {
            Optional<Path> again = before.size() < retries
                    ? Optional.of(logs.resolve("attempt-" + (before.size() + 1)))
                    : Optional.empty();
            Attempt attempt = attempt(plan, reproduce, logs, again, !before.isEmpty());
            Report.Run run = attempt.run();
            String failure = run.failure();
            if (failure == null || !attempt.repeatable() || again.isEmpty()) {
                Report.Run ended = run.withAttempts(before);
                listener.ended(ended);
                return ended;
            }
            before.add(new Report.Attempt(run.id(), failure, run.durationMs()));
            listener.notice("the emulator crashed during the start-up of run %s; retry %d of %d"
                    .formatted(run.id(), before.size(), retries));
        }
    }

    /**
     * @param again where the logs go instead if it can be repeated
     * @param repeated whether it is one that repeats another
     */
    private Attempt attempt(PlannedRun plan, String reproduce, Path logs, Optional<Path> again, boolean repeated) {
        ActiveRun run = session.prepare(plan);
        RunRecord record = new RunRecord(plan, run.runId(), run.timeline(), reproduce);
        boolean emulatorCrashed = false;
        boolean removed = false;
        try {
            run.start();
            record.started(run.environment());
            ask(run, record);
        } catch (EmulatorCrashException e) {
            emulatorCrashed = true;
            record.notStarted(e);
        } catch (ArchtestException e) {
            record.notStarted(e);
        } finally {
            if (run.reachedEngines()) {
                attribute(run, record, repeated);
                listener.cleaningUp();
                run.evidence(emulatorCrashed ? again.orElse(logs) : logs).forEach(record::notice);
            }
            removed = remove(run, record);
        }
        return new Attempt(record.report(), emulatorCrashed && removed);
    }

    /** Only says who is to blame; what failed has failed. */
    private void attribute(ActiveRun run, RunRecord record, boolean repeated) {
        Causes causes = record.causes();
        if (causes.crashes().isEmpty() && !repeated) {
            return;
        }
        try {
            List<EngineInfo> engines = run.plan().profiles().keySet().stream()
                    .map(architecture -> run.engine(architecture).info())
                    .toList();
            String content = ContentDigest.of(run.plan().scenario(), engines);
            EmulatorFault.tell(session.crashes().add(content, run.runId().value(), causes.crashes()))
                    .ifPresent(cause -> causes.first("start", cause));
        } catch (IOException | ArchtestException e) {
            record.notice(
                    "whether the emulator is at fault can't be told from earlier runs: %s".formatted(e.getMessage()));
        }
    }

    private void ask(ActiveRun run, RunRecord record) {
        listener.checking("all components are ready; looking at what they run on");
        architecture(run, record);
        listener.checking("asking who reaches whom");
        List<ConnectivityResult> cells = run.connectivity();
        record.connectivity(cells);
        Causes causes = record.causes();
        causes.cells(cells);
        List<CheckResult> isolation = run.isolation();
        record.checks(isolation);
        causes.checks(isolation, run.environment());
        listener.checking("asking the scenario's checks");
        List<CheckResult> results = new ArrayList<>();
        for (Check check : run.checks()) {
            listener.asking(check.name(), results.size() + 1, run.checks().size());
            results.add(run.ask(check));
        }
        record.checks(results);
        causes.checks(results, run.environment());
        record.checks(run.answered(cells));
        record.checks(run.health());
        causes.incidents(run.environment().incidents());
    }

    private void architecture(ActiveRun run, RunRecord record) {
        List<ArchitectureTruth.Result> results = run.architecture();
        record.architecture(results);
        record.causes()
                .checks(results.stream().map(ArchitectureTruth.Result::check).toList(), run.environment());
        results.stream()
                .map(ArchitectureTruth.Result::check)
                .filter(check -> !(check.outcome() instanceof Outcome.Passed))
                .forEach(listener::checked);
    }

    /** Whether nothing stays behind. */
    private static boolean remove(ActiveRun run, RunRecord record) {
        try {
            run.close();
            return true;
        } catch (ArchtestException e) {
            record.leftBehind(e.getMessage());
            return false;
        }
    }
}
