package io.archtest.profile.colima;

import io.archtest.host.Ownership;
import io.archtest.model.ArchtestException;
import io.archtest.profile.ProfileException;
import io.archtest.profile.ProfileException.Reason;
import io.archtest.profile.ProfileListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One at a time starts, stops or deletes machines of a Colima home, over all archtest processes: a start while nothing runs
 * wipes Lima's network folder, and stopping one machine can take the network away from another that boots.
 */
final class HomeLock {
    private static final Duration POLL = Duration.ofMillis(250);

    private final Path file;
    private final Ownership self;
    private final Duration limit;

    HomeLock(Path file, Ownership self, Duration limit) {
        this.file = file;
        this.self = self;
        this.limit = limit;
    }

    /** Blocks until nobody else holds it, telling the listener for whom it waits. */
    <T> T locked(String profile, ProfileListener listener, Supplier<T> work) {
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                try (FileLock lock = await(channel, profile, listener)) {
                    write(channel, self.label());
                    T result = work.get();
                    if (lock.isValid()) {
                        write(channel, "");
                    }
                    return result;
                }
            }
        } catch (IOException e) {
            throw new ArchtestException(
                    "Cannot lock Colima's home by %s: %s; make it writable, or set COLIMA_HOME"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private FileLock await(FileChannel channel, String profile, ProfileListener listener) {
        long began = System.nanoTime();
        try {
            return Awaitility.await()
                    .atMost(limit)
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .until(
                            () -> {
                                FileLock lock = tryLock(channel);
                                if (lock == null) {
                                    listener.working(
                                            profile,
                                            "waiting for another archtest (%s) that starts or stops machines"
                                                    .formatted(holder(channel)),
                                            "",
                                            Duration.ofNanos(System.nanoTime() - began));
                                }
                                return lock;
                            },
                            java.util.Objects::nonNull);
        } catch (ConditionTimeoutException e) {
            throw new ProfileException(
                    Reason.BUSY,
                    "Another archtest (%s) has been starting or stopping machines in %s for more than %d minutes; wait for it, or end it"
                            .formatted(holder(channel), file.getParent(), limit.toMinutes()),
                    e);
        }
    }

    /** Another thread of this process counts like another process. */
    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String holder(FileChannel channel) {
        try {
            ByteBuffer buffer = ByteBuffer.allocate(200);
            channel.read(buffer, 0);
            String label = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8).strip();
            return label.isEmpty() ? "unknown" : label;
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static void write(FileChannel channel, String text) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    }
}
