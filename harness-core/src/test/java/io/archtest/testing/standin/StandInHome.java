package io.archtest.testing.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The state that the stand-in keeps, at the places where Colima and Lima keep theirs. */
final class StandInHome {
    private final Path base;

    StandInHome(Path base) {
        this.base = base;
    }

    static StandInHome ofEnvironment() {
        String own = System.getenv("COLIMA_HOME");
        if (own == null || !Files.isDirectory(Path.of(own))) {
            throw new IllegalStateException("the stand-in works only in a COLIMA_HOME that exists, and found " + own);
        }
        return new StandInHome(Path.of(own));
    }

    Path base() {
        return base;
    }

    static String id(String profile) {
        return profile.equals("default") ? "colima" : "colima-" + profile;
    }

    Path profile(String profile) {
        return base.resolve(profile);
    }

    Path instance(String profile) {
        return base.resolve("_lima").resolve(id(profile));
    }

    Path disk(String profile) {
        return base.resolve("_lima/_disks").resolve(id(profile));
    }

    Path store(String profile) {
        return base.resolve("_store").resolve(id(profile) + ".json");
    }

    Path networkPid() {
        return base.resolve("_lima/_networks/user-v2/usernet_user-v2.pid");
    }

    Path socket(String profile) {
        return profile(profile).resolve("docker.sock");
    }

    List<String> profiles() {
        try (Stream<Path> folders =
                Files.exists(base.resolve("_lima")) ? Files.list(base.resolve("_lima")) : Stream.empty()) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.startsWith("colima"))
                    .filter(name ->
                            Files.exists(base.resolve("_lima").resolve(name).resolve("lima.yaml")))
                    .map(name -> name.equals("colima") ? "default" : name.substring("colima-".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, String> settings(String profile) {
        try {
            return Files.readAllLines(instance(profile).resolve("lima.yaml")).stream()
                    .map(line -> line.split(": ", 2))
                    .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void writeSettings(String profile, Map<String, String> settings) {
        write(
                instance(profile).resolve("lima.yaml"),
                settings.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    /** Lima's word. */
    String status(String profile) {
        if (Files.exists(instance(profile).resolve("broken"))) {
            return "Broken";
        }
        return process(profile).isPresent() ? "Running" : "Stopped";
    }

    Optional<ProcessHandle> process(String profile) {
        Path pid = instance(profile).resolve("ha.pid");
        try {
            return Files.exists(pid)
                    ? ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                            .filter(StandInMachine::alive)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The misbehaviours that a test has asked for: a line each, such as {@code start hang}; taken once, unless "always". */
    boolean misbehaves(String command, String how) {
        Path faults = base.resolve("_faults");
        String wanted = command + " " + how;
        try {
            List<String> lines = Files.exists(faults) ? new ArrayList<>(Files.readAllLines(faults)) : List.of();
            if (lines.contains(wanted + " always")) {
                return true;
            }
            if (lines.contains(wanted)) {
                lines.remove(wanted);
                Files.write(faults, lines);
                return true;
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String version() {
        Path version = base.resolve("_version");
        try {
            return Files.exists(version) ? Files.readString(version).strip() : "v0.10.3";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For tests: the command line, working directory and environment of each call. */
    void note(String program, String[] arguments) {
        Map<String, String> environment = new LinkedHashMap<>(System.getenv());
        append(
                base.resolve("_calls"),
                "%s %s | cwd=%s | env=%s%n"
                        .formatted(
                                program,
                                String.join(" ", arguments),
                                Path.of("").toAbsolutePath(),
                                environment.keySet().stream().sorted().toList()));
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void append(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(
                    file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
