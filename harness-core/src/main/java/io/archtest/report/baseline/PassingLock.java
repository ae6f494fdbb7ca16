package io.archtest.report.baseline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A lock on a file that isn't there when nobody holds it: it lies beside a user's own files. */
final class PassingLock {
    private static final Object IN_PROCESS = new Object();

    private PassingLock() {}

    interface Work {
        void run() throws IOException;
    }

    /** Blocks until nobody else is at it. */
    static void on(Path file, Work work) throws IOException {
        // a FileLock excludes other processes only; the same process needs a monitor beside it
        synchronized (IN_PROCESS) {
            boolean done = false;
            while (!done) {
                done = tried(file, work);
            }
        }
    }

    /** Whether it could be done: the one before removed its file, and whoever waited for that one holds nothing. */
    private static boolean tried(Path file, Work work) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            String own = UUID.randomUUID().toString();
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(own.getBytes(StandardCharsets.UTF_8)));
            if (!lock.isValid() || !own.equals(content(file))) {
                return false;
            }
            try {
                work.run();
            } finally {
                Files.deleteIfExists(file);
            }
            return true;
        }
    }

    private static String content(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
