package io.archtest.check;

import io.archtest.engine.ContainerFacts;
import io.archtest.engine.Engine;
import io.archtest.engine.FileEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the executables behind a container's command line and processes, with their loaders and libc, and reads their ELF
 * headers from the container's file system. The engine reads the files; nothing is executed.
 */
final class Executables {
    /** Words of a command line that may be programs: a wrapper, its options' end, and what it starts. */
    private static final int WRAPPED = 4;

    /** Files looked at; a container that needs more has links that go round in circles. */
    private static final int MAX_STEPS = 400;

    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    /** What stands before the program's own command line, as the host sees it, when an emulator runs it. */
    private static final Pattern EMULATOR =
            Pattern.compile("^(\\S*/)?(qemu-(aarch64|x86_64)(-static)?|(aarch64|x86_64)-binfmt(-P)?|rosetta)\\s+");

    private static final List<String> LIBC = List.of(
            "/lib/%s-linux-gnu/libc.so.6",
            "/usr/lib/%s-linux-gnu/libc.so.6", "/lib64/libc.so.6", "/lib/ld-musl-%s.so.1");

    private final Engine engine;
    private final ContainerFacts container;
    private final Map<String, ElfHeader> found = new LinkedHashMap<>();
    private int steps;

    Executables(Engine engine, ContainerFacts container) {
        this.engine = engine;
        this.container = container;
    }

    /** ELF headers by path, the first process' first. */
    Map<String, ElfHeader> find(List<String> processes) {
        resolve(container.commandLine(), WRAPPED);
        for (String process : processes) {
            resolve(List.of(withoutEmulator(process).split("\\s+")), 1);
        }
        new ArrayList<>(found.values()).forEach(header -> header.interpreter().ifPresent(this::read));
        if (!found.isEmpty()) {
            for (String pattern : LIBC) {
                for (String machine : List.of("x86_64", "aarch64")) {
                    read(pattern.formatted(machine));
                }
            }
        }
        return found;
    }

    /** Whether a process, as the host sees it, runs in a user-mode emulator. */
    static boolean emulated(String process) {
        return EMULATOR.matcher(process).find();
    }

    /**
     * The program's own words. With binfmt's flag P the emulator gets the path and then the original argument list, so
     * the program's name stands twice.
     */
    private static String withoutEmulator(String process) {
        return EMULATOR.matcher(process).replaceFirst("");
    }

    /** The program, and what it hands over to when it is a script or a wrapper such as tini. */
    private void resolve(List<String> words, int upTo) {
        for (int i = 0; i < Math.min(words.size(), upTo); i++) {
            String word = words.get(i);
            if (word.startsWith("-") || word.contains("=")) {
                continue;
            }
            Optional<String> path = locate(word);
            if (path.isEmpty()) {
                if (i == 0) {
                    return;
                }
                continue;
            }
            read(path.get());
        }
    }

    /** The absolute path of a command, by the container's own PATH and working folder. */
    private Optional<String> locate(String word) {
        if (word.startsWith("/")) {
            return Optional.of(word);
        }
        if (word.contains("/")) {
            return Optional.of(container.workingDirectory() + "/" + word);
        }
        String path = container.environment().getOrDefault("PATH", DEFAULT_PATH);
        return Arrays.stream(path.split(":"))
                .map(folder -> folder + "/" + word)
                .filter(candidate ->
                        engine.readFile(container.id(), candidate, 1).isPresent())
                .findFirst();
    }

    /** Follows links and {@code #!} lines until an ELF header is reached; a missing file ends the search in silence. */
    private void read(String path) {
        String at = normal(path);
        while (steps++ < MAX_STEPS) {
            if (found.containsKey(at)) {
                return;
            }
            Optional<FileEntry> entry = engine.readFile(container.id(), at, ElfHeader.ENOUGH_BYTES);
            if (entry.isEmpty()) {
                return;
            }
            if (entry.get().type() == FileEntry.Type.LINK) {
                at = target(at, entry.get().linkTarget());
                continue;
            }
            if (entry.get().type() == FileEntry.Type.FILE) {
                String file = at;
                ElfHeader.read(entry.get().content())
                        .ifPresentOrElse(
                                header -> found.put(file, header),
                                () -> script(entry.get().content()));
            }
            return;
        }
    }

    private void script(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        if (!text.startsWith("#!")) {
            return;
        }
        String[] words =
                text.lines().findFirst().orElse("").substring(2).strip().split("\\s+");
        read(words[0]);
        if (words[0].endsWith("/env") && words.length > 1) {
            locate(words[words.length - 1]).ifPresent(this::read);
        }
    }

    private static String target(String link, String target) {
        String folder = link.substring(0, link.lastIndexOf('/') + 1);
        return normal(target.startsWith("/") ? target : folder + target);
    }

    private static String normal(String path) {
        return java.nio.file.Path.of("/").resolve(path).normalize().toString();
    }
}
