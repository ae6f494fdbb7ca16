package io.archtest.cli;

import static io.archtest.cli.RunFixture.DB;
import static io.archtest.cli.RunFixture.PREPARE;
import static io.archtest.cli.RunFixture.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.engine.PullStatus;
import io.archtest.environment.Phase;
import io.archtest.image.BuildStep;
import io.archtest.model.ComponentName;
import io.archtest.model.Outcome;
import io.archtest.report.TextColumns;
import io.archtest.scenario.Scenario;
import io.archtest.testing.ReportFixture;
import io.archtest.testing.ScenarioFixture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person sees on a terminal. */
class LiveProgressTest {
    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final StringWriter written = new StringWriter();
    private final ScreenModel screen = new ScreenModel(80, 24);
    private TerminalSize.Size size = new TerminalSize.Size(80, 24);
    private int read;

    @Test
    void whoIsAtWorkIsSeenWithElapsedAndUsualTime() {
        LiveProgress progress = begun(Detail.NORMAL);
        progress.entered(DB, Phase.PULL, "example/db:1");
        progress.pulling(DB, new PullStatus("a: Downloading", 7, 3, 45_000_000, 120_000_000));
        progress.building(PREPARE, new BuildStep(2, 3, "[2/3] RUN bundle install"));
        clock.seconds(4);
        progress.entered(WEB, Phase.CREATE, "");
        progress.entered(WEB, Phase.READY, "until it is ready");
        clock.seconds(1);
        progress.repaint();

        assertThat(seen())
                .containsExactly(
                        "[   0.0 s] run 0a1b2c3d: fixture, placement default, 3 components",
                        "[   5.0 s] 0 of 3 ready, 3 under way, 0 waiting for others",
                        "  db      arm64  pull   3 of 7 layers, 45 of 120 MB                         5 s",
                        "  prepare x86_64 build  [2/3] RUN bundle install                            5 s",
                        "  web     x86_64 start  until it is ready                           1 s of ~2 s");

        clock.seconds(6);
        progress.repaint();
        assertThat(seen()).last().asString().endsWith("7 s of ~2 s, overdue");

        progress.entered(DB, Phase.WAIT, "");
        progress.ready(WEB);
        assertThat(seen())
                .containsExactly(
                        "[   0.0 s] run 0a1b2c3d: fixture, placement default, 3 components",
                        "[  11.0 s] web                  ready after 7.0 s, overdue: earlier 1.5 s",
                        "[  11.0 s] 1 of 3 ready, 1 under way, 1 waiting for others",
                        "  prepare x86_64 build  [2/3] RUN bundle install                           11 s");
    }

    @Test
    void checksAndRemovalAreOneLineWithTheirTime() {
        LiveProgress progress = begun(Detail.NORMAL);
        progress.checking("asking the scenario's checks");
        progress.asking("the backup is restored", 3, 9);
        clock.seconds(12);
        progress.repaint();
        assertThat(seen()).last().isEqualTo("[  12.0 s] check 3 of 9: the backup is restored, 12 s");

        progress.checked(RunFixture.check("the backup is restored", Outcome.passed("")));
        progress.cleaningUp();
        clock.seconds(2);
        progress.repaint();
        assertThat(seen().subList(2, 5))
                .containsExactly(
                        "[  12.0 s] passed  the backup is restored",
                        "[  12.0 s] removing what was started",
                        "[  14.0 s] removing what was started, 2 s");

        progress.ended(ReportFixture.run("default").build());
        assertThat(seen()).last().isEqualTo("[  12.0 s] removing what was started");
    }

    @Test
    void whatIsPrintedStaysAboveTheBlock() {
        LiveProgress progress = begun(Detail.NORMAL);
        progress.entered(DB, Phase.CREATE, "");
        progress.print(() -> written.append("one\ntwo\n"));

        assertThat(seen()).hasSize(5).containsSubsequence("one", "two", "  db arm64  create" + " ".repeat(58) + "0 s");
    }

    @Test
    void nothingIsLeftAfterTheEnd() {
        LiveProgress progress = begun(Detail.NORMAL);
        progress.entered(DB, Phase.CREATE, "");
        progress.entered(WEB, Phase.CREATE, "");
        progress.close();
        progress.close();
        progress.repaint();

        assertThat(seen()).containsExactly("[   0.0 s] run 0a1b2c3d: fixture, placement default, 3 components");
        progress.notice("interrupted");
        assertThat(seen()).last().isEqualTo("[   0.0 s] interrupted");
    }

