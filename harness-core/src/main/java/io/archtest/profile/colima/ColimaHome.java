package io.archtest.profile.colima;

import io.archtest.profile.ProfileException;
import io.archtest.profile.ProfileException.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where Colima keeps its state (its own rules, config/files.go): a folder for each profile and Lima's home below it.
 *
 * @param mac whether this is macOS, whose limit for socket paths is tighter
 */
public record ColimaHome(Path base, boolean mac) {
    /** With the random suffix that ssh adds while it makes a control socket. */
    private static final String LONGEST_SOCKET = "ssh.sock.1234567890123456";

    private static final int MAC_LIMIT = 104;
    private static final int LINUX_LIMIT = 108;

    /** COLIMA_HOME counts only if that folder exists, as for Colima itself. */
    public static ColimaHome of(Map<String, String> environment, boolean mac) {
        Path user = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        String own = environment.getOrDefault("COLIMA_HOME", "");
        if (!own.isEmpty() && Files.isDirectory(Path.of(own))) {
            return new ColimaHome(Path.of(own), mac);
        }
        Path classic = user.resolve(".colima");
        if (Files.isDirectory(classic)) {
            return new ColimaHome(classic, mac);
        }
        String configuration = environment.getOrDefault("XDG_CONFIG_HOME", "");
        if (!configuration.isEmpty()) {
            return new ColimaHome(Path.of(configuration, "colima"), mac);
        }
        Path linux = user.resolve(".config").resolve("colima");
        return new ColimaHome(mac && !Files.isDirectory(linux) ? classic : linux, mac);
    }

    /** Lima's name for a profile's instance. */
    static String instance(String profile) {
        return profile.equals("default") ? "colima" : "colima-" + profile;
    }

    /** The profile's own folder: its configuration and its sockets. */
    Path profile(String name) {
        return base.resolve(name);
    }

    /** Where the profile's engine listens while it runs. */
    Path socket(String name) {
        return profile(name).resolve("docker.sock");
    }

    Path lima() {
        return base.resolve("_lima");
    }

    Path instanceFolder(String name) {
        return lima().resolve(instance(name));
    }

    Path disk(String name) {
        return lima().resolve("_disks").resolve(instance(name));
    }

    Path store(String name) {
        return base.resolve("_store").resolve(instance(name) + ".json");
    }

    /** Keeps archtest processes apart that start, stop or delete machines in this home. */
    Path lock() {
        return base.resolve("_archtest.lock");
    }

    /** Refuses a home in which the profile's sockets could not be made (abiosoft/colima#1036). */
    void refuseLongPaths(String name) {
        Path longest = instanceFolder(name).resolve(LONGEST_SOCKET);
        int length = longest.toString().getBytes(StandardCharsets.UTF_8).length;
        int limit = mac ? MAC_LIMIT : LINUX_LIMIT;
        if (length >= limit) {
            throw new ProfileException(
                    Reason.PATH_TOO_LONG,
                    "Profile '%s' can't start in '%s': its socket '%s' would have %d bytes, and this system takes %d at the most. Set COLIMA_HOME to an existing folder with a shorter path, such as ~/.cx"
                            .formatted(name, base, longest, length, limit - 1));
        }
    }
}
