package io.archtest.environment;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * How many components start at the same time where emulation makes each start heavy, so that they don't starve one another
 * until all miss their health checks. Whoever waits for a dependency has no slot yet. A slot is given back when the component
 * is ready or failed, and at the latest when {@code hold} says so: one that isn't ready by then may itself be waiting, without
 * having said so, for one that waits for a slot.
 */
final class StartSlots {
    private final int size;
    private final Executor hold;
    private final Queue<Waiting> waiting = new PriorityQueue<>(
            Comparator.comparingInt(Waiting::followers).reversed().thenComparingLong(Waiting::number));
    private int free;
    private long asked;

    private record Waiting(int followers, long number, CompletableFuture<Slot> turn) {}

    /** @param hold runs what it is given after the longest time that a slot is held */
    StartSlots(int size, Executor hold) {
        this.size = size;
        this.free = size;
        this.hold = hold;
    }

    /** Two for each processor: much of a start is waiting, if only for the next look of a health check. */
    static int sizeFor(int processors) {
        return 2 * Math.max(1, processors);
    }

    /** The right to start; giving it back twice is harmless. */
    final class Slot {
        private boolean back;

        void giveBack() {
            Waiting next;
            synchronized (StartSlots.this) {
                if (back) {
                    return;
                }
                back = true;
                next = waiting.poll();
                if (next == null) {
                    free++;
                }
            }
            if (next != null) {
                grant(next.turn());
            }
        }
    }

    /**
     * Completed when it is one's turn: those first that the most others wait for, since all that time adds up, then in the
     * order of asking.
     *
     * @param followers how many wait for it, at whatever distance
     * @param queued is told when it isn't at once
     */
    CompletableFuture<Slot> take(int followers, Runnable queued) {
        CompletableFuture<Slot> turn = new CompletableFuture<>();
        boolean now;
        synchronized (this) {
            now = free > 0;
            if (now) {
                free--;
            } else {
                waiting.add(new Waiting(followers, asked++, turn));
            }
        }
        if (now) {
            grant(turn);
        } else {
            queued.run();
        }
        return turn;
    }

    int size() {
        return size;
    }

    private void grant(CompletableFuture<Slot> turn) {
        Slot slot = new Slot();
        hold.execute(slot::giveBack);
        turn.complete(slot);
    }
}
