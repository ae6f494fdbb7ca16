package io.archtest.scenarios.mastodon;

import io.archtest.check.SystemUnderTest;
import io.archtest.model.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Puts a job that changes nothing into one of Mastodon's Sidekiq queues, and asks which component did it. For checks of any
 * scenario with Mastodon's processes, and for tests; it needs no state of its own, and may be used by several threads.
 */
public final class QueueCanary {
    private static final Duration CONSUMED = Duration.ofSeconds(15);

    private final Function<SystemUnderTest, RedisRegisters> connect;

    /** @param redis the component in whose Redis, at port 6379, the queues are */
    public QueueCanary(String redis) {
        this(system -> JedisRegisters.connect(system, redis));
    }

    QueueCanary(Function<SystemUnderTest, RedisRegisters> connect) {
        this.connect = connect;
    }

    /**
     * Blocks until the job is done, or 15 s, more under emulation, have passed.
     *
     * @param consumers of which one must do it
     * @param strangers of which none may touch it
     */
    public Outcome ask(SystemUnderTest system, String queue, List<String> consumers, List<String> strangers)
            throws Exception {
        try (RedisRegisters registers = connect.apply(system)) {
            Canary canary = Canary.into(registers, queue);
            Optional<String> taker = system.await(CONSUMED, () -> canary.doneBy(system, consumers));
            List<String> thieves = canary.seenBy(system, strangers);
            if (!thieves.isEmpty()) {
                return Outcome.failed("taken by " + consumers, "taken by " + thieves);
            }
            boolean givenUp = registers.retriedOrDead(canary.jid());
            if (taker.isEmpty()) {
                return Outcome.failed(
                        "done by " + consumers,
                        "not done; %d jobs wait in the queue%s"
                                .formatted(registers.length(queue), givenUp ? ", this one is in retry or dead" : ""));
            }
            return givenUp
                    ? Outcome.failed("done at once", "in retry or dead")
                    : Outcome.passed("job %s done by %s".formatted(canary.jid(), taker.get()));
        }
    }
}
