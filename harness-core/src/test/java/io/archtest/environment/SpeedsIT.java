package io.archtest.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.model.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeedsIT {
    @TempDir
    Path folder;

    @Test
    void bothArchitecturesAreMeasuredOnceUntilTheEngineIsAnotherOne() throws IOException {
        String compose = """
                services:
                  one:
                    image: example/one:1
                    command: ["sleep", "600"]
                """;
        Map<Architecture, Speed> first = measured(compose);
        assertThat(first).hasSize(1);
        Speed emulated = first.get(Architecture.ARM64);
        assertThat(emulated.complete()).as("%s", emulated).isTrue();
        assertThat(emulated.cached()).isFalse();

        assertThat(measured(compose).get(Architecture.ARM64).cached()).isTrue();

        for (Path file : files()) {
            Files.writeString(
                    file, Files.readString(file).replace("engine version\":\"", "engine version\":\"another "));
        }
        assertThat(measured(compose).get(Architecture.ARM64).cached()).isFalse();
    }

    private Map<Architecture, Speed> measured(String compose) {
        try (StartedFile started = new StartedFile(folder, compose, Architecture.ARM64)
                .start(new SpeedCache(folder.resolve("speeds"), Double.MAX_VALUE))) {
            // by an order of magnitude, whatever the host does
            assertThat(started.slowness(Architecture.ARM64).processStart()).isGreaterThan(2);
            return Map.of(Architecture.ARM64, started.speed(Architecture.ARM64));
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("speeds"))) {
            List<Path> all = files.toList();
            assertThat(all).as("native and emulated").hasSize(2);
            return all;
        }
    }
}
