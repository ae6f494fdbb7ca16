package io.archtest.image;

import io.archtest.model.Architecture;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Unpacks distribution packages of an architecture without executing any of them. */
public interface Unpacker {

    /** Code name of the distribution's release that the packages are of, such as {@code bookworm}. */
    String suite();

    /**
     * Writes the root file system of these packages and all that they depend on as a tar. Blocks, for minutes; an interrupt
     * ends it, and what it started is ended as well.
     *
     * @param tar written over if it is there
     * @param progress lines for people
     * @throws ImageException when they can't be had
     */
    void unpack(List<String> packages, Architecture architecture, Path tar, Consumer<String> progress);
}
