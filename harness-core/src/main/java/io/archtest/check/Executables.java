package io.archtest.check;

import io.archtest.engine.ContainerFacts;
import io.archtest.engine.Engine;
import io.archtest.engine.Execution;
import io.archtest.engine.FileEntry;
import io.archtest.model.Architecture;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
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

    /** Programs that only start another one, named by a later word of the same command line. */
    private static final List<String> WRAPPERS = List.of(
            "tini",
            "tini-static",
            "dumb-init",
            "docker-init",
            "catatonit",
            "env",
            "gosu",
            "su-exec",
            "setpriv",
            "dash",
            "bash",
            "sh",
            "busybox");

    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    /** What stands before the program's own command line, as the host sees it, when an emulator runs it. */
    private static final Pattern EMULATOR = Pattern.compile(
            "^(?:\\S*/)?(?:(?<qemu>qemu-(aarch64|x86_64)(-static)?|(aarch64|x86_64)-binfmt(-P)?)|(?<rosetta>rosetta)(?=\\s+/))\\s+");

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
            String program = withoutEmulator(process).split("\\s+")[0];
            // other first words are titles that a process gave itself
            if (program.startsWith("/")) {
                read(program);
            }
        }
        new ArrayList<>(found.values()).forEach(header -> header.interpreter().ifPresent(this::read));
        new ArrayList<>(found.values()).stream().map(ElfHeader::word).distinct().forEach(this::libc);
        return found;
    }

    private void libc(String word) {
        String machine = word.equals(Architecture.ARM64.word()) ? "aarch64" : "x86_64";
        for (String pattern : LIBC) {
            if (read(pattern.formatted(machine)).isPresent()) {
                return;
            }
        }
    }

    /** The user-mode emulator that a process, as the host sees it, runs in. */
    static Optional<Execution> emulator(String process) {
        Matcher found = EMULATOR.matcher(process);
        if (!found.find()) {
            return Optional.empty();
        }
        return Optional.of(found.group("qemu") != null ? Execution.QEMU_USER : Execution.ROSETTA);
    }

    /**
     * The program's own words. With binfmt's flag P the emulator gets the path and then the original argument list, so
     * the program's name stands twice.
     */
    private static String withoutEmulator(String process) {
        return EMULATOR.matcher(process).replaceFirst("");
    }

    /** The program, and what it hands over to as long as it is a script or a wrapper such as tini. */
    private void resolve(List<String> words, int upTo) {
        for (int i = 0; i < Math.min(words.size(), upTo); i++) {
            String word = words.get(i);
            if (word.startsWith("-") || word.contains("=")) {
                continue;
            }
            Optional<String> path = locate(word);
            if (path.isEmpty()) {
                return;
            }
            Optional<String> program = read(path.get());
            if (program.isPresent() && !WRAPPERS.contains(name(program.get()))) {
                return;
            }
        }
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
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

    /** Follows links and {@code #!} lines to ELF headers; gives the file's own path if it is one, nothing for scripts. */
    private Optional<String> read(String path) {
        String at = normal(path);
        while (steps++ < MAX_STEPS) {
            if (found.containsKey(at)) {
                return Optional.of(at);
            }
            Optional<FileEntry> entry = engine.readFile(container.id(), at, ElfHeader.ENOUGH_BYTES);
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            if (entry.get().type() == FileEntry.Type.LINK) {
                at = target(at, entry.get().linkTarget());
                continue;
            }
            Optional<ElfHeader> header = ElfHeader.read(entry.get().content());
            if (header.isPresent()) {
                found.put(at, header.get());
                return Optional.of(at);
            }
            script(entry.get().content());
            return Optional.empty();
        }
        return Optional.empty();
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
