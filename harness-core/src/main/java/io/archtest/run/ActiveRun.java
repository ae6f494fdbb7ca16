package io.archtest.run;

import io.archtest.check.ArchitectureTruth;
import io.archtest.check.Check;
import io.archtest.check.CheckResult;
import io.archtest.check.CheckRunner;
import io.archtest.check.Connectivity;
import io.archtest.check.ConnectivityResult;
import io.archtest.check.DeclaredChecks;
import io.archtest.check.Isolation;
import io.archtest.check.Vantages;
import io.archtest.engine.Engine;
import io.archtest.engine.PullStatus;
import io.archtest.environment.Attachment;
import io.archtest.environment.Environment;
import io.archtest.environment.EnvironmentStarter;
import io.archtest.environment.Evidence;
import io.archtest.environment.Phase;
import io.archtest.environment.RunScope;
import io.archtest.environment.RunningComponent;
import io.archtest.environment.Snapshot;
import io.archtest.environment.SpeedCache;
import io.archtest.environment.StaleRuns;
import io.archtest.environment.StartupListener;
import io.archtest.environment.Timeline;
import io.archtest.host.PortLeases;
import io.archtest.image.BuildStep;
import io.archtest.image.ImageSource;
import io.archtest.image.StaleBuilds;
import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.profile.HeldProfiles;
import io.archtest.scenario.Scenario;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One planned run from its start to its removal; its checks are asked when they are wanted. Closing it, from any thread and
 * at any moment, removes all that it started.
 */
public final class ActiveRun implements AutoCloseable {
    private final PlannedRun run;
    private final RunScope scope;
    private final HeldProfiles profiles;
    private final PortLeases leases;
    private final ImageSource images;
    private final SpeedCache speeds;
    private final RunListener listener;
    private final Vantages vantages;
    private final List<Check> checks;
    private final Timeline timeline = new Timeline();
    private final Set<String> notices = new CopyOnWriteArraySet<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean acquired;
    private volatile Optional<Environment> environment = Optional.empty();

    ActiveRun(
            PlannedRun run,
            RunScope scope,
            HeldProfiles profiles,
            PortLeases leases,
            ImageSource images,
            SpeedCache speeds,
            RunListener listener) {
        this.speeds = speeds;
        this.run = run;
        this.scope = scope;
        this.profiles = profiles;
        this.leases = leases;
        this.images = images;
        this.listener = listener;
        // unknown names are found before anything is started
        this.vantages = new Vantages(scope, images, this::environment);
        this.checks = DeclaredChecks.of(
                run.scenario().checks(), run.tags(), run.placement().name(), vantages);
    }

    public RunId runId() {
        return scope.runId();
    }

    public PlannedRun plan() {
        return run;
    }

    public Timeline timeline() {
        return timeline;
    }

    /** What a person should know of this run so far, such as that a stand-in image is used. */
    public List<String> notices() {
        return List.copyOf(notices);
    }

    /**
     * Gets the profiles, removes what killed runs left on their engines, and starts the stack; blocks until it is ready.
     *
     * @throws io.archtest.model.ArchtestException with the cause; what was started stays until this is closed
     */
    public void start() {
        listener.runBegins(runId(), run);
        profiles.acquire(run.demands());
        acquired = true;
        Notices notes = new Notices();
        leases.removeDead();
        StaleBuilds.end()
                .forEach(build ->
                        notes.notice("ended a %s, left behind by an archtest that was killed".formatted(build)));
        engines()
                .forEach(engine -> StaleRuns.remove(engine)
                        .forEach(stale -> notes.notice(
                                "removed %s, left behind by an archtest that was killed".formatted(stale.name()))));
        MemoryCheck.shortages(run, scope::engine).forEach(notes::notice);
        run.notes().forEach(notes::notice);
        Scenario scenario = run.scenario();
        if (scenario.sources().size() > 1) {
            notes.notice("the scenario is read from %s"
                    .formatted(scenario.sources().stream().map(Path::toString).collect(Collectors.joining(", "))));
        }
        scenario.notices().forEach(notes::notice);
        scenario.inference().notes().forEach(notes::notice);
        DeclaredChecks.concerns(scenario).forEach(notes::notice);
        environment = Optional.of(new EnvironmentStarter(images, notes, speeds).start(run, scope, timeline));
    }

