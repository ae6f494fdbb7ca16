package io.archtest.environment;

import java.util.ArrayDeque;
import java.util.Deque;
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
    private final Deque<CompletableFuture<Slot>> waiting = new ArrayDeque<>();
    private int free;

    /** @param hold runs what it is given after the longest time that a slot is held */
    StartSlots(int size, Executor hold) {
        this.size = size;
        this.free = size;
        this.hold = hold;
    }

    /** One for each processor, and two at the least, so that one that waits for something doesn't hold up everything. */
    static int sizeFor(int processors) {
        return Math.max(2, processors);
    }

    /** The right to start; giving it back twice is harmless. */
    final class Slot {
        private boolean back;

        void giveBack() {
            CompletableFuture<Slot> next;
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
                grant(next);
            }
        }
    }

    /** Completed when it is one's turn, in the order of asking. {@code queued} is told when that isn't at once. */
    CompletableFuture<Slot> take(Runnable queued) {
        CompletableFuture<Slot> turn = new CompletableFuture<>();
        boolean now;
        synchronized (this) {
            now = free > 0;
            if (now) {
                free--;
            } else {
                waiting.add(turn);
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
