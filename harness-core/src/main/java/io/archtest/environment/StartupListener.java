package io.archtest.environment;

import io.archtest.model.ComponentName;

/** Is told what a start-up is doing, for people; called from several threads. */
public interface StartupListener {

    /** A component entered a phase; {@code detail} says what it waits for, or nothing. */
    void entered(ComponentName component, Phase phase, String detail);

    /** A component is ready, or a job has ended well. */
    void ready(ComponentName component);

    /** Something that a person should know, such as that a stand-in image is used. */
    void notice(String line);
}
