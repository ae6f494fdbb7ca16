package io.archtest.engine;

/**
 * One entry of a container's file system.
 *
 * @param linkTarget of a symbolic link, else empty
 * @param content the beginning of a regular file, else empty
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy of every file read would be for nothing
public record FileEntry(Type type, long size, String linkTarget, byte[] content) {
    /** The types that matter here. */
    public enum Type {
        FILE,
        LINK,
        DIRECTORY,
        OTHER
    }
}
