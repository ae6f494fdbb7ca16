package io.archtest.cli;

import io.archtest.host.HostFacts;
import io.archtest.model.Architecture;
import io.archtest.plan.Plan;
import io.archtest.plan.PlannedRun;
import io.archtest.profile.ProfileProvider;
import io.archtest.report.ConsoleReport;
import io.archtest.report.JUnitXml;
import io.archtest.report.JsonReport;
import io.archtest.report.Report;
import io.archtest.run.AbortHook;
import io.archtest.run.Providers;
import io.archtest.run.Runner;
import io.archtest.run.ScenarioFiles;
import io.archtest.run.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code archtest run}. */
@Command(
        description = "Starts a scenario spread over CPU architectures, checks it, reports, and removes it.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class RunCommand implements Callable<Integer> {
    @Mixin
    private ScenarioOptions options = new ScenarioOptions();

    @Option(
            names = "--setup",
            description = {
                "Install and start what the host lacks first (Debian, Ubuntu; for colima with Homebrew); prints what it",
                "runs."
            })
    private boolean setup;

    @Option(
            names = "--report-dir",
            paramLabel = "FOLDER",
            description = "Where the report files go. Default: ${DEFAULT-VALUE}.",
            defaultValue = "archtest-report")
    private Path reportFolder = Path.of("archtest-report");

    private final Surroundings surroundings;

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        options.images(); // a wrong word is an error before anything else happens
        Machine machine = new Machine(surroundings, options.provider());
        Providers providers = machine.providers();
        HostFacts facts = providers.facts();
        ProfileProvider provider = providers.provider(facts);
        try (ScenarioFiles files = new ScenarioFiles(surroundings.environment())) {
            List<Plan> plans = options.plans(files, provider);
            if (setup) {
                machine.setUp(facts, architectures(plans), surroundings.out()::println);
                facts = providers.facts();
            }
            providers.refuseIfUnfit(provider, facts, architectures(plans));
            return exitCode(run(plans, provider, providers, facts));
        }
    }

    private List<Report> run(List<Plan> plans, ProfileProvider provider, Providers providers, HostFacts facts) {
        List<Report> reports = new ArrayList<>();
        try (ProgressOutput progress = ProgressOutput.of(surroundings)) {
            Session session = Session.open(providers, provider, facts, progress.listener());
            Runner runner = new Runner(session, progress.listener());
            AbortHook hook = new AbortHook(session::close);
            try {
                for (Plan plan : plans) {
                    Path folder = plans.size() == 1 ? reportFolder : reportFolder.resolve(plan.scenario());
                    Report report = run(plan, runner, facts, folder);
                    progress.print(() -> print(report, folder));
                    reports.add(report);
                }
            } finally {
                session.close();
                hook.close();
            }
        }
        return reports;
    }

    private Report run(Plan plan, Runner runner, HostFacts facts, Path folder) {
        Instant began = Instant.now();
        List<Report.Run> runs = new ArrayList<>();
        Set<String> secrets = new TreeSet<>();
        for (PlannedRun run : plan.runs()) {
            secrets.addAll(run.scenario().secrets().values());
            Path logs = folder.resolve("logs").resolve(run.placement().name());
            runs.add(runner.run(run, reproduce(plan, run), logs));
        }
        Report report = Report.of(
                new Report.Tool(Version.text()),
                new Report.Host(facts.distribution(), facts.architecture().word()),
                plan.scenario(),
                began.truncatedTo(ChronoUnit.MILLIS).toString(),
                Duration.between(began, Instant.now()).toMillis(),
                runs);
        Report written = new JsonReport(secrets).write(report, folder.resolve("report.json"));
        new JUnitXml().write(written, folder.resolve("junit.xml"));
        return written;
    }

    private void print(Report report, Path folder) {
        surroundings.out().print(new ConsoleReport(surroundings.colour()).render(report, folder.toString()));
        surroundings.out().flush();
    }

    /** The one-run command for this placement. */
    private String reproduce(Plan plan, PlannedRun run) {
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

    private static Set<Architecture> architectures(List<Plan> plans) {
        return plans.stream()
                .flatMap(plan -> plan.runs().stream())
                .flatMap(run -> run.placement().architectures().stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Architecture.class)));
    }

    /** A failed check counts more than a run that did not start: it is an answer. */
    private static int exitCode(List<Report> reports) {
        List<Report.Run> runs =
                reports.stream().flatMap(report -> report.runs().stream()).toList();
        if (runs.stream().allMatch(run -> run.verdict().equals("passed"))) {
            return ExitCode.PASSED;
        }
        boolean wrongAnswer = runs.stream()
                .anyMatch(run -> run.failure() == null && !run.verdict().equals("passed"));
        return wrongAnswer ? ExitCode.CHECK_FAILED : ExitCode.NOT_STARTED;
    }
}
