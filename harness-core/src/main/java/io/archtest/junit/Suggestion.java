package io.archtest.junit;

import java.util.Comparator;
import java.util.List;

/** The word that was probably meant. */
final class Suggestion {
    private Suggestion() {}

    /** {@code ". Did you mean 'web'?"}, or nothing when none of the known words is near. */
    static String of(String wrong, List<String> known) {
        int near = Math.max(1, wrong.length() / 3);
        return known.stream()
                .filter(word -> distance(wrong, word) <= near)
                .min(Comparator.comparingInt(word -> distance(wrong, word)))
                .map(". Did you mean '%s'?"::formatted)
                .orElse("");
    }

    /** Letters to be changed, added, left out or swapped with their neighbour. */
    private static int distance(String one, String other) {
        int[][] cost = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(cost[i - 1][j - 1] + change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                boolean swapped = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[one.length()][other.length()];
    }
}
