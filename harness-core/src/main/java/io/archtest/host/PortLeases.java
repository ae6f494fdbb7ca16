package io.archtest.host;

import io.archtest.model.ArchtestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * The host ports that archtest uses, over all its processes on this host and all engines: two virtual machines that pick
 * a port by themselves may pick the same one, and requests to one then reach the other (lima-vm/lima#3604).
 *
 * <p>One file per port in a folder; its content is the owner's label. A dead owner's lease is free again.
 */
public final class PortLeases {
    /** Below the usual ephemeral ranges (Linux from 32768, macOS from 49152), above the well-known servers. */
    private static final int FIRST = 21000;

    private static final int LAST = 28999;

    private static final Object IN_PROCESS = new Object();

    private final Path folder;
    private final Ownership owner;

    public PortLeases(Path folder, Ownership owner) {
        this.folder = folder;
        this.owner = owner;
    }

    /** Leases that many ports that nothing listens on now, for {@code purpose}. */
    public List<Integer> lease(int count) {
        return locked(() -> {
            List<Integer> leased = new ArrayList<>();
            int size = LAST - FIRST + 1;
            int offset = ThreadLocalRandom.current().nextInt(size);
            for (int i = 0; i < size && leased.size() < count; i++) {
                int port = FIRST + (offset + i) % size;
                if (take(port)) {
                    leased.add(port);
                }
            }
            if (leased.size() < count) {
                leased.forEach(this::delete);
                throw new ArchtestException(
                        "No %d free host ports in %d-%d; %s holds the leases of all archtest processes"
                                .formatted(count, FIRST, LAST, folder));
            }
            return leased;
        });
    }

    /** Frees what dead owners left; leases are taken over anyway, so this only keeps the folder tidy. */
    public void removeDead() {
        locked(() -> {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(file -> !file.endsWith("lock")).toList()) {
                    if (new Ownership(Files.readString(file)).dead()) {
                        Files.delete(file);
                    }
                }
            }
            return true;
        });
    }

    /** Gives ports back; ones that aren't leased by this owner are left alone. */
    public void release(List<Integer> ports) {
        locked(() -> {
            ports.stream().filter(this::mine).forEach(this::delete);
            return true;
        });
    }

    private boolean take(int port) throws IOException {
        Path lease = file(port);
        if (Files.exists(lease)) {
            if (!new Ownership(Files.readString(lease)).dead()) {
                return false;
            }
            Files.delete(lease);
        }
        if (!free(port)) {
            return false;
        }
        Files.writeString(lease, owner.label(), StandardOpenOption.CREATE_NEW);
        return true;
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // without it a port in TIME_WAIT counts as taken
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress((InetAddress) null, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean mine(int port) {
        try {
            return Files.exists(file(port)) && Files.readString(file(port)).equals(owner.label());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete(int port) {
        try {
            Files.deleteIfExists(file(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(int port) {
        return folder.resolve(Integer.toString(port));
    }

    private <T> T locked(Work<T> work) {
        // a FileLock excludes other processes only; the same process needs a monitor beside it
        synchronized (IN_PROCESS) {
            try {
                Files.createDirectories(folder);
                try (FileChannel channel = FileChannel.open(
                                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = channel.lock()) {
                    if (!lock.isValid()) {
                        throw new IOException("lock on %s was lost".formatted(folder));
                    }
                    return work.run();
                }
            } catch (IOException | UncheckedIOException e) {
                throw new ArchtestException(
                        "Cannot lease host ports in %s: %s; make it writable or set ARCHTEST_HOME to another folder"
                                .formatted(folder, e.getMessage()),
                        e);
            }
        }
    }

    private interface Work<T> {
        T run() throws IOException;
    }
}
