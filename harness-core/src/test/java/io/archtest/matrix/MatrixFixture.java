package io.archtest.matrix;

import io.archtest.matrix.MatrixRequest.Wanted;
import io.archtest.scenario.ScenarioReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Requests for matrices of Compose files in a folder. */
final class MatrixFixture {
    static final LocalDate DAY = LocalDate.of(2026, 11, 25);

    private static final String TWO = """
            services:
              web: { image: "example/web:1", expose: ["80"] }
              client: { image: "example/client:1" }
            x-archtest:
              placements:
                default: { emulated: [client] }
            """;

    private final Path folder;
    List<String> placements = List.of();
    List<Lane> lanes = Lanes.of(List.of(CiService.GITHUB), Set.of(), List.of());
    boolean smoke;

    MatrixFixture(Path folder) {
        this.folder = folder;
    }

    MatrixFixture runners(String... names) {
        lanes = Lanes.of(List.of(CiService.GITHUB), Set.of(names), List.of());
        return this;
    }

    MatrixFixture placements(String... names) {
        placements = List.of(names);
        return this;
    }

    /** A scenario with two components, of which the default emulates one. */
    Wanted two(String name) {
        return scenario(name, TWO);
    }

    Wanted scenario(String name, String compose) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, compose);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Wanted(name, () -> new ScenarioReader().read(file, Map.of(), Map.of()));
    }

    JobMatrix plan(Wanted... scenarios) {
        return plan(DAY, scenarios);
    }

    JobMatrix plan(LocalDate day, Wanted... scenarios) {
        MatrixRequest request = new MatrixRequest(Arrays.asList(scenarios), placements, Map.of(), lanes, smoke);
        return MatrixPlanner.plan(request, day);
    }
}
