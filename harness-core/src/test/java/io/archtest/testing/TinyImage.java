package io.archtest.testing;

import io.archtest.engine.Engine;
import io.archtest.engine.ImageFacts;
import io.archtest.model.Architecture;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Images of two megabytes for tests against a real engine: a static busybox with its usual commands, for either
 * architecture, made from Debian's package without a registry and without executing anything of it. The first use
 * fetches the packages (seconds) into {@code target/tiny}; the images stay on the engine for the next tests.
 */
public final class TinyImage {
    private static final Path CACHE = Path.of("target", "tiny").toAbsolutePath();
    private static final List<String> COMMANDS = List.of(
            "sh",
            "cat",
            "echo",
            "env",
            "false",
            "hostname",
            "httpd",
            "id",
            "kill",
            "ls",
            "nc",
            "ping",
            "printf",
            "ps",
            "readlink",
            "seq",
            "sleep",
            "stat",
            "test",
            "touch",
            "true",
            "uname",
            "wc",
            "wget");

    private TinyImage() {}

    /** Loads {@code archtest.local/tiny:<arch>} unless the engine has it, and returns its facts. */
    public static ImageFacts load(Engine engine, Architecture architecture) {
        return load(engine, architecture, architecture, architecture.dockerName());
    }

    /** Loads {@code archtest.local/tiny:lie-<arch>}: its config says {@code label}, its files are for the other one. */
    public static ImageFacts loadMislabelled(Engine engine, Architecture label) {
        return load(engine, label.mirror(), label, "lie-" + label.dockerName());
    }

    private static synchronized ImageFacts load(Engine engine, Architecture files, Architecture label, String tag) {
        String reference = "archtest.local/tiny:" + tag;
        return engine.findImage(reference, label).orElseGet(() -> {
            try {
                Path archive = Files.createTempFile("tiny", ".tar");
                try {
                    write(archive, files, label, reference);
                    engine.loadImage(archive);
                } finally {
                    Files.delete(archive);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return engine.findImage(reference, label).orElseThrow();
        });
    }

    private static void write(Path archive, Architecture files, Architecture label, String reference)
            throws IOException {
        byte[] layer = layer(Files.readAllBytes(busybox(files)));
        String config = """
                {"architecture":"%s","os":"linux","created":"2020-01-01T00:00:00Z",
                 "config":{"Cmd":["sleep","1000000"],"Env":["PATH=/bin"],"WorkingDir":"/"},
                 "rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}
                """.formatted(label.dockerName(), sha256(layer));
        String manifest =
                "[{\"Config\":\"config.json\",\"RepoTags\":[\"%s\"],\"Layers\":[\"layer.tar\"]}]".formatted(reference);
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
            put(tar, "layer.tar", layer, 0644);
            put(tar, "config.json", config.getBytes(StandardCharsets.UTF_8), 0644);
            put(tar, "manifest.json", manifest.getBytes(StandardCharsets.UTF_8), 0644);
        }
    }

    private static byte[] layer(byte[] busybox) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (String folder : List.of("bin/", "etc/", "tmp/", "proc/", "sys/", "dev/")) {
                put(tar, folder, new byte[0], folder.equals("tmp/") ? 01777 : 0755);
            }
            put(tar, "bin/busybox", busybox, 0755);
            for (String command : COMMANDS) {
                TarArchiveEntry link = new TarArchiveEntry("bin/" + command, TarConstants.LF_SYMLINK);
                link.setLinkName("busybox");
                tar.putArchiveEntry(link);
                tar.closeArchiveEntry();
            }
            put(
                    tar,
                    "etc/passwd",
                    "root:x:0:0:root:/:/bin/sh\ndaemon:x:1:1:daemon:/:/bin/sh\n".getBytes(StandardCharsets.UTF_8),
                    0644);
        }
        return bytes.toByteArray();
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] content, int mode) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setMode(mode);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static Path busybox(Architecture architecture) throws IOException {
        Path cached = CACHE.resolve("busybox-" + architecture.dockerName());
        if (!Files.exists(cached)) {
            Files.createDirectories(CACHE);
            Path tree = Files.createTempFile(CACHE, "root", ".tar");
            Path fresh = Files.createTempFile(CACHE, "busybox", "");
            try {
                unpackPackages(architecture, tree);
                extract(tree, fresh);
                Files.move(fresh, cached, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(tree);
                Files.deleteIfExists(fresh);
            }
        }
        return cached;
    }

    private static void unpackPackages(Architecture architecture, Path tree) throws IOException {
        Path log = CACHE.resolve("mmdebstrap-" + architecture.dockerName() + ".log");
        Process process = new ProcessBuilder(
                        "mmdebstrap",
                        "--variant=extract",
                        "--arch=" + architecture.dockerName(),
                        "--include=base-files,busybox-static",
                        "bookworm",
                        tree.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("mmdebstrap failed, see " + log + ":\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void extract(Path tree, Path target) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(tree));
                TarArchiveInputStream tar = new TarArchiveInputStream(file)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile() && entry.getName().endsWith("bin/busybox")) {
                    Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
                    return;
                }
            }
        }
        throw new IOException("No busybox in " + tree);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
