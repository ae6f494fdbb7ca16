package io.archtest.model;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Passes one text on without the secrets in it. Line ends within a secret count for nothing: whoever wraps lines wraps
 * secrets too. What may still become one is held back until that is decided.
 */
final class SecretScan {
    static final String REDACTED = "[secret]";

    /** Stands where a text was cut; so much of a secret before it is one that was cut. */
    private static final char CUT = '…';

    private static final int TELLING_PART = 4;

    private final SecretAutomaton automaton;
    private final StringBuilder passed;
    private final StringBuilder held = new StringBuilder();
    /** Where each held character stands that is no line end, counted from the beginning of {@link #held}. */
    private int[] solid = new int[64];

    private int solids;
    private int state = SecretAutomaton.start();
    private boolean lineBegins;
    /** Found and not yet passed, in order. */
    private final ArrayDeque<Place> secrets = new ArrayDeque<>();

    private record Place(int from, int to) {}

    /** @param passed gets what is decided */
    SecretScan(SecretAutomaton automaton, StringBuilder passed) {
        this.automaton = automaton;
        this.passed = passed;
    }

    void next(char c) {
        if (c == CUT && automaton.begun(state) >= TELLING_PART) {
            found(automaton.begun(state));
        }
        if (c == '\n' || c == '\r') {
            lineBegins = true;
            beside(c);
            return;
        }
        int after = automaton.next(state, c);
        if (lineBegins && (c == ' ' || c == '\t') && automaton.begun(after) <= automaton.begun(state)) {
            beside(c); // of a text that was indented
            return;
        }
        lineBegins = false;
        held.append(c);
        if (solids == solid.length) {
            solid = Arrays.copyOf(solid, solids * 2);
        }
        solid[solids++] = held.length() - 1;
        state = after;
        found(automaton.ended(state));
        int begun = automaton.begun(state);
        pass(begun == 0 ? held.length() : solid[solids - begun]);
    }

    /** A character that stands between those of the text and is none of them: a line's end, a time before each line. */
    void beside(char c) {
        held.append(c);
        if (automaton.begun(state) == 0) {
            pass(held.length());
        }
    }

    /** Decides now, unless so much of a secret is there that it is likely to become one. */
    void release() {
        int begun = automaton.begun(state);
        if (begun < TELLING_PART || automaton.ended(state) == begun) {
            end();
        }
    }

    /** Nothing more comes that belongs to what came. */
    void end() {
        pass(held.length());
        state = SecretAutomaton.start();
    }

    private void found(int length) {
        if (length == 0) {
            return;
        }
        int from = solid[solids - length];
        while (!secrets.isEmpty() && secrets.getLast().to > from) {
            from = Math.min(from, secrets.removeLast().from);
        }
        secrets.addLast(new Place(from, solid[solids - 1] + 1));
    }

    /** Decides on all before that place: no secret that is still to be found begins there. */
    private void pass(int decided) {
        int done = 0;
        while (!secrets.isEmpty() && secrets.getFirst().to <= decided) {
            Place secret = secrets.removeFirst();
            passed.append(held, done, secret.from).append(REDACTED);
            done = secret.to;
        }
        int upTo = secrets.isEmpty() ? decided : Math.min(decided, secrets.getFirst().from);
        passed.append(held, done, upTo);
        forget(upTo);
    }

    private void forget(int count) {
        if (count == 0) {
            return;
        }
        held.delete(0, count);
        int kept = 0;
        for (int i = 0; i < solids; i++) {
            if (solid[i] >= count) {
                solid[kept++] = solid[i] - count;
            }
        }
        solids = kept;
        for (int i = secrets.size(); i > 0; i--) {
            Place secret = secrets.removeFirst();
            secrets.addLast(new Place(secret.from - count, secret.to - count));
        }
    }
}
