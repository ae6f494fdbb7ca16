package io.archtest.cli;

import io.archtest.check.CheckResult;
import io.archtest.model.ComponentName;
import io.archtest.model.Outcome;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.report.Report;
import io.archtest.report.baseline.Baseline;
import io.archtest.report.baseline.ExpectedTimes;
import io.archtest.report.baseline.RunKind;
import io.archtest.report.baseline.Sample;
import io.archtest.scenario.Scenario;
import io.archtest.testing.FakeSessions;
import io.archtest.testing.ReportFixture;
import io.archtest.testing.ScenarioFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A run of {@code db} on arm64, and {@code web}, {@code prepare} and {@code 日本語の名前} on x86_64, which wait for it. */
final class RunFixture {
    static final RunId ID = new RunId("0a1b2c3d");
    static final ComponentName DB = ComponentName.of("db");
    static final ComponentName WEB = ComponentName.of("web");
    static final ComponentName PREPARE = ComponentName.of("prepare");

    private RunFixture() {}

    static PlannedRun plan(Path folder) {
        return plan(
                folder,
                new ScenarioFixture()
                        .component("db", List.of(5432))
                        .job("prepare", "db")
                        .component("web", List.of(3000), "db", "prepare")
                        .emulated("default", "db")
                        .build());
    }

    static PlannedRun plan(Path folder, Scenario scenario) {
        return new FakeSessions(folder).plan(scenario, "default");
    }

    /** In an earlier run of the fixture {@code web} took 1.5 s to get ready; of others nothing is known. */
    static ExpectedTimes earlier(String scenario, String placement) {
        Report report = ReportFixture.report("fixture", ReportFixture.run("default"));
        Report.Run run = report.runs().get(0);
        Baseline baseline = Baseline.EMPTY.with(RunKind.of(report, run), Sample.of(report, run));
        return ExpectedTimes.of(baseline, scenario, placement);
    }

    static CheckResult check(String name, Outcome outcome) {
        return new CheckResult("scenario", name, Optional.of(WEB), outcome, Duration.ofMillis(1234));
    }
}
