package io.archtest.host;

import com.sun.management.OperatingSystemMXBean;
import io.archtest.host.HostFacts.Emulator;
import io.archtest.model.Architecture;
import io.archtest.model.ArchtestException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@link HostFacts} off the machine. */
public final class HostInspection {
    private static final List<String> FOLDERS =
            List.of("usr/local/sbin", "usr/local/bin", "usr/sbin", "usr/bin", "sbin", "bin");
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final HostSystem system;
    private final Path root;
    private final CommandRunner runner;

    public HostInspection(HostSystem system, CommandRunner runner) {
        this.system = system;
        this.root = system.root();
        this.runner = runner;
    }

    /** @param socket where the Docker daemon should listen */
    public HostFacts inspect(Path socket) {
        Architecture architecture = system.architecture();
        Map<String, String> programs = new HashMap<>();
        for (String program : HostFacts.PROGRAMS) {
            find(program).ifPresent(path -> programs.put(program, path));
        }
        Path binfmt = root.resolve("proc/sys/fs/binfmt_misc");
        return new HostFacts(
                system.name(),
                architecture,
                distribution(),
                Runtime.getRuntime().availableProcessors(),
                memoryMiB(),
                "%s %s".formatted(system.name(), system.version()),
                find("apt-get").isPresent(),
                system.superuser(),
                !system.superuser() && system.linux() && sudoWorks(),
                Files.isDirectory(root.resolve("run/systemd/system")),
                programs,
                Files.exists(binfmt.resolve("status")),
                emulator(binfmt, architecture.mirror()),
                DockerSocket.problem(socket),
                freeBytes());
    }

    private static long memoryMiB() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean host
                ? host.getTotalMemorySize() >> 20
                : 0;
    }

    private Optional<String> find(String program) {
        return FOLDERS.stream()
                .map(folder -> root.resolve(folder).resolve(program))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString);
    }

    private String distribution() {
        if (!system.linux()) {
            return "%s %s".formatted(system.mac() ? "macOS" : system.name(), system.version());
        }
        try {
            return Files.readAllLines(root.resolve("etc/os-release")).stream()
                    .filter(line -> line.startsWith("PRETTY_NAME="))
                    .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private boolean sudoWorks() {
        if (find("sudo").isEmpty()) {
            return false;
        }
        try {
            return runner.run(List.of("sudo", "-n", "true"), LIMIT).succeeded();
        } catch (ArchtestException e) {
            return false;
        }
    }

    /** The first handler that is for that architecture; distributions and images name theirs differently. */
    private static Optional<Emulator> emulator(Path binfmt, Architecture architecture) {
        for (String name : List.of("qemu-" + architecture.machine(), "rosetta", "FEX-x86_64", "box64")) {
            Path handler = binfmt.resolve(name);
            if (Files.isReadable(handler)) {
                try {
                    return Optional.of(parse(name, Files.readAllLines(handler)));
                } catch (IOException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static Emulator parse(String name, List<String> lines) {
        String interpreter = "";
        String flags = "";
        for (String line : lines) {
            if (line.startsWith("interpreter ")) {
                interpreter = line.substring("interpreter ".length());
            } else if (line.startsWith("flags:")) {
                flags = line.substring("flags:".length()).strip();
            }
        }
        return new Emulator(name, interpreter, lines.contains("enabled"), flags);
    }

    private long freeBytes() {
        try {
            Path engine = root.resolve("var/lib/docker");
            return Files.getFileStore(Files.isDirectory(engine) ? engine : root).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }
}
