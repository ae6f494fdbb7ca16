package io.archtest.cli;

import io.archtest.host.HostFacts;
import io.archtest.model.Architecture;
import io.archtest.model.ArchtestException;
import io.archtest.plan.Plan;
import io.archtest.plan.PlannedRun;
import io.archtest.profile.ProfileProvider;
import io.archtest.report.ConsoleReport;
import io.archtest.report.Report;
import io.archtest.report.ReportFolder;
import io.archtest.report.Shard;
import io.archtest.run.AbortHook;
import io.archtest.run.Providers;
import io.archtest.run.RunListener;
import io.archtest.run.Runner;
import io.archtest.run.ScenarioFiles;
import io.archtest.run.Series;
import io.archtest.run.Session;
import io.archtest.run.Shards;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Carries out {@code archtest run}. */
final class Execution {
    private final Ci ci;
    private final Surroundings surroundings;
    private final RunSettings settings;
    private final Output output;
    private final List<Ci.Finished> finished = new ArrayList<>();

    /** A scenario's plan, and which part of the whole it is. */
    private record Work(Plan plan, Path file, Optional<Shard> shard) {}

    Execution(Ci ci, RunSettings settings, Output output) {
        this.ci = ci;
        this.surroundings = ci.surroundings();
        this.settings = settings;
        this.output = output;
    }

    /** Returns the exit code. */
    int run() {
        try {
            return planAndRun();
        } catch (ArchtestException e) {
            ci.failed(e.getMessage());
            throw e;
        } finally {
            // what has been found before something went wrong is not lost
            ci.finished(finished);
        }
    }

    private int planAndRun() {
        ScenarioOptions options = settings.options();
        Machine machine = new Machine(surroundings, options.provider());
        Providers providers = machine.providers();
        HostFacts facts = providers.facts();
        ProfileProvider provider = providers.provider(facts);
        try (ScenarioFiles files = new ScenarioFiles(surroundings.environment(), surroundings.discretion()::learn)) {
            List<Plan> plans = options.plans(files, provider);
            plans.forEach(plan -> ci.mask(secrets(plan)));
            List<Work> works = works(plans);
            works.forEach(work -> folder(work, works.size()).begin());
            Set<Architecture> needed = architectures(works);
            if (settings.setup() && !needed.isEmpty()) {
                machine.setUp(facts, needed, output.chatter());
                facts = providers.facts();
            }
            if (!needed.isEmpty()) {
                providers.refuseIfUnfit(provider, facts, needed);
            }
            List<Report> reports = run(works, provider, providers, facts);
            return settings.baseline().exitCode(ExitCode.of(reports), reports);
        }
    }

    private List<Work> works(List<Plan> plans) {
        Optional<Shard> shard = settings.shards().map(shards -> shards.share(plans, settings.millis()));
        List<Plan> mine = shard.map(it -> Shards.only(it, plans)).orElse(plans);
        shard.ifPresent(it -> output.chatter().accept("%s: %s".formatted(it, describe(it))));
        List<Work> works = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            works.add(
                    new Work(mine.get(i), plans.get(i).runs().get(0).scenario().file(), shard));
        }
        return works;
    }

    private static String describe(Shard shard) {
        return shard.units().isEmpty()
                ? "nothing to do: there are more shards than pairs of a scenario and a placement (%d), and the checks of one stay together"
                        .formatted(shard.all().size())
                : shard.units().stream().map(Shard.Unit::toString).collect(Collectors.joining(", "));
    }

    private List<Report> run(List<Work> works, ProfileProvider provider, Providers providers, HostFacts facts) {
        List<Report> reports = new ArrayList<>();
        try (Progress progress = output.progress(
                (scenario, placement) -> settings.baseline().expected(scenario, placement, host(facts)))) {
            RunListener listener = output.quiet() ? progress : new GroupedProgress(progress, ci);
            Session session = Session.open(providers, provider, facts, listener);
            Runner runner = new Runner(session, listener, settings.retries());
            Series series = new Series(runner::run, settings.failFast());
            AbortHook hook = new AbortHook(() -> abort(progress, session));
            try {
                for (Work work : works) {
                    work.plan().cover().ifPresent(cover -> cover.notes().forEach(listener::notice));
                    ReportFolder folder = folder(work, works.size());
                    Report report = run(work, series, facts, folder);
                    ci.endGroup();
                    progress.reported(report, folder.toString());
                    progress.print(() -> print(report, folder));
                    reports.add(report);
                    finished.add(new Ci.Finished(report, work.file()));
                }
            } finally {
                session.close();
                hook.close();
            }
        }
        return reports;
    }

    private static void abort(Progress progress, Session session) {
        progress.notice("interrupted; removing what was started");
        try {
            session.close();
        } finally {
            progress.close();
        }
    }

    private ReportFolder folder(Work work, int works) {
        Path folder = settings.reportFolder();
        return new ReportFolder(works == 1 ? folder : folder.resolve(work.plan().scenario()));
    }

    private Report run(Work work, Series series, HostFacts facts, ReportFolder folder) {
        Instant began = Instant.now();
        Plan plan = work.plan();
        Series.Outcome outcome = series.run(plan, run -> reproduce(plan, run), folder::logs);
        Report report = Report.of(
                        new Report.Tool(Version.text()),
                        host(facts),
                        plan.scenario(),
                        began.truncatedTo(ChronoUnit.MILLIS).toString(),
                        Duration.between(began, Instant.now()).toMillis(),
                        outcome.runs())
                .withNotRun(outcome.notRun())
                .withCoverage(outcome.coverage());
        Report whole = work.shard().map(report::withShard).orElse(report);
        Report written = folder.write(settings.baseline().compared(whole, secrets(plan)), secrets(plan));
        settings.baseline().remember(written);
        return written;
    }

    private static Report.Host host(HostFacts facts) {
        return new Report.Host(
                facts.distribution(),
                facts.architecture().word(),
                facts.processors(),
                facts.memoryMiB() > 0 ? facts.memoryMiB() : null,
                facts.kernel());
    }

    private static Set<String> secrets(Plan plan) {
        return plan.runs().stream()
                .flatMap(run -> run.scenario().redaction().secrets().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void print(Report report, ReportFolder folder) {
        surroundings.out().print(new ConsoleReport(output.style()).render(report, folder.toString()));
        surroundings.out().flush();
    }

    /** The one-run command for this placement. */
    private String reproduce(Plan plan, PlannedRun run) {
        ScenarioOptions options = settings.options();
        String placement = options.placeArguments().isEmpty()
                ? "--placement " + run.placement().name()
                : "--placement %s %s"
                        .formatted(run.placement().name().replaceFirst("\\+place$", ""), options.placeArguments());
        return "archtest run %s %s --images %s%s%s"
                .formatted(
                        options.nameOf(plan.scenario()),
                        placement,
                        run.images().word(),
                        options.variantArguments(),
                        options.provider().arguments(plan.provider()));
    }

    private static Set<Architecture> architectures(List<Work> works) {
        return works.stream()
                .flatMap(work -> work.plan().runs().stream())
                .flatMap(run -> run.placement().architectures().stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Architecture.class)));
    }
}
