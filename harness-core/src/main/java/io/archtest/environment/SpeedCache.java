package io.archtest.environment;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.host.Sha256;
import io.archtest.model.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What was measured in earlier runs: a file for each engine and architecture, which holds what it depends on as well. One
 * that depends on something else now, or can't be read, counts as none and is replaced. The runs of one process share what
 * was measured in it, also what isn't kept for others. Safe for use by several threads.
 */
public final class SpeedCache {
    /** More processes than processors, and they wait for one another. */
    public static final double BUSY = 1.0;

    private final @Nullable Path folder;
    private final double busy;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Remembered> ofThisProcess = new ConcurrentHashMap<>();

    /** @param busy a load for each processor above which nothing that was measured is kept */
    public SpeedCache(Path folder, double busy) {
        this.folder = folder;
        this.busy = busy;
    }

    private SpeedCache() {
        this.folder = null;
        this.busy = BUSY;
    }

    /** One that keeps nothing. */
    public static SpeedCache none() {
        return new SpeedCache();
    }

    double busy() {
        return busy;
    }

    private record Entry(Map<String, String> dependsOn, Speed speed) {}

    private record Remembered(Optional<Map<String, String>> dependsOn, Speed speed) {}

    /** What was measured in this process, of a host that was busy too. */
    Optional<Speed> remembered(String place, Optional<Map<String, String>> dependsOn) {
        return Optional.ofNullable(ofThisProcess.get(place))
                .filter(entry -> entry.dependsOn().equals(dependsOn))
                .map(entry -> entry.speed().fromCache());
    }

    /** @param dependsOn as far as it can be seen */
    void remember(String place, Optional<Map<String, String>> dependsOn, Speed speed) {
        ofThisProcess.put(place, new Remembered(dependsOn, speed));
    }

    /** @param place which engine and architecture it is of */
    Optional<Speed> find(String place, Map<String, String> dependsOn) {
        if (folder == null) {
            return Optional.empty();
        }
        try {
            Entry entry = json.readValue(Files.readAllBytes(file(folder, place)), Entry.class);
            boolean same = dependsOn.equals(entry.dependsOn());
            return same && entry.speed().complete() ? Optional.of(entry.speed().fromCache()) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException damaged) {
            // whatever stands there is no measurement; the next one replaces it
            return Optional.empty();
        }
    }

    /** Keeps it if it may be trusted; a sentence when it could not be written, which slows the next run only. */
    Optional<String> keep(String place, Map<String, String> dependsOn, Speed speed) {
        if (folder == null || !speed.trusted()) {
            return Optional.empty();
        }
        try {
            Files.createDirectories(folder);
            WholeFile.writePrivately(file(folder, place), json.writeValueAsBytes(new Entry(dependsOn, speed)));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    "what was measured of this engine can't be kept in %s, so the next run measures again: %s"
                            .formatted(folder, e.getMessage()));
        }
    }

    private static Path file(Path folder, String place) {
        return folder.resolve(Sha256.hex(place).substring(0, 16) + ".json");
    }
}
