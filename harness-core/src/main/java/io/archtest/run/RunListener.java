package io.archtest.run;

import io.archtest.check.CheckResult;
import io.archtest.environment.StartupListener;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.profile.ProfileListener;
import io.archtest.report.Report;

/** Is told what a run is doing, for people; called from several threads. */
public interface RunListener extends StartupListener, ProfileListener {

    void runBegins(RunId id, PlannedRun run);

    /** The stack is up, and questions are put to it from now on; {@code what} says which kind. */
    void checking(String what);

    /** One of the scenario's own questions is being put: the {@code number}th {@code of} all, from 1. */
    default void asking(String check, int number, int of) {}

    void checked(CheckResult result);

    /** All is decided, and what was started is being removed. */
    void cleaningUp();

    /** Nothing is left of it, and this is what came of it; not called for a start-up that is repeated. */
    default void ended(Report.Run run) {}
}
