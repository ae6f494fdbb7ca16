package io.archtest.cli;

import io.archtest.environment.Phase;
import io.archtest.plan.PlannedRun;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A program that shows a start-up as {@code archtest run} does, without any. */
final class LiveDemo {
    private LiveDemo() {}

    /** With {@code broken} as argument it ends by an exception in the middle of it. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
        Surroundings surroundings = new Surroundings(out, out, System.getenv(), true);
        PlannedRun plan = RunFixture.plan(Path.of("nothing-is-started"));
        try (Progress progress = Output.of(ProgressForm.AUTO, Detail.NORMAL, surroundings, surroundings)
                .progress(RunFixture::earlier)) {
            progress.runBegins(RunFixture.ID, plan);
            progress.entered(RunFixture.DB, Phase.CREATE, "");
            progress.entered(RunFixture.WEB, Phase.WAIT, "db");
            progress.entered(RunFixture.PREPARE, Phase.BUILD, "[1/2] RUN " + "make ".repeat(40));
            progress.ready(RunFixture.DB);
            if (arguments.length > 0) {
                throw new IllegalStateException("broken");
            }
            progress.cleaningUp();
        } catch (IllegalStateException e) {
            out.println("archtest: " + e.getMessage());
            System.exit(1);
        }
        out.println("shop: PASSED");
    }
}
