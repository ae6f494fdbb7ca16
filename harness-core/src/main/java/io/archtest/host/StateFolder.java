package io.archtest.host;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where archtest keeps what outlives a run on this host: leased ports, the package cache, what engines were measured to be capable of, the log and process id of an
 * engine that it started.
 */
public record StateFolder(Path path) {

    /** {@code ARCHTEST_HOME}, else {@code $XDG_STATE_HOME/archtest}, else {@code ~/.local/state/archtest}. */
    public static StateFolder of(Map<String, String> environment) {
        String own = environment.getOrDefault("ARCHTEST_HOME", "");
        if (!own.isBlank()) {
            return new StateFolder(Path.of(own).toAbsolutePath());
        }
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path base = state.isBlank()
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".local", "state")
                : Path.of(state);
        return new StateFolder(base.resolve("archtest").toAbsolutePath());
    }

    public Path ports() {
        return path.resolve("ports");
    }

    public Path cache() {
        return path.resolve("cache");
    }

    /** What engines were measured to be capable of. */
    public Path speeds() {
        return path.resolve("speeds");
    }

    /** Stacks that are kept running. */
    public Path stacks() {
        return path.resolve("stacks");
    }

    /** How long runs took, for the times that are expected of the next one. */
    public Path durations() {
        return path.resolve("durations.json");
    }

    /** Crashes of containers, to tell an emulator's fault by. */
    public Path crashes() {
        return path.resolve("crashes");
    }

    public Path engine() {
        return path.resolve("engine");
    }
}
