package io.archtest.environment;

import io.archtest.engine.PullStatus;
import io.archtest.image.BuildStep;
import io.archtest.model.ComponentName;

/** Is told what a start-up is doing, for people; called from several threads. */
public interface StartupListener {

    /** A component entered a phase; {@code detail} says what it waits for, or nothing. */
    void entered(ComponentName component, Phase phase, String detail);

    /** A component is ready, or a job has ended well. */
    void ready(ComponentName component);

    /** Its image is being pulled. */
    default void pulling(ComponentName component, PullStatus status) {}

    /** Its image is being built. */
    default void building(ComponentName component, BuildStep step) {
        entered(component, Phase.BUILD, step.text());
    }

    /** The engine's health check of it came to another answer: {@code healthy} or {@code unhealthy}. */
    default void health(ComponentName component, String status) {}

    /** Something that a person should know, such as that a stand-in image is used. */
    void notice(String line);
}
