package io.archtest.model;

/**
 * The only architecture that a component may run on.
 *
 * @param by what says so, with its place in the file
 */
public record Pin(Architecture architecture, String by) {}
