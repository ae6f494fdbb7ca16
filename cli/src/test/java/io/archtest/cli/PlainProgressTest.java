package io.archtest.cli;

import static io.archtest.cli.RunFixture.DB;
import static io.archtest.cli.RunFixture.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.PullStatus;
import io.archtest.environment.Phase;
import io.archtest.image.BuildStep;
import io.archtest.model.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in a log. */
class PlainProgressTest {
    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final StringWriter log = new StringWriter();

    @Test
    void aRunIsALineForEachThingThatCounts() {
        PlainProgress progress = begun(Detail.NORMAL, OptionalInt.empty());
        progress.entered(WEB, Phase.PULL, "example/web:1");
        progress.pulling(WEB, new PullStatus("a: Pulling fs layer", 2, 0, 0, 0));
        clock.seconds(4);
        progress.pulling(WEB, new PullStatus("a: Downloading", 2, 1, 5_000_000, 120_000_000));
        clock.seconds(6);
        progress.pulling(WEB, new PullStatus("a: Downloading", 2, 1, 64_400_000, 120_000_000));
        progress.pulling(WEB, new PullStatus("a: Pull complete", 2, 2, 120_000_000, 120_000_000));
        progress.entered(WEB, Phase.WAIT, "db");
        progress.building(DB, new BuildStep(2, 3, "[2/3] RUN make"));
        progress.notice("STAND-IN for db");
        progress.notice("STAND-IN for db");
        progress.entered(WEB, Phase.CREATE, "");
        progress.entered(WEB, Phase.READY, "until it is ready");
        progress.health(WEB, "healthy");
        clock.passes(Duration.ofMillis(1700));
        progress.ready(WEB);
        progress.checking("asking the scenario's checks");
        progress.checked(RunFixture.check("it works", Outcome.passed("200")));
        progress.checked(RunFixture.check("it answers", Outcome.failed("200", "500")));
        progress.cleaningUp();

        assertThat(lines())
                .containsExactly(
                        "[   0.0 s] run 0a1b2c3d: fixture, placement default, 3 components",
                        "[   0.0 s] web: pulling, 0 of 2 layers",
                        "[  10.0 s] web: pulling, 1 of 2 layers, 64 of 120 MB",
                        "[  10.0 s] web: pulled, 2 of 2 layers, 120 MB in 10 s",
                        "[  10.0 s] db arm64: [2/3] RUN make",
                        "[  10.0 s] STAND-IN for db",
                        "[  11.7 s] web                  ready after 1.7 s (earlier 1.5 s)",
                        "[  11.7 s] asking the scenario's checks",
                        "[  11.7 s] passed  it works",
                        "[  11.7 s] failed  it answers",
                        "[  11.7 s] removing what was started");
    }

    @Test
    void verboselyItIsEachPhaseToo() {
        PlainProgress progress = begun(Detail.VERBOSE, OptionalInt.empty());
        progress.entered(WEB, Phase.WAIT, "db");
        progress.entered(WEB, Phase.CREATE, "");
        progress.health(WEB, "unhealthy");
        clock.seconds(20);
        progress.ready(WEB);
        progress.checked(RunFixture.check("it works", Outcome.passed("200")));

        assertThat(lines())
                .containsExactly(
                        "[   0.0 s] run 0a1b2c3d: fixture, placement default, 3 components",
                        "[   0.0 s] web                  wait: db",
                        "[   0.0 s] web                  create",
                        "[   0.0 s] web                  unhealthy, says its health check",
                        "[  20.0 s] web                  ready after 20.0 s, overdue: earlier 1.5 s",
                        "[  20.0 s] passed  it works (1.2 s)");
    }

    @Test
    void aLongSilenceIsBrokenByWhatIsWaitedFor() {
        PlainProgress progress = begun(Detail.NORMAL, OptionalInt.empty());
        progress.entered(DB, Phase.CREATE, "");
        progress.entered(DB, Phase.READY, "until it is ready");
        progress.entered(WEB, Phase.WAIT, "db");
        clock.seconds(29);
        progress.beat();
        assertThat(lines()).hasSize(1);

        clock.seconds(1);
        progress.beat();
        progress.beat();
        clock.seconds(30);
        progress.beat();

        assertThat(lines().subList(1, 3))
                .containsExactly(
                        "[  30.0 s] still at it: 0 of 3 ready, 1 under way, 1 waiting for others: db (arm64, start, 30 s)",
                        "[  60.0 s] still at it: 0 of 3 ready, 1 under way, 1 waiting for others: db (arm64, start, 60 s)");
        progress.entered(WEB, Phase.CREATE, "");
        progress.ready(DB);
        clock.seconds(40);
        progress.beat();
        assertThat(lines().get(4)).endsWith("0 waiting for others: web (x86_64, create, 40 s of ~2 s, overdue)");
    }

    @Test
    void whatComesBeforeTheFirstComponentIsNamed() {
        PlainProgress progress = begun(Detail.NORMAL, OptionalInt.empty());
        progress.entered(DB, Phase.WAIT, "");
        clock.seconds(30);
        progress.beat();

        assertThat(lines())
                .endsWith("[  30.0 s] still at it: 0 of 3 ready, making networks and relays, measuring the engines");
    }

    @Test
    void aLongCheckIsNamed() {
        PlainProgress progress = begun(Detail.NORMAL, OptionalInt.empty());
        progress.checking("asking the scenario's checks");
        progress.asking("the backup is restored", 3, 9);
        clock.seconds(30);
        progress.beat();

        assertThat(lines()).endsWith("[  30.0 s] still at it: check 3 of 9, the backup is restored");
    }

    /** As one wishes with COLUMNS. */
    @Test
    void linesAreBrokenOnRequest() {
        PlainProgress progress = begun(Detail.NORMAL, OptionalInt.of(40));
        progress.notice("STAND-IN for web:1: a stand-in for something that is long");

        assertThat(lines().subList(3, 5))
                .containsExactly("[   0.0 s] STAND-IN for web:1: a", "             stand-in for something that");
    }

    @Test
    void hostileTextIsOneHarmlessLine() {
        PlainProgress progress = begun(Detail.VERBOSE, OptionalInt.empty());
        progress.notice("one\u001b[2Jtwo\nthree\rfour\u009b1A\u202e");
        progress.building(WEB, new BuildStep(1, 1, "[1/1] RUN \u001b]0;x\u0007"));
        progress.pulling(WEB, new PullStatus("\u001b[31mred", 0, 0, 0, 0));
        progress.checked(RunFixture.check("\u001b[1A\nname", Outcome.passed("")));

        assertThat(lines()).hasSize(5).anyMatch(line -> line.endsWith("one?[2Jtwo three four?1A?"));
        assertThat(log.toString().replace("\n", "").chars().noneMatch(Character::isISOControl))
                .isTrue();
    }

    private PlainProgress begun(Detail detail, OptionalInt columns) {
        PlainProgress progress = new PlainProgress(
                new TimedLines(new PrintWriter(log), clock, () -> columns),
                detail,
                new Underway(clock, RunFixture::earlier));
        progress.runBegins(RunFixture.ID, RunFixture.plan(folder));
        return progress;
    }

    private List<String> lines() {
        return log.toString().lines().toList();
    }
}
