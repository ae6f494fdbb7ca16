package io.archtest.model;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Finds many texts in one pass (Aho and Corasick, 1975), however many they are. Its state lives on from one character to the
 * next, so that a text may come in pieces and be broken over lines, which the libraries for this don't do.
 */
final class SecretAutomaton {
    private final int[] first = new int[128];
    private char[] letter = new char[64];
    private int[] child = new int[64];
    private int[] sibling = new int[64];
    private int[] fallback = new int[64];
    private int[] depth = new int[64];
    private int[] longest = new int[64];
    private int nodes = 1;

    /** @param texts none of them empty */
    SecretAutomaton(Collection<String> texts) {
        texts.forEach(this::add);
        link();
    }

    /** Begins a new text. */
    static int start() {
        return 0;
    }

    /** The state after one more character. */
    int next(int state, char c) {
        int at = state;
        while (true) {
            int target = edge(at, c);
            if (target != 0 || at == 0) {
                return target;
            }
            at = fallback[at];
        }
    }

    /** How many characters back the longest text reaches that may have begun. */
    int begun(int state) {
        return depth[state];
    }

    /** How many characters back the longest text reaches that ends here; 0 when none does. */
    int ended(int state) {
        return longest[state];
    }

    /** 0, which no edge leads to, where there is none. */
    private int edge(int node, char c) {
        if (node == 0 && c < first.length) {
            return first[c];
        }
        int target = child[node];
        while (target != 0 && letter[target] != c) {
            target = sibling[target];
        }
        return target;
    }

    private void add(String text) {
        int node = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int target = edge(node, c);
            node = target == 0 ? grown(node, c) : target;
        }
        longest[node] = depth[node];
    }

    private int grown(int parent, char c) {
        if (nodes == depth.length) {
            letter = Arrays.copyOf(letter, nodes * 2);
            child = Arrays.copyOf(child, nodes * 2);
            sibling = Arrays.copyOf(sibling, nodes * 2);
            fallback = Arrays.copyOf(fallback, nodes * 2);
            depth = Arrays.copyOf(depth, nodes * 2);
            longest = Arrays.copyOf(longest, nodes * 2);
        }
        letter[nodes] = c;
        sibling[nodes] = child[parent];
        child[parent] = nodes;
        depth[nodes] = depth[parent] + 1;
        if (parent == 0 && c < first.length) {
            first[c] = nodes;
        }
        return nodes++;
    }

    /** Where to go on when a text doesn't: level by level, since each needs those above it. */
    private void link() {
        ArrayDeque<Integer> level = new ArrayDeque<>(List.of(0));
        while (!level.isEmpty()) {
            int parent = level.remove();
            for (int node = child[parent]; node != 0; node = sibling[node]) {
                fallback[node] = parent == 0 ? 0 : next(fallback[parent], letter[node]);
                longest[node] = Math.max(longest[node], longest[fallback[node]]);
                level.add(node);
            }
        }
    }
}
