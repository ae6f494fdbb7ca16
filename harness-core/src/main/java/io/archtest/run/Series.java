package io.archtest.run;

import io.archtest.model.Verdict;
import io.archtest.plan.Plan;
import io.archtest.plan.PlannedRun;
import io.archtest.report.Coverage;
import io.archtest.report.NotRun;
import io.archtest.report.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Plans that are carried out one after the other, in one session: images, machines and calibrations of one run serve the
 * next.
 */
public final class Series {
    private final Way way;
    private final boolean failFast;
    /** Why nothing more is run. */
    private Optional<String> end = Optional.empty();

    /** How one of them is carried out: as {@link Runner#run} does. */
    @FunctionalInterface
    public interface Way {
        Report.Run run(PlannedRun plan, String reproduce, Path logs);
    }

    /** @param failFast whether the first run that doesn't pass is the last one, of all plans */
    public Series(Way way, boolean failFast) {
        this.way = way;
        this.failFast = failFast;
    }

    /** What came of a plan. */
    public record Outcome(Coverage coverage, List<Report.Run> runs, List<NotRun> notRun) {
        public Outcome {
            runs = List.copyOf(runs);
            notRun = List.copyOf(notRun);
        }
    }

    /**
     * Blocks until all is done, or nothing more is to be done.
     *
     * @param reproduce the command that repeats a run
     * @param logs a folder for each placement's logs
     */
    public Outcome run(Plan plan, Function<PlannedRun, String> reproduce, Function<String, Path> logs) {
        List<Report.Run> runs = new ArrayList<>();
        List<NotRun> notRun = new ArrayList<>();
        for (PlannedRun run : plan.runs()) {
            String again = reproduce.apply(run);
            if (end.isPresent()) {
                notRun.add(new NotRun(Report.Placement.of(run.placement()), end.get(), again));
                continue;
            }
            Report.Run ran = way.run(run, again, logs.apply(run.placement().name()));
            runs.add(ran);
            if (failFast && !ran.verdict().equals(Verdict.PASSED.word())) {
                end = Optional.of("--fail-fast: %s %s on placement %s"
                        .formatted(
                                plan.scenario(), ran.verdict(), run.placement().name()));
            }
        }
        return new Outcome(Coverage.planned(plan.talks()).after(runs, notRun), runs, notRun);
    }
}
