package io.archtest.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeedCacheTest {
    private static final Map<String, String> FACTS = Map.of("engine version", "20.10", "emulator", "qemu sha256:1");
    private static final String WHOLE =
            "load 0 0\nprocess-start 8\ninterpreter 4\ncrypto 3\nfile-system 9\nnetwork 6\n";

    @TempDir
    Path folder;

    @Test
    void whatWasKeptIsFoundAndMarkedAsOfAnEarlierRun() {
        assertThat(cache().keep("place", FACTS, speed(WHOLE))).isEmpty();
        assertThat(cache().find("place", FACTS)).hasValueSatisfying(found -> {
            assertThat(found.cached()).isTrue();
            assertThat(found.micros()).containsEntry("crypto", 3.0);
        });
        assertThat(cache().find("another place", FACTS)).isEmpty();
    }

    @Test
    void anotherEmulatorIsMeasuredAnewAndReplacesWhatWasKept() throws IOException {
        cache().keep("place", FACTS, speed(WHOLE));
        Map<String, String> updated = Map.of("engine version", "20.10", "emulator", "qemu sha256:2");
        assertThat(cache().find("place", updated)).isEmpty();
        cache().keep("place", updated, speed(WHOLE));
        assertThat(cache().find("place", updated)).isPresent();
        assertThat(files()).hasSize(1);
    }

    @Test
    void whatMayNotBeTrustedIsNotKept() throws IOException {
        cache().keep("place", FACTS, speed(WHOLE.replace("load 0 0", "load 9 9")));
        cache().keep("place", FACTS, speed(WHOLE.replace("network 6\n", "")));
        assertThat(files()).isEmpty();
    }

    @Test
    void theRunsOfOneProcessShareWhatMayNotBeTrustedByOthers() {
        SpeedCache cache = cache();
        cache.remember("place", Optional.of(FACTS), speed(WHOLE.replace("load 0 0", "load 9 9")));
        cache.remember("unseen emulator", Optional.empty(), speed(WHOLE));

        assertThat(cache.remembered("place", Optional.of(FACTS)))
                .hasValueSatisfying(found -> assertThat(found.cached()).isTrue());
        assertThat(cache.remembered("unseen emulator", Optional.empty())).isPresent();
        assertThat(cache.remembered("place", Optional.of(Map.of("emulator", "qemu sha256:2"))))
                .isEmpty();
        assertThat(cache().remembered("place", Optional.of(FACTS)))
                .as("another process")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"dependsOn\":null}",
                "{\"dependsOn\":{\"engine version\":\"20.10\",\"emulator\":\"qemu sha256:1\"}}",
                "{\"dependsOn\":{\"engine version\":\"20.10\",\"emulator\":\"qemu sha256:1\"},\"speed\":{\"micros\":{\"crypto\":-1},\"notes\":[]}}"
            })
    void aDamagedFileCountsAsNoneAndIsReplaced(String content) throws IOException {
        cache().keep("place", FACTS, speed(WHOLE));
        Files.writeString(files().get(0), content);
        assertThat(cache().find("place", FACTS)).isEmpty();
        cache().keep("place", FACTS, speed(WHOLE));
        assertThat(cache().find("place", FACTS)).isPresent();
    }

    @Test
    void aFolderThatCannotBeWrittenIsSaidAndNoFailure() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(new SpeedCache(file, SpeedCache.BUSY).keep("place", FACTS, speed(WHOLE)))
                .hasValueSatisfying(said -> assertThat(said).contains(file.toString()));
    }

    private SpeedCache cache() {
        return new SpeedCache(folder, SpeedCache.BUSY);
    }

    private static Speed speed(String output) {
        return Speed.parse(output, 1, SpeedCache.BUSY, Duration.ZERO);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
