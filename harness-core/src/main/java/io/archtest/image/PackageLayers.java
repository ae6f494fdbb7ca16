package io.archtest.image;

import io.archtest.host.Sha256;
import io.archtest.model.Architecture;
import io.archtest.model.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Layers made of distribution packages of either architecture, kept in a folder by the list of packages; at most one
 * process builds the same one at a time.
 */
final class PackageLayers implements AutoCloseable {
    /** Part of the key: to be raised when the same packages would give another layer. */
    private static final String FORMAT = "2";

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** A file lock belongs to the whole JVM and keeps only other processes out; this keeps its own threads out. */
    private static final Map<Path, Object> IN_PROCESS = new ConcurrentHashMap<>();

    private final Path folder;
    private final Unpacker unpacker;
    private final Set<Thread> working = new HashSet<>();
    private boolean closed;

    PackageLayers(Path folder, Unpacker unpacker) {
        this.folder = folder;
        this.unpacker = unpacker;
    }

    /** An uncompressed layer; {@code sha256} is its diff id. */
    record Layer(Path tar, String sha256) {}

    /** Tells layers apart before they are built. */
    String key(List<String> packages, Architecture architecture) {
        String text = String.join(
                "\n", FORMAT, unpacker.suite(), architecture.word(), String.join(",", new TreeSet<>(packages)));
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
                if (!lock.isValid() || !Files.exists(tar) || !known(digest)) {
                    build(packages, architecture, tar, progress);
                    WholeFile.write(digest, digestOf(tar).getBytes(StandardCharsets.US_ASCII));
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

    /** A full disk leaves an empty one, with which no engine would ever load the image. */
    private static boolean known(Path digest) throws IOException {
        return Files.exists(digest)
                && DIGEST.matcher(Files.readString(digest).strip()).matches();
    }

    private void build(List<String> packages, Architecture architecture, Path tar, Consumer<String> progress)
            throws IOException {
        progress.accept("unpacking %d packages of the distribution and what they need, for %s (once)"
                .formatted(packages.size(), architecture));
        // named by the key, whose lock is held: what a killed build left is written over
        Path partial = folder.resolve(tar.getFileName() + ".partial");
        begin();
        try {
            unpacker.unpack(packages, architecture, partial, progress);
            Files.move(partial, tar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
            end();
        }
    }

    private synchronized void begin() {
        if (closed) {
            throw new ImageException("Interrupted; no more images are built");
        }
        working.add(Thread.currentThread());
    }

    private synchronized void end() {
        working.remove(Thread.currentThread());
        notifyAll();
    }

    /** Ends what is under way, from any thread; blocks until that has been put back. */
    @Override
    public synchronized void close() {
        closed = true;
        working.forEach(Thread::interrupt);
        boolean interrupted = false;
        while (!working.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
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