    /** As on Ctrl-C, which the terminal shows where the cursor is. */
    @Test
    void whatTheTerminalShowsInTheBlockGoesWithIt() {
        LiveProgress progress = begun(Detail.NORMAL);
        progress.entered(DB, Phase.CREATE, "");
        written.append("^C");
        progress.notice("interrupted; removing what was started");

        assertThat(seen()).hasSize(4).element(1).isEqualTo("[   0.0 s] interrupted; removing what was started");
        assertThat(seen()).noneMatch(line -> line.contains("^C"));
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 10, 4, 2, 1})
    void manyComponentsTakeNoMoreRoomThanThereIs(int rows) {
        size = new TerminalSize.Size(80, rows);
        ScenarioFixture many = new ScenarioFixture();
        IntStream.range(0, 40).forEach(i -> many.component("component-" + i, List.of()));
        LiveProgress progress = begun(Detail.NORMAL, many.emulated("default").build());
        for (int i = 0; i < 40; i++) {
            progress.entered(ComponentName.of("component-" + i), Phase.CREATE, "");
            clock.seconds(1);
        }
        progress.repaint();

        List<String> block = seen().subList(1, seen().size());
        int most = Math.max(1, Math.min(8, rows / 2));
        assertThat(block).hasSize(most);
        assertThat(block.get(0)).contains("0 of 40 ready, 40 under way");
        if (most > 2) {
            assertThat(block.get(1)).as("the one that takes longest").startsWith("  component-0 ");
            assertThat(block).last().isEqualTo("  and %d more".formatted(40 - (most - 2)));
        }
    }

    @Test
    void aTerminalThatBecomesNarrowerLeavesNothingBehind() {
        LiveProgress progress = begun(Detail.NORMAL);
        progress.entered(DB, Phase.CREATE, "");
        progress.entered(WEB, Phase.CREATE, "");
        seen();

        screen.becomes(40);
        size = new TerminalSize.Size(40, 24);
        progress.repaint();

        assertThat(seen())
                .containsExactly(
                        "[   0.0 s] run 0a1b2c3d: fixture, placem",
                        "ent default, 3 components",
                        "[   0.0 s] 0 of 3 ready, 2 under way, …",
                        "  db  arm64  create                 0 s",
                        "  web x86_64 create         0 s of ~2 s");
    }

    /** 300 random runs on terminals of all sizes: what stays is there once, in order, and the block is gone. */
    @Test
    void whateverHappensOnlyWhatStaysIsThereInTheEnd() {
        Random random = new Random(20261126);
        for (int i = 0; i < 300; i++) {
            int columns = 20 + random.nextInt(100);
            int rows = 3 + random.nextInt(40);
            size = new TerminalSize.Size(columns, rows);
            StringWriter out = new StringWriter();
            ScreenModel model = new ScreenModel(columns, rows);
            LiveProgress progress = progress(out, Detail.NORMAL);
            progress.runBegins(RunFixture.ID, RunFixture.plan(folder));
            List<String> notices = new ArrayList<>();
            for (int n = 0; n < 30; n++) {
                happens(random, progress, notices);
                clock.seconds(random.nextInt(3));
                progress.repaint();
            }
            progress.close();
            model.write(out.toString());
            assertThat(model.lines()).noneMatch(line -> line.contains("under way") || line.contains("more"));
            assertThat(model.lines().stream()
                            .filter(line -> line.contains("] n"))
                            .map(line -> line.replaceFirst(".*] ", ""))
                            .toList())
                    .isEqualTo(notices);
        }
    }

    @Test
    void hostileTextMovesNothing() {
        LiveProgress progress = begun(Detail.VERBOSE);
        String hostile = "\u001b[5A\u001b[2Jx\r\u0007\n\u009b1A";
        progress.notice(hostile);
        progress.building(WEB, new BuildStep(1, 1, hostile));
        progress.pulling(DB, new PullStatus(hostile, 0, 0, 0, 0));
        progress.asking(hostile, 1, 1);
        progress.working("colima", hostile, hostile, Duration.ofSeconds(3));

        assertThat(seen()).first().isEqualTo("[   0.0 s] run 0a1b2c3d: fixture, placement default, 3 components");
    }

    private void happens(Random random, LiveProgress progress, List<String> notices) {
        ComponentName component = List.of(DB, WEB, PREPARE).get(random.nextInt(3));
        switch (random.nextInt(6)) {
            case 0 -> progress.entered(component, Phase.CREATE, "日本語 ".repeat(random.nextInt(30)));
            case 1 -> progress.ready(component);
            case 2 -> progress.pulling(component, new PullStatus("x", 9, random.nextInt(9), 0, 0));
            case 3 -> progress.checking("c".repeat(random.nextInt(150)));
            case 4 -> progress.entered(component, Phase.WAIT, "db");
            default -> {
                String notice = "n%d".formatted(notices.size());
                notices.add(notice);
                progress.notice(notice);
            }
        }
    }

    private LiveProgress begun(Detail detail) {
        LiveProgress progress = progress(written, detail);
        progress.runBegins(RunFixture.ID, RunFixture.plan(folder));
        return progress;
    }

    private LiveProgress begun(Detail detail, Scenario scenario) {
        LiveProgress progress = progress(written, detail);
        progress.runBegins(RunFixture.ID, RunFixture.plan(folder, scenario));
        return progress;
    }

    private LiveProgress progress(StringWriter out, Detail detail) {
        return new LiveProgress(
                new PrintWriter(out), clock, () -> size, detail, new Underway(clock, RunFixture::earlier));
    }

    /** What is on the screen now. */
    private List<String> seen() {
        screen.write(written.toString().substring(read));
        read = written.toString().length();
        assertThat(screen.lines()).allMatch(line -> TextColumns.width(line) <= 80);
        return screen.lines();
    }
}
