package io.archtest.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StartSlotsTest {
    private final List<Runnable> held = new ArrayList<>();
    private final List<String> queued = new ArrayList<>();
    private final StartSlots slots = new StartSlots(2, held::add);

    @Test
    void asManyStartAsThereAreSlotsAndTheNextOneInTurn() {
        CompletableFuture<StartSlots.Slot> first = take("first");
        take("second");
        CompletableFuture<StartSlots.Slot> third = take("third");
        CompletableFuture<StartSlots.Slot> fourth = take("fourth");
        assertThat(queued).containsExactly("third", "fourth");
        assertThat(third).isNotDone();

        first.join().giveBack();
        first.join().giveBack();

        assertThat(third).isCompleted();
        assertThat(fourth).as("what is given back twice is one slot").isNotDone();
    }

    @Test
    void thoseThatOthersWaitForComeFirst() {
        CompletableFuture<StartSlots.Slot> first = take("first");
        take("second");
        CompletableFuture<StartSlots.Slot> alone = take("alone");
        CompletableFuture<StartSlots.Slot> awaited = slots.take(3, () -> queued.add("awaited"));

        first.join().giveBack();

        assertThat(awaited).isCompleted();
        assertThat(alone).isNotDone();
    }

    @Test
    void oneThatWaitsForAnotherWithoutSayingSoDoesNotHoldItUpForEver() {
        take("first");
        take("second");
        CompletableFuture<StartSlots.Slot> whomTheyNeed = take("third");

        held.get(0).run();

        assertThat(whomTheyNeed).isCompleted();
    }

    @Test
    void theNumberFollowsFromTheEnginesProcessors() {
        assertThat(StartSlots.sizeFor(1)).isEqualTo(2);
        assertThat(StartSlots.sizeFor(8)).isEqualTo(16);
    }

    private CompletableFuture<StartSlots.Slot> take(String who) {
        return slots.take(0, () -> queued.add(who));
    }
}
