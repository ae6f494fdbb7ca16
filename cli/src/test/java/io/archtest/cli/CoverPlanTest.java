package io.archtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code plan --placement cover} prints; no engine answers. */
class CoverPlanTest {
    private static final String STACK = """
            services:
              db: { image: "db:1", expose: ["5432"], volumes: ["data:/data"] }
              cache: { image: "cache:1", expose: ["6379"], volumes: ["data:/data"], depends_on: [db] }
              web:
                image: "web:1"
                depends_on: [db, cache]
                platform: linux/arm64
              worker-whose-name-is-longer: { image: "worker:1", depends_on: [db] }
            volumes: { data: {} }
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();

    @Test
    void everyLinkHasARowWithThePlacementsThatUseItAndTheReasonsForWhatNobodyCan() throws IOException {
        List<String> lines = planned();

        assertThat(lines)
                .containsSubsequence(
                        "cover: 4 placements in place of 2^2 = 4 use every link in all combinations that",
                        "  its ends allow; no fewer do",
                        "  from -> to, in the placements cover-...    arm>arm  arm>x86  x86>arm  x86>x86",
                        "  cache -> db                                2,3      -        -        1,4",
                        "  web -> db                                  2,3      1,4      -        -",
                        "  web -> cache                               2,3      1,4      -        -",
                        "  worker-whose-name-is-longer -> db          2        4        3        1",
                        "  -: 'db' and 'cache' both use volume 'data', and engines of different",
                        "    architectures share no files (one engine that serves both must not hide",
                        "    that) (cache -> db)",
                        "  -: 'web' is pinned to arm64 by platform (compose.yaml:7:5) (web -> db, web ->",
                        "    cache)");
        assertThat(String.join(" ", lines).replaceAll(" +", " "))
                .contains("! whether images exist for both architectures is not known, and pins nothing: db:1, cache:1,"
                        + " worker:1 (no engine answers that could tell)");
    }

    @Test
    void itFitsEightyColumns() throws IOException {
        assertThat(planned().stream().takeWhile(line -> !line.isEmpty()))
                .hasSizeGreaterThan(10)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    private List<String> planned() throws IOException {
        Path file = Files.writeString(folder.resolve("compose.yaml"), STACK);
        int code = new Archtest(new Surroundings(
                        new PrintWriter(out, true), new PrintWriter(new StringWriter()), Map.of(), false))
                .run("plan", file.toString(), "--placement", "cover", "--engine", "unix:///nonexistent.sock");
        assertThat(code).isZero();
        return out.toString()
                .lines()
                .filter(line -> !line.startsWith("scenario "))
                .toList();
    }
}
