package io.archtest.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.model.Architecture;
import io.archtest.model.ComponentName;
import io.archtest.model.Placement;
import io.archtest.scenario.Scenario;
import io.archtest.testing.ScenarioFixture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Covers of small graphs with pins and with components that can't be parted, against a search that knows none of their
 * theory: it counts through all placements there are, sees what they can use at all, and looks for fewer that use it all.
 */
class CoverOptimalityTest {
    /**
     * One small system.
     *
     * @param edges pairs of vertices
     * @param pins by vertex: -1 for free, else an architecture's ordinal
     * @param groups by vertex: the number of the group that it belongs to
     */
    private record System(List<int[]> edges, int[] pins, int[] groups) {
        int size() {
            return pins.length;
        }

        boolean contradicts() {
            return IntStream.range(0, size())
                    .anyMatch(one -> IntStream.range(0, one)
                            .anyMatch(other -> groups[one] == groups[other]
                                    && pins[one] >= 0
                                    && pins[other] >= 0
                                    && pins[one] != pins[other]));
        }

        /** Bit {@code i} is the architecture of vertex {@code i}. */
        boolean allows(int placement) {
            for (int one = 0; one < size(); one++) {
                if (pins[one] >= 0 && pins[one] != (placement >> one & 1)) {
                    return false;
                }
                for (int other = 0; other < one; other++) {
                    if (groups[one] == groups[other] && (placement >> one & 1) != (placement >> other & 1)) {
                        return false;
                    }
                }
            }
            return true;
        }

        /** What a placement shows: each edge in one combination, and each vertex on one architecture. */
        BitSet shows(int placement) {
            BitSet shown = new BitSet();
            for (int i = 0; i < edges.size(); i++) {
                int[] edge = edges.get(i);
                shown.set(i * 4 + (placement >> edge[0] & 1) * 2 + (placement >> edge[1] & 1));
            }
            for (int vertex = 0; vertex < size(); vertex++) {
                shown.set(edges.size() * 4 + vertex * 2 + (placement >> vertex & 1));
            }
            return shown;
        }

        @Override
        public String toString() {
            return "edges %s, pins %s, groups %s"
                    .formatted(
                            edges.stream().map(Arrays::toString).toList(),
                            Arrays.toString(pins),
                            Arrays.toString(groups));
        }
    }

    /** All graphs with all pins and all ways to form groups: 64 x 81 x 15 of four vertices. */
    @Test
    void ofUpToFourVerticesEachIsTheBest() {
        int seen = 0;
        for (int size = 1; size <= 4; size++) {
            for (int[] groups : groupings(size)) {
                for (int pins = 0; pins < Math.pow(3, size); pins++) {
                    for (int graph = 0; graph < 1 << size * (size - 1) / 2; graph++) {
                        System system = new System(edges(size, graph), pins(size, pins), groups);
                        if (!system.contradicts()) {
                            assertBest(system);
                            seen++;
                        }
                    }
                }
            }
        }
        assertThat(seen).isGreaterThan(40_000);
    }

    /** A sample: there are 32,768 x 729 x 203 of six vertices. */
    @Test
    void ofFiveAndSixVerticesEachOfASampleIsTheBest() {
        Random random = new Random(20261126);
        for (int i = 0; i < 4000; i++) {
            int size = 5 + i % 2;
            int[] pins = IntStream.range(0, size)
                    .map(any -> random.nextInt(4) == 0 ? random.nextInt(2) : -1)
                    .toArray();
            int[] groups = IntStream.range(0, size)
                    .map(vertex -> random.nextInt(3) == 0 ? random.nextInt(vertex + 1) : vertex)
                    .toArray();
            System system = new System(edges(size, random.nextInt(1 << size * (size - 1) / 2)), pins, groups);
            if (!system.contradicts()) {
                assertBest(system);
            }
        }
    }

    private static void assertBest(System system) {
        List<BitSet> all = IntStream.range(0, 1 << system.size())
                .filter(system::allows)
                .mapToObj(system::shows)
                .toList();
        BitSet possible = union(all);
        Cover cover = cover(system);
        List<BitSet> chosen = cover.placements().stream()
                .map(placement -> {
                    int bits = bits(system, placement);
                    assertThat(system.allows(bits))
                            .as("%s of %s", placement, system)
                            .isTrue();
                    return system.shows(bits);
                })
                .toList();

        assertThat(union(chosen)).as("%s", system).isEqualTo(possible);
        assertThat(cover.proven()).isTrue();
        assertThat(coverable(possible, all, chosen.size() - 1))
                .as("%d placements for %s", chosen.size() - 1, system)
                .isFalse();
    }

    private static BitSet union(List<BitSet> sets) {
        BitSet union = new BitSet();
        sets.forEach(union::or);
        return union;
    }

    /** Whether so many do: the first thing that is missing must be shown by one of them. */
    private static boolean coverable(BitSet missing, List<BitSet> all, int number) {
        if (missing.isEmpty()) {
            return true;
        }
        if (number == 0) {
            return false;
        }
        int first = missing.nextSetBit(0);
        for (BitSet one : all) {
            if (one.get(first)) {
                BitSet rest = (BitSet) missing.clone();
                rest.andNot(one);
                if (coverable(rest, all, number - 1)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Cover cover(System system) {
        ScenarioFixture fixture = new ScenarioFixture();
        Map<ComponentName, Architecture> pins = new TreeMap<>();
        for (int vertex = 0; vertex < system.size(); vertex++) {
            fixture.withVolume("v" + vertex, "group" + system.groups()[vertex]);
            if (system.pins()[vertex] >= 0) {
                pins.put(name(vertex), Architecture.values()[system.pins()[vertex]]);
            }
        }
        system.edges().forEach(edge -> fixture.edge("v" + edge[0], "v" + edge[1], 1));
        Scenario scenario = fixture.build();
        return CoveringPlacements.of(scenario, Architecture.X86_64, Groups.of(scenario, false), pins);
    }

    private static int bits(System system, Placement placement) {
        return IntStream.range(0, system.size())
                .map(vertex -> placement.of(name(vertex)).ordinal() << vertex)
                .sum();
    }

    private static ComponentName name(int vertex) {
        return ComponentName.of("v" + vertex);
    }

    private static List<int[]> edges(int size, int graph) {
        List<int[]> edges = new ArrayList<>();
        int pair = 0;
        for (int one = 0; one < size; one++) {
            for (int other = one + 1; other < size; other++) {
                if ((graph >> pair++ & 1) == 1) {
                    edges.add(new int[] {one, other});
                }
            }
        }
        return edges;
    }

    /** In base three. */
    private static int[] pins(int size, int number) {
        int[] pins = new int[size];
        int rest = number;
        for (int vertex = 0; vertex < size; vertex++) {
            pins[vertex] = rest % 3 - 1;
            rest /= 3;
        }
        return pins;
    }

    /** All partitions: each vertex joins a group that is there, or begins the next one. */
    private static List<int[]> groupings(int size) {
        List<int[]> groupings = List.of(new int[0]);
        for (int vertex = 0; vertex < size; vertex++) {
            List<int[]> longer = new ArrayList<>();
            for (int[] grouping : groupings) {
                int next = highest(grouping) + 1;
                for (int group = 0; group <= next; group++) {
                    int[] one = Arrays.copyOf(grouping, vertex + 1);
                    one[vertex] = group;
                    longer.add(one);
                }
            }
            groupings = longer;
        }
        return groupings;
    }

    private static int highest(int[] groups) {
        return Arrays.stream(groups).max().orElse(-1);
    }
}
