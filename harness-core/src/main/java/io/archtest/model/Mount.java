package io.archtest.model;

import java.util.Optional;

/**
 * A place in a container that isn't the image's.
 *
 * @param source the host path of a bind, the Compose name of a volume; absent for tmpfs and anonymous volumes
 * @param sizeBytes of a tmpfs
 */
public record Mount(
        Type type,
        Optional<String> source,
        String target,
        boolean readOnly,
        Optional<Long> sizeBytes,
        MountOptions options) {

    /** Without further options. */
    public Mount(Type type, Optional<String> source, String target, boolean readOnly, Optional<Long> sizeBytes) {
        this(type, source, target, readOnly, sizeBytes, MountOptions.none());
    }

    /** The kinds that archtest carries out. */
    public enum Type {
        BIND,
        VOLUME,
        TMPFS
    }

    public static Mount bind(String source, String target, boolean readOnly) {
        return new Mount(Type.BIND, Optional.of(source), target, readOnly, Optional.empty());
    }

    public static Mount volume(String name, String target, boolean readOnly) {
        return new Mount(Type.VOLUME, Optional.of(name), target, readOnly, Optional.empty());
    }

    /** Whether a path of the container lies in it. */
    public boolean covers(String path) {
        return path.startsWith(target.endsWith("/") ? target : target + "/");
    }

    /** The same place with another source. */
    public Mount from(String newSource) {
        return new Mount(type, Optional.of(newSource), target, readOnly, sizeBytes, options);
    }

    public static Mount tmpfs(String target) {
        return new Mount(Type.TMPFS, Optional.empty(), target, false, Optional.empty());
    }
}
