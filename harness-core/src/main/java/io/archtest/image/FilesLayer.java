package io.archtest.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A recipe's own layer: accounts, folders, links and files, always in the same order and without times, so that the same
 * recipe gives the same bytes.
 */
final class FilesLayer {
    private static final byte[] NAMES =
            "passwd: files\ngroup: files\nhosts: files dns\n".getBytes(StandardCharsets.UTF_8);

    private final Recipe recipe;

    FilesLayer(Recipe recipe) {
        this.recipe = recipe;
    }

    void writeTo(OutputStream out) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            if (recipe.directories().stream()
                    .noneMatch(directory -> directory.path().equals("/tmp"))) {
                directory(tar, new Recipe.Directory("/tmp", 0, 0, 01777));
            }
            file(tar, "etc/passwd", passwd(), 0644);
            file(tar, "etc/group", group(), 0644);
            // normally made by a maintainer script; without it a libc may ask DNS before /etc/hosts
            file(tar, "etc/nsswitch.conf", NAMES, 0644);
            for (Recipe.Directory directory : recipe.directories()) {
                directory(tar, directory);
            }
            for (Map.Entry<String, Path> entry : files().entrySet()) {
                file(tar, entry.getKey(), Files.readAllBytes(entry.getValue()), mode(entry.getKey()));
            }
            for (Map.Entry<String, String> link : new TreeMap<>(recipe.links()).entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(relative(link.getKey()), TarConstants.LF_SYMLINK);
                entry.setLinkName(link.getValue());
                put(tar, entry, new byte[0]);
            }
        }
    }

    private Map<String, Path> files() throws IOException {
        Map<String, Path> files = new TreeMap<>();
        if (recipe.files().isEmpty()) {
            return files;
        }
        Path root = recipe.files().get();
        try (Stream<Path> walk = Files.walk(root)) {
            walk.filter(Files::isRegularFile)
                    .forEach(file -> files.put(root.relativize(file).toString().replace('\\', '/'), file));
        }
        return files;
    }

    private int mode(String path) {
        return recipe.executable().stream().map(FilesLayer::glob).anyMatch(glob -> glob.matches(Path.of(path)))
                ? 0755
                : 0644;
    }

    private static PathMatcher glob(String pattern) {
        return FileSystems.getDefault().getPathMatcher("glob:" + relative(pattern));
    }

    private byte[] passwd() {
        StringBuilder text = new StringBuilder("root:x:0:0:root:/root:/bin/sh\n");
        for (Recipe.User user : recipe.users()) {
            text.append("%s:x:%d:%d::%s:/bin/sh\n".formatted(user.name(), user.uid(), user.gid(), user.home()));
        }
        text.append("nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n");
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] group() {
        StringBuilder text = new StringBuilder("root:x:0:\n");
        for (Recipe.User user : recipe.users()) {
            text.append("%s:x:%d:\n".formatted(user.name(), user.gid()));
        }
        text.append("nogroup:x:65534:\n");
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void directory(TarArchiveOutputStream tar, Recipe.Directory directory) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(relative(directory.path()) + "/");
        entry.setMode(directory.mode());
        entry.setUserId(directory.uid());
        entry.setGroupId(directory.gid());
        put(tar, entry, new byte[0]);
    }

    private static void file(TarArchiveOutputStream tar, String path, byte[] content, int mode) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(path);
        entry.setMode(mode);
        entry.setSize(content.length);
        put(tar, entry, content);
    }

    private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] content) throws IOException {
        entry.setModTime(0);
        entry.setUserName("");
        entry.setGroupName("");
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static String relative(String path) {
        return path.replaceFirst("^/+", "");
    }
}
