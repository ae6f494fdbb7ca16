package io.archtest.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Gives every vertex of a graph a row of bits, the same number for all and as few as can be, so that along every edge each of
 * the four pairs of bits appears at some position: a binary covering array on a graph (K. Meagher and B. Stevens, "Covering
 * arrays on graphs", Journal of Combinatorial Theory B 95, 2005). Every row holds both bits.
 *
 * <p>Four positions do for graphs of up to three colours, five for four, six for up to ten: {@code C(n-1, n/2-1)} colours fit
 * into {@code n} (D. J. Kleitman and J. Spencer, 1973), and no more.
 */
final class BinaryCover {
    /** Of one length; beyond it the search is given up, and the next length tried. */
    private static final int STEPS = 300_000;

    private static final int LONGEST_SEARCHED = 10;
    private static final int SHORTEST_WITH_EDGES = 4;

    private final List<BitSet> neighbours;

    private BinaryCover(List<BitSet> neighbours) {
        this.neighbours = neighbours;
    }

    /**
     * @param length the number of positions
     * @param rows by vertex; bit {@code i} is that of position {@code i}, and bit 0 is never set
     * @param proven whether no fewer positions do
     */
    record Result(int length, List<Integer> rows, boolean proven) {}

    /** @param neighbours by vertex, in both directions, without loops */
    static Result of(List<BitSet> neighbours) {
        return new BinaryCover(neighbours).cover();
    }

    private Result cover() {
        boolean joined = neighbours.stream().anyMatch(others -> !others.isEmpty());
        if (neighbours.isEmpty() || !joined) {
            // one bit and then the other
            return new Result(
                    neighbours.isEmpty() ? 1 : 2,
                    neighbours.stream().map(others -> 0b10).toList(),
                    true);
        }
        Result byColours = byColours();
        boolean proven = true;
        for (int length = lengthFor(clique()); length < byColours.length(); length++) {
            Search search = new Search(length);
            Optional<List<Integer>> found = length > LONGEST_SEARCHED ? Optional.empty() : search.rows();
            if (found.isPresent()) {
                return new Result(length, found.get(), proven);
            }
            proven &= length <= LONGEST_SEARCHED && !search.givenUp;
        }
        return new Result(byColours.length(), byColours.rows(), proven);
    }

    /** Always possible, and often the best: vertices of one colour get the same row. */
    private Result byColours() {
        List<Integer> colours = colours();
        int length =
                lengthFor(colours.stream().mapToInt(Integer::intValue).max().orElse(0) + 1);
        List<Integer> rows = rowsWithout0(length);
        return new Result(length, colours.stream().map(rows::get).toList(), false);
    }

    /** The shortest that has rows for so many vertices of which each is joined to each; no other rows would do with less. */
    private static int lengthFor(int vertices) {
        int length = SHORTEST_WITH_EDGES;
        while (rowsWithout0(length).size() < vertices) {
            length++;
        }
        return length;
    }

    /** How many vertices of which each is joined to each were found, maybe not all there are: they take rows of their own. */
    private int clique() {
        int best = 0;
        for (int start = 0; start < neighbours.size(); start++) {
            BitSet left = (BitSet) neighbours.get(start).clone();
            int size = 1;
            while (!left.isEmpty()) {
                left.and(neighbours.get(mostJoined(left)));
                size++;
            }
            best = Math.max(best, size);
        }
        return best;
    }

    private int mostJoined(BitSet vertices) {
        int best = vertices.nextSetBit(0);
        for (int vertex = best; vertex >= 0; vertex = vertices.nextSetBit(vertex + 1)) {
            if (neighbours.get(vertex).cardinality() > neighbours.get(best).cardinality()) {
                best = vertex;
            }
        }
        return best;
    }

    /** Those whose complements hold position 0 and half of the positions; any two of them go together. */
    private static List<Integer> rowsWithout0(int length) {
        List<Integer> rows = new ArrayList<>();
        int all = (1 << length) - 1;
        for (int row = 0; row <= all; row += 2) {
            if (Integer.bitCount(all & ~row) == length / 2) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** Greedy: always the vertex that sees most colours. */
    private List<Integer> colours() {
        int[] colours = new int[neighbours.size()];
        java.util.Arrays.fill(colours, -1);
        for (int done = 0; done < colours.length; done++) {
            int next = -1;
            int most = -1;
            for (int vertex = 0; vertex < colours.length; vertex++) {
                int seen = seen(vertex, colours).cardinality() * colours.length
                        + neighbours.get(vertex).cardinality();
                if (colours[vertex] < 0 && seen > most) {
                    next = vertex;
                    most = seen;
                }
            }
            colours[next] = seen(next, colours).nextClearBit(0);
        }
        return java.util.Arrays.stream(colours).boxed().toList();
    }

    private BitSet seen(int vertex, int[] colours) {
        BitSet seen = new BitSet();
        neighbours.get(vertex).stream().filter(other -> colours[other] >= 0).forEach(other -> seen.set(colours[other]));
        return seen;
    }

    /** Whether each pair of bits appears. */
    static boolean together(int one, int other, int length) {
        int all = (1 << length) - 1;
        return (one & other) != 0
                && (one & ~other & all) != 0
                && (~one & other & all) != 0
                && (~one & ~other & all) != 0;
    }

    /** All ways to give out rows of one length, until one fits or it takes too long. */
    private final class Search {
        private final int length;
        private final BitSet[] fitting;
        private final int[] given = new int[neighbours.size()];
        private int steps;
        private boolean givenUp;

        Search(int length) {
            this.length = length;
            this.fitting = new BitSet[1 << length];
            java.util.Arrays.fill(given, -1);
        }

        Optional<List<Integer>> rows() {
            List<BitSet> domains = new ArrayList<>();
            BitSet any = new BitSet();
            for (int row = 2; row < 1 << length; row += 2) {
                any.set(row);
            }
            neighbours.forEach(vertex -> domains.add((BitSet) any.clone()));
            return place(domains, true)
                    ? Optional.of(java.util.Arrays.stream(given).boxed().toList())
                    : Optional.empty();
        }

        private boolean place(List<BitSet> domains, boolean first) {
            int vertex = tightest(domains);
            if (vertex < 0) {
                return true;
            }
            BitSet domain = domains.get(vertex);
            for (int row = domain.nextSetBit(0); row >= 0; row = domain.nextSetBit(row + 1)) {
                if (++steps > STEPS) {
                    givenUp = true;
                    return false;
                }
                // positions are alike, so of the first rows with equally many bits one is enough
                if (first && !canonical(row)) {
                    continue;
                }
                given[vertex] = row;
                Optional<List<BitSet>> narrowed = narrowed(domains, vertex, row);
                if (narrowed.isPresent() && place(narrowed.get(), false)) {
                    return true;
                }
                given[vertex] = -1;
            }
            return false;
        }

        private boolean canonical(int row) {
            int bits = Integer.bitCount(row);
            return row == ((1 << bits) - 1) << 1;
        }

        private int tightest(List<BitSet> domains) {
            int best = -1;
            for (int vertex = 0; vertex < given.length; vertex++) {
                if (given[vertex] < 0 && (best < 0 || before(domains, vertex, best))) {
                    best = vertex;
                }
            }
            return best;
        }

        private boolean before(List<BitSet> domains, int one, int other) {
            int difference = domains.get(one).cardinality() - domains.get(other).cardinality();
            return difference < 0
                    || (difference == 0
                            && neighbours.get(one).cardinality()
                                    > neighbours.get(other).cardinality());
        }

        /** What is left for the others; nothing when one has no row left. */
        private Optional<List<BitSet>> narrowed(List<BitSet> domains, int vertex, int row) {
            List<BitSet> narrowed = new ArrayList<>(domains);
            BitSet others = neighbours.get(vertex);
            for (int other = others.nextSetBit(0); other >= 0; other = others.nextSetBit(other + 1)) {
                if (given[other] < 0) {
                    BitSet left = (BitSet) domains.get(other).clone();
                    left.and(fitting(row));
                    if (left.isEmpty()) {
                        return Optional.empty();
                    }
                    narrowed.set(other, left);
                }
            }
            return Optional.of(narrowed);
        }

        private BitSet fitting(int row) {
            BitSet known = fitting[row];
            if (known == null) {
                known = new BitSet();
                for (int other = 2; other < 1 << length; other += 2) {
                    known.set(other, together(row, other, length));
                }
                fitting[row] = known;
            }
            return known;
        }
    }
}
