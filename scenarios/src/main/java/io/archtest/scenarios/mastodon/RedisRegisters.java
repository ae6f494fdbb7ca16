package io.archtest.scenarios.mastodon;

import java.util.List;
import java.util.Map;

/**
 * What Sidekiq and streaming keep in Redis, as far as the checks look (Sidekiq's keys are its interface to its own web
 * page).
 */
interface RedisRegisters extends AutoCloseable {

    /** A live process: its host name, the queues it works on, when it last said so and whether it still takes jobs. */
    record SidekiqProcess(String hostname, List<String> queues, double startedAt, double beat, boolean quiet) {
        public SidekiqProcess {
            queues = List.copyOf(queues);
        }
    }

    /** Processes whose own hash still exists; one that was killed stays in the set without it. */
    List<SidekiqProcess> processes();

    /** Redis' own clock, in seconds: clocks of different machines may differ. */
    double now();

    /** Puts a job at the end of a queue, as a client does. */
    void push(String queue, String job);

    long length(String queue);

    /** Whether a job lies among those to be tried again or given up. */
    boolean retriedOrDead(String jid);

    /** The jobs to be tried again or given up, one line each: class and what they ran into. */
    List<String> failures();

    /** When each periodic job was last fired, as sidekiq-scheduler writes it ({@code 2026-11-23 01:38:19 +0000}). */
    Map<String, String> lastTimes();

    /** How many connections listen on a publish/subscribe channel. */
    long subscribers(String channel);

    @Override
    void close();
}
