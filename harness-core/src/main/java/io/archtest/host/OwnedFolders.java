package io.archtest.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folders that a process needs for a while and removes. Each says whose it is, so that what a killed one left goes with the
 * next that needs such a folder. Only this user's are looked at: anybody may make others in a shared folder.
 */
public final class OwnedFolders {
    private static final String OWNER = ".archtest-owner";

    private final Path parent;
    private final String prefix;

    /** @param prefix of the names of those that are made in {@code parent}, and are removed from there */
    public OwnedFolders(Path parent, String prefix) {
        this.parent = parent;
        this.prefix = prefix;
    }

    /** In the system's folder for temporary files. */
    public static OwnedFolders temporary(String prefix) {
        return new OwnedFolders(Path.of(System.getProperty("java.io.tmpdir")), prefix);
    }

    /** A new one, which only this user can read. Removes those of dead owners. */
    public Path create() throws IOException {
        return create(Ownership.ofThisProcess());
    }

    Path create(Ownership owner) throws IOException {
        removeDead();
        Path folder = Files.createTempDirectory(parent, prefix);
        Files.writeString(folder.resolve(OWNER), owner.label());
        return folder;
    }

    /** Removes those whose owners certainly live no more; returns which. One that can't be removed stays for the next time. */
    public List<Path> removeDead() {
        List<Path> removed = new ArrayList<>();
        for (Path folder : all()) {
            if (removedDead(folder)) {
                removed.add(folder);
            }
        }
        return removed;
    }

    private static boolean removedDead(Path folder) {
        try {
            if (!dead(folder)) {
                return false;
            }
            FileTree.remove(folder);
            return true;
        } catch (IOException | UncheckedIOException e) {
            // another process may be removing it as well; whatever it is, it hinders nobody's run
            return false;
        }
    }

    private static boolean dead(Path folder) throws IOException {
        Path owner = folder.resolve(OWNER);
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.isRegularFile(owner, LinkOption.NOFOLLOW_LINKS)
                && mine(folder)
                && new Ownership(Files.readString(owner)).dead();
    }

    private static boolean mine(Path folder) throws IOException {
        String user = ProcessHandle.current().info().user().orElse("");
        return Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName().equals(user);
    }

    private List<Path> all() {
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith(prefix))
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }
}
