package io.archtest.run;

import io.archtest.environment.Phase;
import io.archtest.environment.StartupListener;
import io.archtest.model.ComponentName;

/** Keeps the notices of a start-up for the report and passes everything on. */
final class StartupNotices implements StartupListener {
    private final StartupListener listener;
    private final RunRecord record;

    StartupNotices(StartupListener listener, RunRecord record) {
        this.listener = listener;
        this.record = record;
    }

    @Override
    public void entered(ComponentName component, Phase phase, String detail) {
        listener.entered(component, phase, detail);
    }

    @Override
    public void ready(ComponentName component) {
        listener.ready(component);
    }

    @Override
    public void notice(String line) {
        record.notice(line);
        listener.notice(line);
    }
}
