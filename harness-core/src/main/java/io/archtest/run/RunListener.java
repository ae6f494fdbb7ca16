package io.archtest.run;

import io.archtest.check.CheckResult;
import io.archtest.environment.StartupListener;
import io.archtest.model.RunId;
import io.archtest.plan.PlannedRun;
import io.archtest.profile.ProfileListener;

/** Is told what a run is doing, for people; called from several threads. */
public interface RunListener extends StartupListener, ProfileListener {

    void runBegins(RunId id, PlannedRun run);

    /** The stack is up, and questions are put to it from now on; {@code what} says which kind. */
    void checking(String what);

    void checked(CheckResult result);

    /** All is decided, and what was started is being removed. */
    void cleaningUp();
}
