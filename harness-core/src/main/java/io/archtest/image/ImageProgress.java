package io.archtest.image;

import io.archtest.engine.PullStatus;
import java.util.function.Consumer;

/**
 * What people are told while an image is pulled or built.
 *
 * @param notice gets what is worth keeping
 * @param step gets the step that a build is at
 * @param pull gets how far a pull has got
 */
public record ImageProgress(Consumer<String> notice, Consumer<BuildStep> step, Consumer<PullStatus> pull) {

    /** For those who only want what is worth keeping. */
    public static ImageProgress notices(Consumer<String> notice) {
        return new ImageProgress(notice, step -> {}, pull -> {});
    }
}
