package io.archtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.plan.Cover.Combination;
import io.archtest.plan.Cover.Link;
import io.archtest.plan.Talks;
import io.archtest.testing.ReportFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What one link reads as, by what its runs did: only an answer on the right architectures covers a combination. */
class CoverageTest {
    private static final Link LINK = new Link(ComponentName.of("web"), ComponentName.of("db"));
    private static final Coverage PLANNED = planned(List.of(5432), "", Map.of());

    @Test
    void anAnswerOnTheRightArchitecturesCovers() {
        Coverage coverage = PLANNED.after(List.of(crossing("cover-1").build()), List.of());

        assertThat(state(coverage)).isEqualTo("passed");
        assertThat(use(coverage).placements()).containsExactly("cover-1");
        assertThat(coverage.placements()).isEqualTo(1);
        assertThat(coverage.outOf()).isEqualTo("2^20");
    }

    @Test
    void onlyTheCombinationThatWasUsedIsCovered() {
        Coverage coverage = PLANNED.after(List.of(crossing("cover-1").build()), List.of());

        assertThat(coverage.links().get(0).uses())
                .extracting(use -> "%s %s %s".formatted(use.from(), use.to(), use.state()))
                .containsExactly(
                        "arm64 arm64 not-run", "arm64 x86_64 passed", "x86_64 arm64 not-run", "x86_64 x86_64 not-run");
    }

    @Test
    void aConnectionThatFailedCoversNothing() {
        Report.Run run = bare("cover-1").cell("db", "failed", "refused").build();

        assertThat(state(run)).isEqualTo("failed");
        assertThat(use(run).why()).isEqualTo("cover-1: port 5432: refused");
    }

    @Test
    void aConnectionThatCouldNotBeAskedForCoversNothing() {
        assertThat(state(bare("cover-1").cell("db", "errored", "no probe").build()))
                .isEqualTo("errored");
        assertThat(state(bare("cover-1").cell("db", "skipped", "").build())).isEqualTo("errored");
    }

    @Test
    void aConnectionThatNobodyAskedForCoversNothing() {
        Report.Run run = bare("cover-1").cell("cache", "passed", "").build();

        assertThat(state(run)).isEqualTo("errored");
        assertThat(use(run).why()).contains("port 5432 was not asked for");
    }

    @Test
    void onePortOfTwoIsNotEnough() {
        Coverage both = planned(List.of(5432, 5433), "", Map.of());

        assertThat(use(both.after(List.of(crossing("cover-1").build()), List.of()))
                        .why())
                .contains("port 5433 was not asked for");
    }

    /** The connection stands, but between two of one architecture. */
    @Test
    void anEndOnTheWrongArchitectureCoversNothing() {
        for (String end : List.of("web", "db")) {
            String other = end.equals("web") ? "db" : "web";
            Report.Run run = ReportFixture.run("cover-1")
                    .placed("web", "arm64", "db", "x86_64")
                    .checkOf(end, "architecture", "failed", "uname -m says x86_64")
                    .checkOf(other, "architecture", "passed", "")
                    .cell("db", "passed", "")
                    .build();

            assertThat(state(run)).isEqualTo("failed");
            assertThat(use(run).why()).contains("what '%s' ran on: uname -m says x86_64".formatted(end));
        }
    }

    @Test
    void anEndOfWhichNobodyKnowsWhatItRanOnCoversNothing() {
        Report.Run unread = ReportFixture.run("cover-1")
                .placed("web", "arm64", "db", "x86_64")
                .checkOf("web", "architecture", "errored", "no executable could be read")
                .checkOf("db", "architecture", "passed", "")
                .cell("db", "passed", "")
                .build();
        Report.Run unasked = ReportFixture.run("cover-1")
                .placed("web", "arm64", "db", "x86_64")
                .checkOf("web", "architecture", "passed", "")
                .cell("db", "passed", "")
                .build();

        assertThat(state(unread)).isEqualTo("errored");
        assertThat(state(unasked)).isEqualTo("errored");
        assertThat(use(unasked).why()).contains("what 'db' ran on was not found out");
    }

    @Test
    void aRunThatDidNotStartCoversNothing() {
        Report.Run run = crossing("cover-1").notStarted("no image\nmore").build();

        assertThat(state(run)).isEqualTo("errored");
        assertThat(use(run).why()).isEqualTo("cover-1: did not start: no image");
    }

