package io.archtest.run;

import io.archtest.check.ArchitectureTruth;
import io.archtest.check.Check;
import io.archtest.check.CheckRunner;
import io.archtest.check.Connectivity;
import io.archtest.check.ConnectivityResult;
import io.archtest.check.DeclaredChecks;
import io.archtest.engine.Engine;
import io.archtest.environment.Environment;
import io.archtest.environment.EnvironmentStarter;
import io.archtest.environment.Evidence;
import io.archtest.environment.RunScope;
import io.archtest.environment.StaleRuns;
import io.archtest.environment.Timeline;
import io.archtest.host.Ownership;
import io.archtest.host.PortLeases;
import io.archtest.image.ImageSource;
import io.archtest.model.ArchtestException;
import io.archtest.model.Outcome;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.profile.HeldProfiles;
import io.archtest.profile.Profile;
import io.archtest.report.Report;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Carries out planned runs, one at a time: clean up after others, start, ask, keep evidence, remove everything. */
public final class Runner {
    private final ImageSource images;
    private final PortLeases leases;
    private final Ownership owner;
    private final HeldProfiles profiles;
    private final RunListener listener;
    private volatile Optional<RunScope> active = Optional.empty();

    /** @param profiles kept over all runs, and closed by the caller */
    public Runner(ImageSource images, PortLeases leases, Ownership owner, HeldProfiles profiles, RunListener listener) {
        this.images = images;
        this.leases = leases;
        this.owner = owner;
        this.profiles = profiles;
        this.listener = listener;
    }

    /**
     * Runs one; a failed start is a row in the report and no exception. Blocks until all that it started is gone.
     *
     * @param reproduce the command that repeats this run, for the report
     * @param logs a folder for the containers' logs
     */
    public Report.Run run(PlannedRun run, String reproduce, Path logs) {
        // unknown names are found before anything is started
        List<Check> checks = DeclaredChecks.of(run.scenario().checks(), run.tags());
        RunScope scope = new RunScope(RunId.random(), owner, leases, profiles::connect);
        listener.runBegins(scope.runId(), run);
        try {
            profiles.acquire(run.demands());
        } catch (ArchtestException e) {
            RunRecord record = new RunRecord(run, scope, new Timeline(), reproduce);
            record.notStarted(e.getMessage());
            return record.report();
        }
        return carryOut(run, scope, checks, reproduce, logs);
    }

    private Report.Run carryOut(PlannedRun run, RunScope scope, List<Check> checks, String reproduce, Path logs) {
        active = Optional.of(scope);
        Timeline timeline = new Timeline();
        RunRecord record = new RunRecord(run, scope, timeline, reproduce);
        try {
            sweep(run, scope);
            MemoryCheck.shortages(run, scope::engine).forEach(listener::notice);
            DeclaredChecks.concerns(run.scenario()).forEach(listener::notice);
            start(run, scope, record, checks, timeline);
        } catch (ArchtestException e) {
            record.notStarted(e.getMessage());
        } finally {
            listener.cleaningUp();
            evidence(run, scope, record, logs);
            remove(scope, record);
            active = Optional.empty();
        }
        return record.report();
    }

    /** Removes what a run under way has started, from another thread, as on Ctrl-C. */
    public void abort() {
        active.ifPresent(RunScope::close);
    }

    private void sweep(PlannedRun run, RunScope scope) {
        leases.removeDead();
        engines(run, scope)
                .forEach(engine -> StaleRuns.remove(engine)
                        .forEach(stale -> listener.notice(
                                "removed %s, left behind by an archtest that was killed".formatted(stale.name()))));
    }

    private void start(PlannedRun run, RunScope scope, RunRecord record, List<Check> checks, Timeline timeline) {
        Environment environment = new EnvironmentStarter(images, listener).start(run, scope, timeline);
        record.started(environment);
        listener.checking("all components are ready; looking at what they run on");
        architecture(environment, record);
        listener.checking("asking who reaches whom");
        List<ConnectivityResult> cells = new Connectivity(scope, images).measure(environment);
        record.connectivity(cells);
        listener.checking("asking the scenario's checks");
        CheckRunner runner = new CheckRunner(environment, listener::checked);
        record.checks(runner.ask(checks));
        record.checks(DeclaredChecks.answered(run.scenario().checks(), run.tags(), cells));
        record.checks(runner.health());
    }

    private void architecture(Environment environment, RunRecord record) {
        ArchitectureTruth truth = new ArchitectureTruth();
        List<ArchitectureTruth.Result> results =
                environment.components().parallelStream().map(truth::examine).toList();
        record.architecture(results);
        results.stream()
                .map(ArchitectureTruth.Result::check)
                .filter(check -> !(check.outcome() instanceof Outcome.Passed))
                .forEach(listener::checked);
    }

    private void evidence(PlannedRun run, RunScope scope, RunRecord record, Path logs) {
        Collection<String> secrets = run.scenario().secrets().values();
        new Evidence(secrets).collect(run, scope, logs).forEach(record::notice);
    }

    private static void remove(RunScope scope, RunRecord record) {
        try {
            record.closeEnvironment();
            scope.close();
        } catch (ArchtestException e) {
            record.leftBehind(e.getMessage());
        }
    }

    private static Stream<Engine> engines(PlannedRun run, RunScope scope) {
        return run.profiles().values().stream()
                .map((Profile profile) -> scope.engine(profile))
                .distinct();
    }
}
