package io.archtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.model.ComponentName;
import io.archtest.plan.Plan;
import io.archtest.report.NotRun;
import io.archtest.report.Report;
import io.archtest.scenario.Scenario;
import io.archtest.testing.FakeSessions;
import io.archtest.testing.ReportFixture;
import io.archtest.testing.ScenarioFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is still begun after a run that did not pass. */
class SeriesTest {
    @TempDir
    Path folder;

    private final List<String> begun = new ArrayList<>();
    private final Map<String, ReportFixture> planted = new HashMap<>();

    @Test
    void afterTheFirstThatFailedTheRestIsNotRunAndSaysSo() {
        planted.put("native", ReportFixture.run("native").check("scenario", "x", "failed", "no"));

        Series.Outcome outcome = run(series(true), "default", "native", "flip");

        assertThat(begun).containsExactly("default", "native");
        assertThat(outcome.runs()).extracting(Report.Run::verdict).containsExactly("passed", "failed");
        assertThat(outcome.notRun()).singleElement().satisfies(left -> {
            assertThat(left.placement().name()).isEqualTo("flip");
            assertThat(left.placement().components()).containsEntry("db", "x86_64");
            assertThat(left.reason()).isEqualTo("--fail-fast: fixture failed on placement native");
            assertThat(left.reproduce()).isEqualTo("run flip");
        });
    }

    @Test
    void aRunThatDidNotStartEndsItToo() {
        planted.put("default", ReportFixture.run("default").notStarted("no engine"));

        assertThat(run(series(true), "default", "flip").notRun())
                .singleElement()
                .extracting(NotRun::reason)
                .isEqualTo("--fail-fast: fixture errored on placement default");
    }

    @Test
    void itEndsThePlansOfOtherScenariosAsWell() {
        planted.put("default", ReportFixture.run("default").notStarted("no engine"));
        Series series = series(true);
        run(series, "default");

        Series.Outcome other = run(series, "native");

        assertThat(begun).containsExactly("default");
        assertThat(other.runs()).isEmpty();
        assertThat(other.notRun()).hasSize(1);
    }

    @Test
    void oneThatPassedAtASecondAttemptEndsNothing() {
        planted.put("default", ReportFixture.run("default").attempt("a crash of the emulator"));

        assertThat(run(series(true), "default", "flip").notRun()).isEmpty();
    }

    @Test
    void withoutItEverythingIsRun() {
        planted.put("default", ReportFixture.run("default").notStarted("no engine"));

        assertThat(run(series(false), "default", "flip").runs()).hasSize(2);
    }

    @Test
    void theCoverageIsOfWhatWasReallyRun() {
        planted.put("default", ReportFixture.run("default").notStarted("no engine"));

        assertThat(run(series(true), "default", "flip").coverage().links())
                .singleElement()
                .satisfies(link -> assertThat(link.uses().stream()
                                .map(use -> "%s %s %s %s".formatted(use.from(), use.to(), use.state(), use.why())))
                        .contains("x86_64 arm64 errored default: did not start: no engine")
                        .contains("arm64 x86_64 not-run --fail-fast: fixture errored on placement default"));
    }

    private Series series(boolean failFast) {
        return new Series(
                (plan, reproduce, logs) -> {
                    begun.add(plan.placement().name());
                    return planted.getOrDefault(
                                    plan.placement().name(),
                                    ReportFixture.run(plan.placement().name()))
                            .placed(
                                    "web",
                                    plan.placement().of(component("web")).word(),
                                    "db",
                                    plan.placement().of(component("db")).word())
                            .build();
                },
                failFast);
    }

    private static ComponentName component(String name) {
        return ComponentName.of(name);
    }

    private Series.Outcome run(Series series, String... placements) {
        Scenario scenario = new ScenarioFixture()
                .component("db", List.of(5432))
                .component("web", List.of(3000), "db")
                .emulated("default", "db")
                .build();
        Plan plan = new FakeSessions(folder).plans(scenario, placements);
        return series.run(plan, run -> "run " + run.placement().name(), folder::resolve);
    }
}
