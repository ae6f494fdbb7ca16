package io.archtest.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one image is made from distribution packages.
 *
 * @param reference the name under which scenarios ask for it
 * @param packages the distribution's packages, unpacked with their dependencies
 * @param standIn what it stands in for; absent for the real software
 * @param files a folder that is copied onto the root
 * @param executable globs, relative to the root, of files that get mode 0755; all others get 0644
 */
record Recipe(
        String reference,
        List<String> packages,
        Optional<String> standIn,
        String software,
        Optional<Path> files,
        List<String> executable,
        List<User> users,
        List<Directory> directories,
        Map<String, String> links,
        Config config) {

    /** A line of /etc/passwd and /etc/group; root is always there. */
    record User(String name, int uid, int gid, String home) {}

    /** A folder with its owner and mode. */
    record Directory(String path, int uid, int gid, int mode) {}

    /** The image config's part for the container. */
    record Config(
            List<String> entrypoint,
            List<String> command,
            Map<String, String> environment,
            String user,
            String workingDirectory,
            List<String> ports,
            List<String> volumes,
            String stopSignal) {}
}
