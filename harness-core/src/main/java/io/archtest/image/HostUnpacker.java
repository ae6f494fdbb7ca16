package io.archtest.image;

import io.archtest.host.CommandRunner;
import io.archtest.model.Architecture;
import io.archtest.model.ArchtestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Unpacks packages from wherever this Debian or Ubuntu host gets its own, by its own mmdebstrap. */
public final class HostUnpacker implements Unpacker {
    private static final Pattern HOST_OPTION =
            Pattern.compile("Acquire::(?:https?::|Retries|ForceIPv|Check-)[^\"]* \"[^\"]+\";");

    private static final Duration LIMIT = Duration.ofMinutes(20);

    private final AptSources sources;
    private final CommandRunner runner;

    public HostUnpacker(CommandRunner runner) {
        this.sources = new AptSources(Path.of("/"));
        this.runner = runner;
    }

    @Override
    public String suite() {
        return sources.suite();
    }

    @Override
    public void unpack(List<String> packages, Architecture architecture, Path tar, Consumer<String> progress) {
        Path list = tar.resolveSibling(tar.getFileName() + ".sources");
        try {
            try {
                Files.writeString(list, sources.forArchitecture(architecture));
                unpack(packages, architecture, tar, list);
            } finally {
                Files.deleteIfExists(list);
            }
        } catch (IOException e) {
            throw new ImageException("Cannot read this host's package sources: " + e.getMessage(), e);
        }
    }

    private void unpack(List<String> packages, Architecture architecture, Path tar, Path list) {
        List<String> rest = new ArrayList<>();
        hostOptions().forEach(option -> rest.add("--aptopt=" + option));
        rest.addAll(List.of(suite(), tar.toString(), list.toString()));
        CommandRunner.Result result = run(Mmdebstrap.command(packages, architecture, rest));
        if (!result.succeeded()) {
            throw Mmdebstrap.failed(
                    architecture,
                    result.exitCode(),
                    result.lines(),
                    suite(),
                    "this host",
                    "%s and in the folder for temporary files".formatted(tar.getParent()));
        }
    }

    private CommandRunner.Result run(List<String> command) {
        try {
            return runner.run(command, Map.of("LC_ALL", "C.UTF-8", "SOURCE_DATE_EPOCH", "0"), LIMIT, line -> {});
        } catch (ArchtestException e) {
            throw new ImageException(
                    "Cannot build packaged images: %s%n  If mmdebstrap is missing: archtest setup, or apt-get install mmdebstrap"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    /** The host's proxies and the like; mmdebstrap gives apt a configuration of its own. */
    private List<String> hostOptions() {
        try {
            return runner.run(List.of("apt-config", "dump"), Duration.ofSeconds(20)).lines().stream()
                    .filter(line -> HOST_OPTION.matcher(line).matches())
                    .toList();
        } catch (ArchtestException e) {
            return List.of();
        }
    }
}
