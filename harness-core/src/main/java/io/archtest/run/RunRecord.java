package io.archtest.run;

import io.archtest.check.ArchitectureTruth;
import io.archtest.check.CheckResult;
import io.archtest.check.ConnectivityResult;
import io.archtest.engine.Execution;
import io.archtest.environment.Environment;
import io.archtest.environment.Phase;
import io.archtest.environment.RunningComponent;
import io.archtest.environment.Timeline;
import io.archtest.image.ResolvedImage;
import io.archtest.model.Architecture;
import io.archtest.model.ArchtestException;
import io.archtest.model.Component;
import io.archtest.model.ComponentName;
import io.archtest.model.Outcome;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.profile.Profile;
import io.archtest.report.CriticalPath;
import io.archtest.report.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects what happens in one run and turns it into the report's plain data. */
final class RunRecord {
    private final PlannedRun run;
    private final RunId runId;
    private final Timeline timeline;
    private final String reproduce;
    private final Instant startedAt = Instant.now();
    private final Set<String> notices = new LinkedHashSet<>();
    private final List<CheckResult> checks = new ArrayList<>();
    private final List<ConnectivityResult> cells = new ArrayList<>();
    private final Map<ComponentName, ArchitectureTruth.Result> architecture = new HashMap<>();
    private final Causes causes = new Causes();
    private @Nullable Environment environment;
    private @Nullable String failure;

    RunRecord(PlannedRun run, RunId runId, Timeline timeline, String reproduce) {
        this.run = run;
        this.runId = runId;
        this.timeline = timeline;
        this.reproduce = reproduce;
    }

    /** Why what went wrong did. */
    Causes causes() {
        return causes;
    }

    void started(Environment started) {
        environment = started;
    }

    void notStarted(ArchtestException why) {
        failure = why.getMessage();
        causes.notStarted(why);
    }

    /** Something that was started could not be removed: nothing of a run may stay behind, so the run did not pass. */
    void leftBehind(String what) {
        checks.add(new CheckResult(
                "health",
                "nothing stays behind",
                Optional.empty(),
                Outcome.failed("all is removed", what),
                Duration.ZERO));
    }

    synchronized void notice(String line) {
        notices.add(line);
    }

    void architecture(List<ArchitectureTruth.Result> results) {
        results.forEach(result -> {
            architecture.put(result.component().name(), result);
            checks.add(result.check());
        });
    }

    void connectivity(List<ConnectivityResult> results) {
        cells.addAll(results);
    }

    void checks(List<CheckResult> results) {
        checks.addAll(results);
    }

    synchronized Report.Run report() {
        List<RunningComponent> components = environment == null ? List.of() : environment.components();
        List<Report.Check> reported = checks.stream().map(RunRecord::check).toList();
        List<Report.Cell> matrix = cells.stream().map(RunRecord::cell).toList();
        CriticalPath path = CriticalPath.of(run.scenario().components(), spans(components));
        return new Report.Run(
                runId.value(),
                Report.Placement.of(run.placement()),
                run.profiles().values().stream()
                        .map(Profile::provider)
                        .findFirst()
                        .orElse(""),
                origin(components),
                run.scenario().options(),
                Report.Run.verdictOn(failure, reported, matrix).word(),
                startedAt.truncatedTo(ChronoUnit.MILLIS).toString(),
                timeline.now().toMillis(),
                failure,
                allNotices(components),
                reproduce,
                profiles(components),
                components.stream().map(this::component).toList(),
                matrix,
                reported,
                phases(),
                path.chain().stream().map(ComponentName::value).toList(),
                path.length().toMillis(),
                List.of(),
                causes.all());
    }

    /** Stand-ins first: whoever reads only one line must know. */
    private List<String> allNotices(List<RunningComponent> components) {
        List<ResolvedImage> packaged = components.stream()
                .map(RunningComponent::image)
                .filter(image -> image.origin() == ResolvedImage.Origin.PACKAGED)
                .toList();
        Set<String> all = new LinkedHashSet<>();
        packaged.stream()
                .filter(ResolvedImage::standIn)
                .forEach(image -> all.add("STAND-IN for %s: %s".formatted(image.reference(), image.software())));
        packaged.stream()
                .filter(image -> !image.standIn())
                .forEach(
                        image -> all.add("packaged in place of %s: %s".formatted(image.reference(), image.software())));
        all.addAll(run.notes());
        all.addAll(notices);
        return List.copyOf(all);
    }

    private String origin(List<RunningComponent> components) {
        Set<String> origins = components.stream()
                .map(component -> component.image().origin().word())
                .collect(Collectors.toSet());
        if (origins.isEmpty()) {
            return run.images().word();
        }
        return origins.size() == 1 ? origins.iterator().next() : "mixed";
    }

