package io.archtest.image;

import java.util.function.Consumer;

/**
 * What people are told while an image is built.
 *
 * @param notice gets what is worth keeping
 * @param step gets the step that a build is at
 */
public record BuildProgress(Consumer<String> notice, Consumer<String> step) {}
