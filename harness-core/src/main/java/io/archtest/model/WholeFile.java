package io.archtest.model;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Writes files so that a reader sees the earlier one or the whole new one: not half of one, whether another process writes
 * at the same time, this one is killed, or the disk is full. A link leads on to where it led.
 */
public final class WholeFile {
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

    private WholeFile() {}

    /**
     * For whoever may read what this user writes, or could read the earlier one.
     *
     * @throws IOException when it can't be written; the earlier one is still there then
     */
    public static void write(Path file, byte[] content) throws IOException {
        Path target = target(file);
        Optional<Set<PosixFilePermission>> permissions = Files.exists(target) && posix(target)
                ? Optional.of(Files.getPosixFilePermissions(target))
                : Optional.empty();
        write(target, content, permissions);
    }

    /** Likewise, for this user only. */
    public static void writePrivately(Path file, byte[] content) throws IOException {
        Path target = target(file);
        write(target, content, posix(target.resolveSibling("")) ? Optional.of(PRIVATE) : Optional.empty());
    }

    private static void write(Path target, byte[] content, Optional<Set<PosixFilePermission>> permissions)
            throws IOException {
        Path fresh = target.resolveSibling(".%s.%s.tmp".formatted(target.getFileName(), UUID.randomUUID()));
        try {
            Files.createFile(fresh);
            // before there is anything to read
            if (permissions.isPresent()) {
                Files.setPosixFilePermissions(fresh, permissions.get());
            }
            Files.write(fresh, content);
            move(fresh, target);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Path target(Path file) throws IOException {
        return Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    }

    private static boolean posix(Path file) throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView("posix");
    }
}
