package io.archtest.image;

import io.archtest.host.CommandRunner;
import io.archtest.model.ArchtestException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host's docker program: it is what speaks BuildKit's protocol, which docker-java doesn't. Up to 22 BuildKit is part of
 * it; newer ones leave that to their plugin buildx.
 *
 * @param path absolute
 * @param environment all that it gets: DOCKER_HOST, DOCKER_CONTEXT and their like would change what it does
 */
record DockerProgram(Path path, Map<String, String> environment) {
    private static final List<String> KEPT = List.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "LANG",
            "LC_ALL",
            "TMPDIR",
            "XDG_CONFIG_HOME",
            "XDG_RUNTIME_DIR",
            "DOCKER_CONFIG");
    private static final Pattern VERSION = Pattern.compile("Docker version (\\d+)\\.\\S+?(?=,|\\s|$)");
    private static final int FIRST_WITHOUT_BUILDKIT = 23;
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /**
     * The first of the PATH that can build.
     *
     * @param surroundings archtest's own environment
     * @throws ImageException when there is none, with what was found and what to install
     */
    static DockerProgram find(Map<String, String> surroundings, CommandRunner runner) {
        List<String> found = new ArrayList<>();
        for (String folder : surroundings.getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path path = Path.of(folder.isEmpty() ? "." : folder, "docker").toAbsolutePath();
            if (Files.isExecutable(path) && Files.isRegularFile(path)) {
                DockerProgram program = new DockerProgram(path, environment(surroundings));
                String lack = program.lack(runner);
                if (lack.isEmpty()) {
                    return program;
                }
                found.add("%s %s".formatted(path, lack));
            }
        }
        throw new ImageException(
                "Cannot build images: %s. Install Docker's program with BuildKit: docker-buildx-plugin (Docker's own packages), docker-buildx (Ubuntu, Homebrew), or Debian 12's docker.io, which has it built in"
                        .formatted(
                                found.isEmpty()
                                        ? "there is no program 'docker' on the PATH"
                                        : String.join("; ", found)));
    }

    private static Map<String, String> environment(Map<String, String> surroundings) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String name : KEPT) {
            String value = surroundings.get(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.put("DOCKER_BUILDKIT", "1");
        // buildx: the builder within the daemon that is spoken to, never one that the user has made for something else
        environment.put("BUILDX_BUILDER", "default");
        // or the id would be that of a list of the image and what is attested of it
        environment.put("BUILDX_NO_DEFAULT_ATTESTATIONS", "1");
        return environment;
    }

    /** Why it can't build; empty if it can. */
    private String lack(CommandRunner runner) {
        try {
            CommandRunner.Result version = run(runner, "--version");
            Matcher number = VERSION.matcher(version.output());
            if (!number.find()) {
                return "doesn't tell its version ('%s')".formatted(version.output());
            }
            if (Integer.parseInt(number.group(1)) < FIRST_WITHOUT_BUILDKIT
                    || run(runner, "buildx", "version").succeeded()) {
                return "";
            }
            return "(%s) lacks its plugin buildx".formatted(number.group().replace("Docker version ", ""));
        } catch (ArchtestException e) {
            return "can't be run (%s)".formatted(e.getMessage());
        }
    }

    private CommandRunner.Result run(CommandRunner runner, String... arguments) {
        List<String> line = new ArrayList<>(List.of(path.toString()));
        line.addAll(List.of(arguments));
        return runner.run(
                new CommandRunner.Command(line, environment, true, java.util.Optional.empty(), ANSWER), printed -> {});
    }
}
