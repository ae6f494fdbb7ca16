package io.archtest.image;

import io.archtest.host.CommandRunner;
import io.archtest.host.Sha256;
import io.archtest.model.Architecture;
import io.archtest.model.ArchtestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Layers made of distribution packages of either architecture. mmdebstrap's variant "extract" only downloads and unpacks:
 * no maintainer script and no other instruction of the foreign architecture runs. Layers are kept in a folder by the list
 * of packages; at most one process builds the same one at a time.
 */
final class PackageLayers {
    /** Part of the key: to be raised when the same packages would give another layer. */
    private static final String FORMAT = "2";

    private static final Pattern HOST_OPTION =
            Pattern.compile("Acquire::(?:https?::|Retries|ForceIPv|Check-)[^\"]* \"[^\"]+\";");

    private static final Duration LIMIT = Duration.ofMinutes(20);
    /**
     * What a package manager or a reader wants and a container doesn't; apt's settings may hold credentials. It has to be
     * the extract hook: the variant "extract" runs no later one, and does not say so.
     */
    private static final String STRIP = "cd \"$1\" && rm -rf "
            + String.join(
                    " ",
                    List.of(
                            "etc/apt/sources.list",
                            "etc/apt/sources.list.d/*",
                            "etc/apt/apt.conf.d/99mmdebstrap",
                            "etc/apt/auth.conf.d/*",
                            "var/lib/apt/lists/*",
                            "var/cache/apt/*",
                            "usr/share/doc",
                            "usr/share/man",
                            "usr/share/locale",
                            "usr/share/info",
                            "usr/share/lintian"));

    /** A file lock belongs to the whole JVM and keeps only other processes out; this keeps its own threads out. */
    private static final Map<Path, Object> IN_PROCESS = new ConcurrentHashMap<>();

    private final Path folder;
    private final AptSources sources;
    private final CommandRunner runner;

    PackageLayers(Path folder, AptSources sources, CommandRunner runner) {
        this.folder = folder;
        this.sources = sources;
        this.runner = runner;
    }

    /** An uncompressed layer; {@code sha256} is its diff id. */
    record Layer(Path tar, String sha256) {}

    /** Tells layers apart before they are built. */
    String key(List<String> packages, Architecture architecture) {
        String text = String.join(
                "\n", FORMAT, sources.suite(), architecture.word(), String.join(",", new TreeSet<>(packages)));
        return Sha256.hex(text).substring(0, 16);
    }

    /** The layer, built if it isn't there; blocks, also while another process builds it. */
    Layer layer(List<String> packages, Architecture architecture, Consumer<String> progress) {
        Path tar = folder.resolve(key(packages, architecture) + ".tar");
        synchronized (IN_PROCESS.computeIfAbsent(tar, key -> new Object())) {
            return lockedLayer(packages, architecture, tar, progress);
        }
    }

    private Layer lockedLayer(List<String> packages, Architecture architecture, Path tar, Consumer<String> progress) {
        Path digest = folder.resolve(tar.getFileName() + ".sha256");
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                            folder.resolve(tar.getFileName() + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid() || !Files.exists(tar) || !Files.exists(digest)) {
                    build(packages, architecture, tar, progress);
                    Files.writeString(digest, digestOf(tar));
                }
                return new Layer(tar, Files.readString(digest).strip());
            }
        } catch (IOException e) {
            throw new ImageException(
                    "Cannot keep package layers in %s: %s; free space there, or set ARCHTEST_HOME to another folder"
                            .formatted(folder, e.getMessage()),
                    e);
        }
    }

    private void build(List<String> packages, Architecture architecture, Path tar, Consumer<String> progress)
            throws IOException {
        progress.accept("unpacking %d packages of the distribution and what they need, for %s (once)"
                .formatted(packages.size(), architecture));
        // named by the key, whose lock is held: what a killed build left is written over
        Path partial = folder.resolve(tar.getFileName() + ".partial");
        Path list = folder.resolve(tar.getFileName() + ".sources");
        try {
            Files.writeString(list, sources.forArchitecture(architecture));
            List<String> command = new ArrayList<>(List.of(
                    "mmdebstrap", // not quiet: that would keep back why apt failed
                    "--variant=extract",
                    "--format=tar",
                    "--skip=cleanup/apt",
                    "--arch=" + architecture.dockerName(),
                    "--include=" + String.join(",", new TreeSet<>(packages)),
                    "--extract-hook=" + STRIP));
            hostOptions().forEach(option -> command.add("--aptopt=" + option));
            command.addAll(List.of(sources.suite(), partial.toString(), list.toString()));
            CommandRunner.Result result = run(command);
            if (!result.succeeded()) {
                throw failed(architecture, result);
            }
            Files.move(partial, tar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
            Files.deleteIfExists(list);
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

    private ImageException failed(Architecture architecture, CommandRunner.Result result) {
        String output = result.output();
        String advice;
        if (output.contains("Unable to locate package")) {
            advice =
                    "The package sources of this host have no such package for %s; is the recipe for this release ('%s')?"
                            .formatted(architecture.dockerName(), sources.suite());
        } else if (output.contains("No space left on device")) {
            advice = "The disk is full; free space in %s and in the folder for temporary files".formatted(folder);
        } else {
            advice = "Are the package sources of this host in order ('apt-get update'), and do they serve %s?"
                    .formatted(architecture.dockerName());
        }
        return new ImageException("Cannot unpack packages for %s: mmdebstrap ended with exit code %d:%s%n  %s"
                .formatted(architecture, result.exitCode(), result.tail(), advice));
    }

    private static String digestOf(Path file) {
        try (InputStream stream = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(stream, Sha256.digest())) {
            digest.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
