package io.archtest.profile.colima;

import io.archtest.host.HostSystem;
import io.archtest.profile.ProfileException;
import io.archtest.profile.ProfileException.Reason;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The host's programs that Colima consists of and needs, and the environment that they get. */
public final class Programs {
    /** Programs started from an IDE or the Dock don't get Homebrew's folders on their PATH. */
    private static final List<String> HOMEBREW = List.of("opt/homebrew/bin", "usr/local/bin");

    /**
     * What is handed on; nothing else. DOCKER_HOST, DOCKER_CONTEXT, COLIMA_PROFILE, COLIMA_SAVE_CONFIG, LIMA_HOME and
     * LIMA_INSTANCE would change what a command does, and proxies would be written into the machine.
     */
    private static final List<String> KEPT = List.of(
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "LANG",
            "LC_ALL",
            "TMPDIR",
            "COLIMA_HOME",
            "COLIMA_CACHE_HOME",
            "XDG_CONFIG_HOME",
            "XDG_CACHE_HOME",
            "XDG_RUNTIME_DIR",
            "DOCKER_CONFIG");

    private static final List<String> PROXIES = List.of(
            "http_proxy", "https_proxy", "no_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY");

    private final List<Path> folders = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();

    /**
     * @param surroundings archtest's own environment
     * @param proxies whether Colima gets the proxy settings, which it then writes into the machine
     */
    public Programs(Map<String, String> surroundings, HostSystem system, boolean proxies) {
        if (system.mac()) {
            HOMEBREW.forEach(folder -> folders.add(system.root().resolve(folder)));
        }
        for (String folder : surroundings.getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (!folder.isEmpty() && !folders.contains(Path.of(folder))) {
                folders.add(Path.of(folder));
            }
        }
        keep(surroundings, KEPT);
        if (proxies) {
            keep(surroundings, PROXIES);
        }
        environment.put(
                "PATH",
                String.join(
                        File.pathSeparator, folders.stream().map(Path::toString).toList()));
    }

    private void keep(Map<String, String> surroundings, List<String> names) {
        for (String name : names) {
            String value = surroundings.get(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
    }

    /** The environment of every command. */
    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /** Where a program is, if it is installed. */
    public Optional<Path> find(String program) {
        return folders.stream()
                .map(folder -> folder.resolve(program))
                .filter(path -> Files.isExecutable(path) && !Files.isDirectory(path))
                .findFirst();
    }

    Path require(String program, Reason reason, String remedy) {
        return find(program)
                .orElseThrow(() -> new ProfileException(
                        reason,
                        "Colima's profiles can't be used: there is no '%s' in %s. %s"
                                .formatted(program, environment.get("PATH"), remedy)));
    }
}
