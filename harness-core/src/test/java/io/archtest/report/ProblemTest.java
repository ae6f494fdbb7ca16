package io.archtest.report;

import static io.archtest.testing.ReportFixture.report;
import static io.archtest.testing.ReportFixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProblemTest {
    @Test
    void whatMayBeTheCauseOfOthersComesFirst() {
        Report report = report(
                "shop",
                run("default")
                        .check("scenario", "mail arrives", "errored", "no answer")
                        .check("scenario", "the page is right", "failed", "502")
                        .check("architecture", "web really runs on arm64", "failed", "x86_64")
                        .check("health", "web stays up", "failed", "killed for memory (OOM)")
                        .cell("web", "failed", "refused"));

        assertThat(Problem.of(List.of(report)))
                .extracting(Problem::what)
                .containsExactly(
                        "shop on default: web stays up",
                        "shop on default: web really runs on arm64",
                        "shop on default: web -> web:5432",
                        "shop on default: the page is right",
                        "shop on default: mail arrives");
    }

    @Test
    void theCauseOfEachRunComesBeforeTheRestOfAnother() {
        Report report = report(
                "shop",
                run("default").check("scenario", "one", "failed", "a").check("scenario", "two", "failed", "b"),
                run("flip").notStarted("'db' ended with exit code 1"));

        assertThat(Problem.of(List.of(report)))
                .extracting(Problem::what)
                .containsExactly("shop on default: one", "shop on flip did not start", "shop on default: two");
    }

    @Test
    void aRunThatAskedNothingIsAProblem() {
        Report report = report("shop", run("default").notStarted("x"));
        Report.Run idle = new Report.Run(
                "1",
                new Report.Placement("default", Map.of()),
                "docker",
                "packaged",
                Map.of(),
                "errored",
                null,
                1,
                null,
                List.of(),
                "",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0,
                List.of(),
                List.of());

        assertThat(Problem.of(report, idle))
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("nothing was asked"));
        assertThat(Problem.of(List.of(report("shop", run("default"))))).isEmpty();
    }

    @Test
    void aCauseThatWasToldAboveIsOnlyNamed() {
        Report report = report(
                "shop",
                run("default")
                        .check("scenario", "one", "failed", "a")
                        .check("scenario", "two", "failed", "b")
                        .cause("one", "unknown", "last lines")
                        .cause("two", "unknown", "last lines"));
        Set<String> told = new HashSet<>();

        assertThat(Problem.of(List.of(report)))
                .allSatisfy(problem -> assertThat(problem.why()).contains("(last lines): do something"))
                .extracting(problem -> problem.whyAfter(told))
                .satisfiesExactly(
                        one -> assertThat(one).contains("actual: a", "\nwhy: the name of unknown (last lines): do"),
                        two -> assertThat(two).contains("actual: b").endsWith("\nwhy: the name of unknown, as above"));
    }
}
