package io.archtest.report.html;

import io.archtest.report.Report;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The components whose logs may tell why a run didn't pass, the likeliest first. */
final class Concerned {
    private final Report.Run run;
    private final Set<String> names = new LinkedHashSet<>();

    private Concerned(Report.Run run) {
        this.run = run;
    }

    /** @param logs names of what has a log, helpers of archtest among them */
    static List<String> in(Report.Run run, List<String> logs) {
        Concerned concerned = new Concerned(run);
        if (run.failure() != null) {
            concerned.startUp(run.failure(), logs);
        }
        concerned.checks();
        concerned.cells();
        return concerned.names.stream().filter(logs::contains).toList();
    }

    private void startUp(String failure, List<String> logs) {
        logs.stream().filter(name -> failure.contains("'" + name + "'")).forEach(names::add);
        run.components().stream()
                .filter(component -> component.readyMs() == null)
                .map(Report.Component::name)
                .forEach(names::add);
        if (names.isEmpty()) {
            names.addAll(logs);
        }
    }

    private void checks() {
        for (Report.Check check : run.checks()) {
            if (Mark.of(check.verdict()).wrong()) {
                names.add(check.component());
            }
        }
        run.causes().forEach(cause -> names.add(cause.about()));
        run.components().stream()
                .filter(component -> component.exitCode() != null && component.exitCode() != 0)
                .map(Report.Component::name)
                .forEach(names::add);
    }

    private void cells() {
        for (Report.Cell cell : run.connectivity()) {
            if (Mark.of(cell.verdict()).wrong()) {
                names.add(cell.to());
                if (RunView.crosses(cell)) {
                    names.add("relay-" + cell.to());
                }
                names.add(cell.from());
            }
        }
    }
}