    @Test
    void oneWrongAnswerOutweighsRightOnes() {
        Coverage coverage = PLANNED.after(
                List.of(
                        crossing("cover-1").build(),
                        bare("cover-2").cell("db", "failed", "reset").build()),
                List.of());

        assertThat(state(coverage)).isEqualTo("failed");
        assertThat(use(coverage).why()).isEqualTo("cover-2: port 5432: reset; passed on cover-1");
        assertThat(use(coverage).placements()).containsExactly("cover-1", "cover-2");
    }

    @Test
    void aRunThatCouldTellNothingTakesNothingFromOneThatPassed() {
        assertThat(state(PLANNED.after(
                        List.of(
                                crossing("a").notStarted("x").build(),
                                crossing("b").build()),
                        List.of())))
                .isEqualTo("passed");
    }

    @Test
    void whatWasNotRunIsNotCovered() {
        NotRun left = new NotRun(
                new Report.Placement("cover-2", Map.of("web", "arm64", "db", "x86_64")),
                "--fail-fast: shop failed on placement cover-1",
                "archtest run shop");
        Coverage coverage = PLANNED.after(List.of(), List.of(left));

        assertThat(state(coverage)).isEqualTo("not-run");
        assertThat(use(coverage).why()).isEqualTo(left.reason());
        assertThat(use(coverage).placements()).containsExactly("cover-2");
        assertThat(coverage.placements()).isEqualTo(1);
    }

    @Test
    void whatIsNeverAskedSaysWhy() {
        Coverage portless = planned(List.of(), "'db' is a job", Map.of());

        Coverage coverage = portless.after(List.of(crossing("cover-1").build()), List.of());

        assertThat(state(coverage)).isEqualTo("not-asked");
        assertThat(use(coverage).why()).isEqualTo("'db' is a job");
        assertThat(state(portless.after(List.of(crossing("c").notStarted("x").build()), List.of())))
                .isEqualTo("errored");
    }

    @Test
    void whatCantBeStaysImpossibleUnlessSomebodyDidIt() {
        Coverage pinned = planned(
                List.of(5432), "", Map.of(new Combination(Architecture.ARM64, Architecture.X86_64), "'db' is pinned"));

        assertThat(state(pinned.after(List.of(), List.of()))).isEqualTo("impossible");
        assertThat(use(pinned.after(List.of(), List.of())).why()).isEqualTo("'db' is pinned");
        assertThat(state(pinned.after(List.of(crossing("mine").build()), List.of())))
                .isEqualTo("passed");
    }

    private static Coverage planned(List<Integer> ports, String unasked, Map<Combination, String> impossible) {
        return Coverage.planned(new Talks(20, List.of(new Talks.Talk(LINK, ports, unasked, impossible))));
    }

    /** On the right architectures; nobody has asked for a connection. */
    private static ReportFixture bare(String placement) {
        return ReportFixture.run(placement)
                .placed("web", "arm64", "db", "x86_64")
                .checkOf("web", "architecture", "passed", "")
                .checkOf("db", "architecture", "passed", "");
    }

    private static ReportFixture crossing(String placement) {
        return bare(placement).cell("db", "passed", "");
    }

    private static String state(Report.Run run) {
        return use(run).state();
    }

    private static Coverage.Use use(Report.Run run) {
        return use(PLANNED.after(List.of(run), List.of()));
    }

    private static String state(Coverage coverage) {
        return use(coverage).state();
    }

    /** From arm64 to x86_64. */
    private static Coverage.Use use(Coverage coverage) {
        return coverage.links().get(0).uses().get(1);
    }

    @Test
    void whatIsSaidOfTheWholeLinkIsNoReasonOfEachUse() {
        Coverage.Use unused = new Coverage.Use("arm64", "arm64", Coverage.NOT_RUN, List.of(), UseFinder.NO_PLACEMENT);
        Coverage.Use unasked =
                new Coverage.Use("arm64", "x86_64", Coverage.NOT_ASKED, List.of("split"), "'db' is a job");
        Coverage.Use failed = new Coverage.Use("x86_64", "arm64", Coverage.FAILED, List.of("flip"), "flip: refused");
        Coverage.Link link =
                new Coverage.Link("web", "db", List.of(), "'db' is a job", List.of(unused, unasked, failed));

        assertThat(link.uses()).extracting(link::reason).containsExactly("", "", "flip: refused");
    }
}
