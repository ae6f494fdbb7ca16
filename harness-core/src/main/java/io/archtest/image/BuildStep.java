package io.archtest.image;

/**
 * The step that a build is at. BuildKit works on several at a time, so that numbers go back and forth.
 *
 * @param number from 1 to {@code of}, within its stage of the Dockerfile
 * @param text what is done in it, with its number and stage in brackets
 */
public record BuildStep(int number, int of, String text) {}
