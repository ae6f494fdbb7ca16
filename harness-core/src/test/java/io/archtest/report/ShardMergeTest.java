package io.archtest.report;

import static io.archtest.testing.ReportFixture.notRun;
import static io.archtest.testing.ReportFixture.report;
import static io.archtest.testing.ReportFixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.archtest.model.ComponentName;
import io.archtest.model.InvalidRequestException;
import io.archtest.plan.Cover;
import io.archtest.plan.Talks;
import io.archtest.report.Shard.Unit;
import io.archtest.testing.ReportFixture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardMergeTest {
    private static final Unit DEFAULT = new Unit("shop", "default");
    private static final Unit FLIP = new Unit("shop", "flip");
    private static final Unit NATIVE = new Unit("shop", "native");
    private static final List<Unit> ALL = List.of(DEFAULT, FLIP, NATIVE);

    private static final Report ONE = shard(1, 3, List.of(DEFAULT, NATIVE), ALL, run("default"), run("native"));
    private static final Report TWO = shard(2, 3, List.of(FLIP), ALL, run("flip"));
    private static final Report IDLE = shard(3, 3, List.of(), ALL);

    @Test
    void allShardsAreTheWhole() {
        Report whole = merge(IDLE, TWO, ONE).get(0);

        assertThat(whole.verdict()).isEqualTo("passed");
        assertThat(whole.shard()).isNull();
        assertThat(whole.schema()).isEqualTo(Report.SCHEMA);
        assertThat(whole.runs())
                .extracting(run -> run.placement().name())
                .as("in the order of the plan, whatever that of the files")
                .containsExactly("default", "flip", "native");
        assertThat(whole.durationMs()).isEqualTo(9000);
    }

    @Test
    void aShardThatHadNothingToDoIsSkippedAndNeverPassed() {
        assertThat(IDLE.verdict()).isEqualTo("skipped");
    }

    @Test
    void oneFailureMakesTheWholeFail() {
        Report failed = shard(2, 3, List.of(FLIP), ALL, run("flip").check("scenario", "x", "failed", "no"));

        assertThat(merge(ONE, failed, IDLE).get(0).verdict()).isEqualTo("failed");
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void aShardThatVanishedIsNamed(int vanished) {
        Report[] left = List.of(ONE, TWO, IDLE).stream()
                .filter(report -> report.shard() == null || report.shard().number() != vanished)
                .toArray(Report[]::new);

        refused("The report of shard %d of 3 is missing".formatted(vanished), left);
    }

    @Test
    void aShardGivenTwiceIsNamed() {
        refused("are both shard 2 of 3", ONE, TWO, TWO, IDLE);
    }

    @Test
    void theReportOfAWholeRunIsNoShard() {
        refused("is not the report of a shard", ONE, report("shop", run("flip")), IDLE);
    }

    @Test
    void shardsOfAnotherWholeAreRefused() {
        refused("merge shards of one whole only", ONE, shard(2, 3, List.of(FLIP), List.of(FLIP), run("flip")), IDLE);
        refused("merge shards of one whole only", ONE, shard(2, 2, List.of(FLIP), ALL, run("flip")), IDLE);
    }

    @Test
    void aRunThatIsMissingFromItsShardIsNoticed() {
        refused(
                "holds runs on [default], but was to run on [default, native]",
                shard(1, 3, List.of(DEFAULT, NATIVE), ALL, run("default")),
                TWO,
                IDLE);
    }

    @Test
    void shardsThatWereDividedDifferentlyAreNoticed() {
        refused("shop on native is in no shard", shard(1, 3, List.of(DEFAULT), ALL, run("default")), TWO, IDLE);
        refused(
                "shop on flip is in file 1 and in file 2",
                shard(1, 3, List.of(DEFAULT, FLIP), ALL, run("default"), run("flip")),
                shard(2, 3, List.of(FLIP), ALL, run("flip")),
                shard(3, 3, List.of(NATIVE), ALL, run("native")));
    }

    @Test
    void whatAShardDidNotRunAnyMoreStaysNotRunAndTheWholeNeverPasses() {
        Report ended =
                report("shop").withNotRun(List.of(notRun("flip"))).withShard(new Shard(2, 3, List.of(FLIP), ALL));
        Report whole = merge(ONE, ended, IDLE).get(0);

        assertThat(ended.verdict()).isEqualTo("skipped");
        assertThat(whole.verdict()).isEqualTo("errored");
        assertThat(whole.runs()).extracting(run -> run.placement().name()).containsExactly("default", "native");
        assertThat(whole.notRun()).containsExactly(notRun("flip"));
    }

    @Test
    void whatIsNeitherRunNorSaidToBeNotRunIsNoticed() {
        refused(
                "holds runs on [], but was to run on [flip]",
                ONE,
                report("shop").withShard(new Shard(2, 3, List.of(FLIP), ALL)),
                IDLE);
    }

    /** Each shard has used the link in one combination, and one of them in vain. */
    @Test
    void coverageIsThatOfAllRunsTogether() {
        Report one = covered(1, DEFAULT, crossing("default", "arm64", "x86_64", "passed"));
        Report two = covered(2, FLIP, crossing("flip", "x86_64", "arm64", "failed"));
        Report three = covered(3, NATIVE, crossing("native", "x86_64", "x86_64", "passed"));

        Coverage whole = Objects.requireNonNull(merge(three, one, two).get(0).coverage());

        assertThat(whole.placements()).isEqualTo(3);
        assertThat(whole.outOf()).isEqualTo("2^2");
        assertThat(whole.links())
                .singleElement()
                .satisfies(link -> assertThat(link.uses())
                        .extracting(Coverage.Use::state, Coverage.Use::placements)
                        .containsExactly(
                                tuple("not-run", List.of()),
                                tuple("passed", List.of("default")),
                                tuple("failed", List.of("flip")),
                                tuple("passed", List.of("native"))));
    }

    private static ReportFixture crossing(String placement, String from, String to, String verdict) {
        return run(placement)
                .placed("web", from, "db", to)
                .checkOf("web", "architecture", "passed", "")
                .checkOf("db", "architecture", "passed", "")
                .cell("db", verdict, "refused");
    }

    private static Report covered(int number, Unit unit, ReportFixture run) {
        Report report = shard(number, 3, List.of(unit), ALL, run);
        Talks talks = new Talks(
                2,
                List.of(new Talks.Talk(
                        new Cover.Link(ComponentName.of("web"), ComponentName.of("db")), List.of(5432), "", Map.of())));
        return report.withCoverage(Coverage.planned(talks).after(report.runs(), report.notRun()));
    }

    @Test
    void variantsAreNotMixed() {
        refused(
                "different variants",
                ONE,
                shard(2, 3, List.of(FLIP), ALL, run("flip").options(Map.of("queues", "one"))),
                IDLE);
    }

    @Test
    void everyScenarioNeedsAllItsShards() {
        Unit blog = new Unit("blog", "default");
        List<Unit> both = List.of(DEFAULT, blog);
        Report shopOne = shard(1, 2, List.of(DEFAULT), both, run("default"));
        Report shopTwo = shard(2, 2, List.of(blog), both);
        Report blogTwo = report("blog", run("default")).withShard(new Shard(2, 2, List.of(blog), both));
        Report blogOne = report("blog").withShard(new Shard(1, 2, List.of(DEFAULT), both));

        assertThat(merge(shopOne, shopTwo, blogOne, blogTwo))
                .extracting(Report::scenario, Report::verdict)
                .containsExactly(tuple("shop", "passed"), tuple("blog", "passed"));
        refused("shard 2 of 2 is missing for scenario 'blog'", shopOne, shopTwo, blogOne);
        refused("shard 1 of 2 is missing for scenario 'blog'", shopOne, shopTwo);
    }

    @Test
    void nothingIsNoWhole() {
        refused("no reports to merge");
    }

    /** Each shard was compared by itself; being slower anywhere is being slower. */
    @Test
    void comparisonsOfShardsAreJoined() {
        Comparison.Row slower = row("default", "slower");
        Comparison.Row same = row("flip", "same");
        Report one =
                ONE.withComparison(new Comparison("base.json", "slower", List.of(slower), List.of("x"), List.of()));
        Report two = TWO.withComparison(new Comparison("base.json", "same", List.of(same), List.of("x"), List.of()));

        Comparison joined = merge(two, one, IDLE).get(0).comparison();

        assertThat(joined).isNotNull();
        assertThat(joined.verdict()).isEqualTo("slower");
        assertThat(joined.rows()).containsExactlyInAnyOrder(slower, same);
        assertThat(joined.notes()).containsExactly("x");
        assertThat(joined.with()).isEqualTo("base.json");
    }

    private static Comparison.Row row(String placement, String verdict) {
        return new Comparison.Row(placement, "run", placement, 5, 1.0, 1, 2.0, 2.0, 1.5, verdict, "");
    }

    private static void refused(String why, Report... reports) {
        assertThatThrownBy(() -> merge(reports))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(why);
    }

    private static List<Report> merge(Report... reports) {
        Map<String, Report> files = new LinkedHashMap<>();
        for (Report report : reports) {
            files.put("file " + (files.size() + 1), report);
        }
        return ShardMerge.merge(files);
    }

    private static Report shard(int number, int of, List<Unit> units, List<Unit> all, ReportFixture... runs) {
        return report("shop", runs).withShard(new Shard(number, of, units, all));
    }
}