    /** In the place of {@link #start}, when another process has started it. */
    void attach(Snapshot snapshot, List<String> said) {
        said.forEach(new Notices()::notice);
        profiles.acquire(run.demands());
        acquired = true;
        environment = Optional.of(Attachment.attach(run, scope, snapshot));
    }

    /** Whether there may be something on the engines. */
    boolean reachedEngines() {
        return acquired;
    }

    /** The started stack. */
    public Environment environment() {
        return environment.orElseThrow(() -> new IllegalStateException("run %s is not started".formatted(runId())));
    }

    /** The connection to the engine that runs that architecture in this run. */
    public Engine engine(Architecture architecture) {
        return scope.engine(run.profile(architecture));
    }

    /** What every component really runs on. */
    public List<ArchitectureTruth.Result> architecture() {
        ArchitectureTruth truth = new ArchitectureTruth();
        return environment().components().parallelStream().map(truth::examine).toList();
    }

    /** The same of one component. */
    public ArchitectureTruth.Result examine(RunningComponent component) {
        return new ArchitectureTruth().examine(component);
    }

    /** Who reaches whom. */
    public List<ConnectivityResult> connectivity() {
        return new Connectivity(scope, images).measure(environment());
    }

    /** Whether components on internal networks only have no way out; nothing where there are none. */
    public List<CheckResult> isolation() {
        return Isolation.concerns(environment()) ? new Isolation(scope, images).examine(environment()) : List.of();
    }

    /** The scenario's own questions, in their order; plain connections between components are in {@link #answered}. */
    public List<Check> checks() {
        return checks;
    }

    /** The answer to one of them. */
    public CheckResult ask(Check check) {
        return runner().ask(List.of(check)).get(0);
    }

    /** Whether the scenario has checks that the connectivity answers. */
    public boolean asksConnections() {
        return !answered(List.of()).isEmpty();
    }

    /** The scenario's plain {@code tcp} checks between components, which the connectivity answers. */
    public List<CheckResult> answered(List<ConnectivityResult> cells) {
        return DeclaredChecks.answered(
                run.scenario().checks(), run.tags(), run.placement().name(), cells);
    }

    /** Whether every component has stayed well so far. */
    public List<CheckResult> health() {
        return runner().health();
    }

    private CheckRunner runner() {
        return new CheckRunner(environment(), listener::checked);
    }

    /**
     * Writes logs and inspects of all containers into a folder, without the run's secrets.
     *
     * @return what could not be written, one sentence each
     */
    public List<String> evidence(Path folder) {
        return acquired ? new Evidence(run.scenario().redaction()).collect(run, scope, folder) : List.of();
    }

    private Stream<Engine> engines() {
        return run.profiles().values().stream().map(scope::engine).distinct();
    }

    @Override
    public void close() {
        try {
            if (!closed.getAndSet(true)) {
                environment.ifPresent(Environment::close);
            }
        } finally {
            // waits for another thread that is at it
            scope.close();
        }
    }

    /** Hands on what happens, and keeps what a person should know. */
    private final class Notices implements StartupListener {
        @Override
        public void entered(ComponentName component, Phase phase, String detail) {
            listener.entered(component, phase, run.scenario().redaction().of(detail));
        }

        @Override
        public void ready(ComponentName component) {
            listener.ready(component);
        }

        @Override
        public void pulling(ComponentName component, PullStatus status) {
            listener.pulling(component, status);
        }

        @Override
        public void building(ComponentName component, BuildStep step) {
            listener.building(component, step);
        }

        @Override
        public void health(ComponentName component, String status) {
            listener.health(component, status);
        }

        @Override
        public void notice(String line) {
            String shown = run.scenario().redaction().of(line);
            notices.add(shown);
            listener.notice(shown);
        }
    }
}
