package io.archtest.scenarios.mastodon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;

/** Redis' registers in memory; {@code whenPushed} plays the workers. */
final class ScriptedRedis implements RedisRegisters {
    static final double NOW = 1_795_398_400;

    final List<SidekiqProcess> processes = new ArrayList<>();
    final Map<String, String> lastTimes = new HashMap<>();
    final List<String> failures = new ArrayList<>();
    boolean dead;
    long subscribers = 1;
    ToLongFunction<String> length = queue -> 0;
    BiConsumer<String, String> whenPushed = (queue, job) -> {};

    ScriptedRedis() {
        for (String queue : SidekiqComponents.QUEUES) {
            processes.add(alive("sidekiq-" + queue, queue));
        }
    }

    static SidekiqProcess alive(String hostname, String... queues) {
        return new SidekiqProcess(hostname, List.of(queues), NOW - 60, NOW - 5, false);
    }

    @Override
    public List<SidekiqProcess> processes() {
        return processes;
    }

    @Override
    public double now() {
        return NOW;
    }

    @Override
    public void push(String queue, String job) {
        whenPushed.accept(queue, job);
    }

    @Override
    public long length(String queue) {
        return length.applyAsLong(queue);
    }

    @Override
    public boolean retriedOrDead(String jid) {
        return dead;
    }

    @Override
    public List<String> failures() {
        return failures;
    }

    @Override
    public Map<String, String> lastTimes() {
        return lastTimes;
    }

    @Override
    public long subscribers(String channel) {
        return subscribers;
    }

    @Override
    public void close() {}
}
