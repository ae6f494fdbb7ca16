package io.archtest.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinaryCoverTest {
    /** Every graph of up to six vertices; the fewest positions are found by trying all rows for all vertices, in order. */
    @Test
    void noneIsLongerThanWhatTryingEverythingFinds() {
        for (int vertices = 1; vertices <= 6; vertices++) {
            int pairs = vertices * (vertices - 1) / 2;
            for (int graph = 0; graph < 1 << pairs; graph++) {
                List<BitSet> neighbours = graph(vertices, graph);
                BinaryCover.Result result = BinaryCover.of(neighbours);
                assertCovers(neighbours, result);
                assertThat(result.proven()).isTrue();
                if (result.length() > 4) {
                    assertThat(possible(neighbours, result.length() - 1))
                            .as("%d positions for graph %x of %d vertices", result.length() - 1, graph, vertices)
                            .isFalse();
                }
            }
        }
    }

    /** K. Meagher and B. Stevens: how many positions as many colours take. */
    @ParameterizedTest
    @CsvSource({"2, 4", "3, 4", "4, 5", "5, 6", "10, 6"})
    void whereAllTalkToAllItTakesWhatTheirNumberTakes(int vertices, int positions) {
        BinaryCover.Result result = BinaryCover.of(graph(vertices, -1));

        assertThat(result.length()).isEqualTo(positions);
        assertThat(result.proven()).isTrue();
    }

    @Test
    void whoTalksToNobodyRunsOnBothAllTheSame() {
        assertThat(BinaryCover.of(graph(3, 0))).isEqualTo(new BinaryCover.Result(2, List.of(0b10, 0b10, 0b10), true));
        assertThat(BinaryCover.of(List.of()).length()).isEqualTo(1);
    }

    /** A ring of five around a hub has four colours, though no four of them talk to each other. */
    @Test
    void coloursCountAndNotCliques() {
        List<BitSet> wheel = graph(6, 0);
        for (int i = 0; i < 5; i++) {
            join(wheel, i, (i + 1) % 5);
            join(wheel, i, 5);
        }

        assertThat(BinaryCover.of(wheel).length()).isEqualTo(5);
    }

    @Test
    void largeGraphsAreCoveredTooAndItSaysWhatIsNotProven() {
        Random random = new Random(20261125);
        for (int round = 0; round < 5; round++) {
            List<BitSet> neighbours = graph(200, 0);
            for (int edges = 0; edges < 1500; edges++) {
                int one = random.nextInt(200);
                int other = random.nextInt(200);
                if (one != other) {
                    join(neighbours, one, other);
                }
            }
            BinaryCover.Result result = BinaryCover.of(neighbours);
            assertCovers(neighbours, result);
            assertThat(result.length()).isLessThanOrEqualTo(6);
        }
    }

    /** The search is bounded by steps, not by time: what it finds is the same on a slow machine. */
    @Test
    void aLargeGraphHasTheSameCoverEachTime() {
        for (int edges : new int[] {200, 800, 3000}) {
            List<BitSet> neighbours = graph(200, 0);
            Random random = new Random(edges);
            for (int i = 0; i < edges; i++) {
                int one = random.nextInt(200);
                join(neighbours, one, (one + 1 + random.nextInt(199)) % 200);
            }

            BinaryCover.Result result = BinaryCover.of(neighbours);

            assertCovers(neighbours, result);
            assertThat(BinaryCover.of(neighbours)).isEqualTo(result);
        }
    }

    /** So many groups, of which all talk to all others' members, 200 vertices each. */
    @ParameterizedTest
    @CsvSource({"2, 4", "3, 4", "4, 5", "5, 6", "7, 6", "10, 6", "200, 11"})
    void theirNumberOfColoursDecidesForLargeOnesToo(int colours, int positions) {
        List<BitSet> neighbours = graph(200, 0);
        for (int one = 0; one < 200; one++) {
            for (int other = 0; other < one; other++) {
                if (one % colours != other % colours) {
                    join(neighbours, one, other);
                }
            }
        }

        BinaryCover.Result result = BinaryCover.of(neighbours);

        assertCovers(neighbours, result);
        assertThat(result.length()).isEqualTo(positions);
        assertThat(result.proven()).isTrue();
    }

    private static void assertCovers(List<BitSet> neighbours, BinaryCover.Result result) {
        for (int vertex = 0; vertex < neighbours.size(); vertex++) {
            int row = result.rows().get(vertex);
            assertThat(row).isBetween(1, (1 << result.length()) - 2);
            for (int other : neighbours.get(vertex).stream().toArray()) {
                assertThat(pairs(row, result.rows().get(other), result.length()))
                        .isEqualTo(4);
            }
        }
    }

    /** By looking at each position; not by the tricks of the class under test. */
    private static long pairs(int one, int other, int length) {
        BitSet pairs = new BitSet();
        for (int i = 0; i < length; i++) {
            pairs.set((one >> i & 1) * 2 + (other >> i & 1));
        }
        return pairs.cardinality();
    }

    private static boolean possible(List<BitSet> neighbours, int length) {
        return possible(neighbours, length, new ArrayList<>());
    }

    private static boolean possible(List<BitSet> neighbours, int length, List<Integer> rows) {
        int vertex = rows.size();
        if (vertex == neighbours.size()) {
            return true;
        }
        // a row and its complement go together with the same rows, so those without bit 0 are enough
        for (int row = 0; row < 1 << length; row += 2) {
            int candidate = row;
            boolean fits = neighbours.get(vertex).stream()
                    .filter(other -> other < vertex)
                    .allMatch(other -> pairs(candidate, rows.get(other), length) == 4);
            if (fits) {
                rows.add(row);
                if (possible(neighbours, length, rows)) {
                    return true;
                }
                rows.remove(rows.size() - 1);
            }
        }
        return false;
    }

    /** The pairs of vertices are counted through; bit i of {@code edges} says whether the i-th is joined. */
    private static List<BitSet> graph(int vertices, int edges) {
        List<BitSet> neighbours = new ArrayList<>();
        for (int i = 0; i < vertices; i++) {
            neighbours.add(new BitSet());
        }
        int pair = 0;
        for (int one = 0; one < vertices; one++) {
            for (int other = one + 1; other < vertices; other++) {
                if (edges == -1 || (edges >> pair & 1) == 1) {
                    join(neighbours, one, other);
                }
                pair++;
            }
        }
        return neighbours;
    }

    private static void join(List<BitSet> neighbours, int one, int other) {
        neighbours.get(one).set(other);
        neighbours.get(other).set(one);
    }
}
