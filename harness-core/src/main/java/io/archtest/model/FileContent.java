package io.archtest.model;

/** A file to be placed in a container before it starts; {@code mode} as in {@code chmod}, {@code target} absolute. */
public record FileContent(String target, String content, int mode, int uid, int gid) {}