    private List<Report.Profile> profiles(List<RunningComponent> components) {
        List<Report.Profile> profiles = new ArrayList<>();
        for (Profile profile : new TreeMap<>(run.profiles()).values()) {
            Optional<RunningComponent> any = components.stream()
                    .filter(component -> component.profile().equals(profile))
                    .findFirst();
            profiles.add(new Report.Profile(
                    profile.name(),
                    profile.architecture().word(),
                    profile.endpoint(),
                    any.map(component -> component.engine().info().version()).orElse("unknown"),
                    execution(components, profile).word(),
                    factors(profile.architecture()),
                    calibration(profile.architecture())));
        }
        return profiles;
    }

    /** As observed on its components. */
    private Execution execution(List<RunningComponent> components, Profile profile) {
        Set<Execution> seen = components.stream()
                .filter(component -> component.profile().equals(profile))
                .filter(component -> component.component().kind() == Component.Kind.COMPONENT)
                .map(component -> Optional.ofNullable(architecture.get(component.name())))
                .flatMap(Optional::stream)
                .map(result -> result.observed().execution())
                .collect(Collectors.toSet());
        return common(seen);
    }

    /** What all say that say anything: of one that has ended nobody knows it. */
    static Execution common(Set<Execution> seen) {
        Set<Execution> known = seen.stream()
                .filter(execution -> execution != Execution.UNKNOWN)
                .collect(Collectors.toSet());
        return known.size() == 1 ? known.iterator().next() : Execution.UNKNOWN;
    }

    private Map<String, Double> factors(Architecture architecture) {
        return environment == null ? Map.of() : MeasuredSpeed.factors(environment.slownessOf(architecture));
    }

    private Report.@Nullable Calibration calibration(Architecture architecture) {
        return environment == null
                ? null
                : environment
                        .speedOf(architecture)
                        .map(MeasuredSpeed::calibration)
                        .orElse(null);
    }

    private Report.Component component(RunningComponent component) {
        ResolvedImage image = component.image();
        ArchitectureTruth.Result truth = architecture.get(component.name());
        Report.Observed observed = truth == null
                ? new Report.Observed("", List.of(), "", Execution.UNKNOWN.word())
                : new Report.Observed(
                        truth.observed().manifest(),
                        truth.observed().elf(),
                        truth.observed().uname(),
                        truth.observed().execution().word());
        return new Report.Component(
                component.name().value(),
                component.component().kind().word(),
                image.reference(),
                image.facts().digest().orElse(image.facts().id()),
                image.standIn(),
                component.profile().name(),
                component.requested().word(),
                observed,
                component.started().toMillis(),
                component.ready().map(Duration::toMillis).orElse(null),
                component.exitCode().orElse(null));
    }

    private static Map<ComponentName, CriticalPath.Span> spans(List<RunningComponent> components) {
        Map<ComponentName, CriticalPath.Span> spans = new HashMap<>();
        components.forEach(component -> component
                .ready()
                .ifPresent(ready -> spans.put(component.name(), new CriticalPath.Span(component.started(), ready))));
        return spans;
    }

    private List<Report.Phase> phases() {
        return timeline.entries().stream()
                .filter(entry -> entry.phase() != Phase.WAIT)
                .map(entry -> new Report.Phase(
                        entry.component().value(),
                        entry.phase().word(),
                        entry.at().toMillis(),
                        entry.duration().toMillis()))
                .toList();
    }

    private static Report.Cell cell(ConnectivityResult result) {
        return new Report.Cell(
                result.from().value(),
                result.to().value(),
                result.port().orElse(null),
                result.via(),
                result.verdict().word(),
                result.cause(),
                result.latencyMicros());
    }

    private static Report.Check check(CheckResult result) {
        String expected = "";
        String actual = "";
        String cause = "";
        if (result.outcome() instanceof Outcome.Passed passed) {
            actual = passed.evidence();
        } else if (result.outcome() instanceof Outcome.Failed failed) {
            expected = failed.expected();
            actual = failed.actual();
            cause = failed.cause();
        } else if (result.outcome() instanceof Outcome.Errored errored) {
            cause = errored.cause();
        } else if (result.outcome() instanceof Outcome.Skipped skipped) {
            cause = skipped.reason();
        }
        return new Report.Check(
                result.group(),
                result.name(),
                result.component().map(ComponentName::value).orElse(""),
                result.outcome().verdict().word(),
                expected,
                actual,
                cause,
                result.duration().toMillis());
    }
}
