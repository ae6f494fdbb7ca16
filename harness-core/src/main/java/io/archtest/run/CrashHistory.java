package io.archtest.run;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.cause.Crash;
import io.archtest.cause.EmulatorFault;
import io.archtest.model.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The crashes of containers on this host, by the content that they happened in: the newest few of each, and of the newest
 * few contents. Holds no log lines, only what an emulator itself says. Two processes that write at once may lose one of
 * two entries, never the file.
 */
public final class CrashHistory {
    private static final int ENTRIES = 40;
    private static final int CONTENTS = 100;
    private static final TypeReference<List<EmulatorFault.Failure>> FAILURES = new TypeReference<>() {};

    private final Path folder;
    private final ObjectMapper json = new ObjectMapper();

    public CrashHistory(Path folder) {
        this.folder = folder;
    }

    /**
     * Keeps them, and returns all that are known of that content, the oldest first. Those of an earlier image of the same
     * component are left out.
     *
     * @param content a digest, as of {@link ContentDigest}
     * @throws IOException when the folder can't be written
     */
    synchronized List<EmulatorFault.Failure> add(String content, String run, List<Crash> crashes) throws IOException {
        Path file = folder.resolve(content + ".json");
        Set<EmulatorFault.Failure> all = new LinkedHashSet<>(read(file));
        crashes.forEach(crash -> all.add(new EmulatorFault.Failure(run, crash)));
        List<EmulatorFault.Failure> kept = List.copyOf(all);
        kept = kept.subList(Math.max(0, kept.size() - ENTRIES), kept.size());
        if (!crashes.isEmpty()) {
            write(file, kept);
            forgetOldest();
        }
        return ofTheNewestImages(kept);
    }

    private List<EmulatorFault.Failure> read(Path file) throws IOException {
        try {
            return json.readValue(Files.readAllBytes(file), FAILURES);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            return List.of(); // of another version; it is written anew
        }
    }

    private void write(Path file, List<EmulatorFault.Failure> failures) throws IOException {
        Files.createDirectories(folder);
        WholeFile.writePrivately(file, json.writeValueAsBytes(failures));
    }

    private void forgetOldest() throws IOException {
        Map<Path, FileTime> files = new HashMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file :
                    all.filter(path -> path.toString().endsWith(".json")).toList()) {
                files.put(file, Files.getLastModifiedTime(file));
            }
        }
        List<Path> oldest = files.entrySet().stream()
                .sorted(Map.Entry.<Path, FileTime>comparingByValue(Comparator.reverseOrder()))
                .skip(CONTENTS)
                .map(Map.Entry::getKey)
                .toList();
        for (Path file : oldest) {
            Files.deleteIfExists(file);
        }
    }

    private static List<EmulatorFault.Failure> ofTheNewestImages(List<EmulatorFault.Failure> failures) {
        Map<String, String> newest = new HashMap<>();
        failures.forEach(failure -> newest.put(place(failure), failure.crash().image()));
        List<EmulatorFault.Failure> same = new ArrayList<>(failures);
        same.removeIf(failure -> !failure.crash().image().equals(newest.get(place(failure))));
        return List.copyOf(same);
    }

    /** The image for the other architecture is another one, and not a newer one. */
    private static String place(EmulatorFault.Failure failure) {
        return failure.crash().component() + (failure.crash().emulated() ? " emulated" : " native");
    }
}
