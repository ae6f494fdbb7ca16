package io.archtest.compose;

/** One thing that is wrong with a file, and where. */
public record Problem(Yaml.Position at, String text) {}
