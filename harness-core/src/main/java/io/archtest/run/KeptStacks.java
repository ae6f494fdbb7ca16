package io.archtest.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.archtest.host.StateFolder;
import io.archtest.model.ArchtestException;
import io.archtest.model.InvalidRequestException;
import io.archtest.model.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The stacks that processes of this user keep running on this host: one file each, which goes with its stack. */
public final class KeptStacks {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,62}");
    private static final String SUFFIX = ".json";
    private static final String LOCK = ".lock";

    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final Path folder;

    public KeptStacks(StateFolder state) {
        this.folder = state.stacks();
    }

    /**
     * A name that a stack may have.
     *
     * @throws InvalidRequestException when it may not
     */
    public static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new InvalidRequestException(
                    "A stack can't be called '%s': lower-case letters, digits, '-', '_' and '.', 63 at the most"
                            .formatted(text));
        }
        return text;
    }

    /** Those whose keepers live, by name; files of others are removed. */
    public List<KeptStack> list() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<KeptStack> stacks = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList()) {
                read(file).ifPresent(stacks::add);
            }
        } catch (IOException e) {
            throw new ArchtestException("Cannot read %s: %s".formatted(folder, e.getMessage()), e);
        }
        return stacks;
    }

    private Optional<KeptStack> read(Path file) throws IOException {
        try {
            KeptStack stack = json.readValue(file.toFile(), KeptStack.class);
            if (stack.alive()) {
                return Optional.of(stack);
            }
            Files.deleteIfExists(file);
            return Optional.empty();
        } catch (NoSuchFileException | java.io.FileNotFoundException e) {
            return Optional.empty(); // taken down this moment
        }
    }

    /** Whether there is a file of that name, whoever its keeper is or was. */
    public boolean isRecorded(String name) {
        return Files.exists(file(name));
    }

    public Optional<KeptStack> find(String name) {
        return list().stream().filter(stack -> stack.name().equals(name)).findFirst();
    }

    /** Makes it known; readable for this user only. */
    public void add(KeptStack stack) {
        try {
            Files.createDirectories(folder);
            WholeFile.writePrivately(file(stack.name()), json.writeValueAsBytes(stack));
        } catch (IOException e) {
            throw new ArchtestException(
                    "Cannot write to %s: %s; make it writable or set ARCHTEST_HOME to another folder"
                            .formatted(folder, e.getMessage()),
                    e);
        }
    }

    /** Nobody can find it any more; one that isn't there is no error. */
    public void remove(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new ArchtestException("Cannot remove %s: %s".formatted(file(name), e.getMessage()), e);
        }
    }

    /** Likewise, and its keeper's log goes too; the keeper has ended. */
    public void forget(String name) {
        remove(name);
        try {
            Files.deleteIfExists(log(name));
        } catch (IOException e) {
            throw new ArchtestException("Cannot remove %s: %s".formatted(log(name), e.getMessage()), e);
        }
        isReserved(name); // a keeper that was told to end left its lock, which goes with this one
    }

    /** Removes what keepers left that were killed: a lock that nobody holds, and the log beside it. */
    public void removeDead() {
        list();
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(LOCK)).toList()) {
                String text = file.getFileName().toString();
                String name = text.substring(0, text.length() - LOCK.length());
                if (!isRecorded(name) && !isReserved(name)) {
                    Files.deleteIfExists(log(name));
                }
            }
        } catch (IOException e) {
            throw new ArchtestException("Cannot tidy up %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /**
     * Makes this process the only one that may keep a stack of that name, until the result is closed or the process ends.
     *
     * @return nothing when another one is at it
     */
    public Optional<AutoCloseable> reserve(String name) {
        Path lock = folder.resolve(name + LOCK);
        try {
            Files.createDirectories(folder);
            while (true) {
                FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                if (channel.tryLock() == null) {
                    channel.close();
                    return Optional.empty();
                }
                if (isStill(lock, channel)) {
                    return Optional.of(() -> {
                        Files.deleteIfExists(lock);
                        channel.close();
                    });
                }
                channel.close();
            }
        } catch (IOException e) {
            throw new ArchtestException("Cannot lock %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /**
     * Else the one before removed its file meanwhile, and whoever locked that one holds nothing. Told by the file's length, which
     * is made this process's own: a process that opens the file once more and closes it gives its lock up (POSIX, fcntl).
     */
    private static boolean isStill(Path file, FileChannel channel) throws IOException {
        long own = ProcessHandle.current().pid();
        channel.truncate(0);
        channel.write(ByteBuffer.allocate(1), own - 1);
        try {
            return Files.size(file) == own;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Whether another process keeps a stack of that name, or is starting or removing it. */
    public boolean isReserved(String name) {
        Optional<AutoCloseable> free = reserve(name);
        try {
            if (free.isPresent()) {
                free.get().close();
            }
        } catch (Exception e) {
            throw new ArchtestException("Cannot unlock %s: %s".formatted(folder, e.getMessage()), e);
        }
        return free.isEmpty();
    }

    /** What its keeper says while it starts and when it ends. */
    public Path log(String name) {
        return folder.resolve(name + ".log");
    }

    private Path file(String name) {
        return folder.resolve(name + SUFFIX);
    }
}
