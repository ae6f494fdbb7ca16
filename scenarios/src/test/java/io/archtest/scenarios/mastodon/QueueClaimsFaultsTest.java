package io.archtest.scenarios.mastodon;

import static org.assertj.core.api.Assertions.assertThat;

import io.archtest.check.Check;
import io.archtest.model.Outcome;
import io.archtest.scenarios.mastodon.RedisRegisters.SidekiqProcess;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each claim about queues holds for a healthy stack, and fails for the fault that it is there for. */
class QueueClaimsFaultsTest {
    private final ScriptedSystem system = new ScriptedSystem();
    private final ScriptedRedis redis = new ScriptedRedis();

    @Test
    void aHealthyStackPassesAllOfThem() throws Exception {
        redis.whenPushed = (queue, job) -> done("sidekiq-" + queue, job);
        redis.lastTimes.put("indexing_scheduler", "2026-11-23 01:46:18 +0000");

        for (Check check : new QueueClaims(any -> redis).all()) {
            assertThat(check.ask(system)).as(check.name()).isInstanceOf(Outcome.Passed.class);
        }
    }

    @Test
    void aQueueThatNoProcessWorksOnIsNamed() throws Exception {
        redis.processes.removeIf(process -> process.queues().contains("fasp"));

        assertThat(failure("every queue has a live consumer").actual()).contains("none for [fasp]");
    }

    @Test
    void aProcessThatLastBeatLongAgoCountsAsDead() throws Exception {
        redis.processes.removeIf(process -> process.queues().contains("pull"));
        redis.processes.add(new SidekiqProcess("sidekiq-pull", List.of("pull"), 0, ScriptedRedis.NOW - 50, false));

        assertThat(failure("every queue has a live consumer").actual()).contains("none for [pull]");
    }

    @Test
    void aQuietProcessTakesNoJobs() throws Exception {
        redis.processes.removeIf(process -> process.queues().contains("push"));
        redis.processes.add(new SidekiqProcess("sidekiq-push", List.of("push"), 0, ScriptedRedis.NOW, true));

        assertThat(failure("every queue has a live consumer").actual()).contains("none for [push]");
    }

    @Test
    void twoSchedulersAreReported() throws Exception {
        redis.processes.add(ScriptedRedis.alive("sidekiq-other", "scheduler", "default"));

        assertThat(failure("exactly one process schedules").actual())
                .isEqualTo("2: [sidekiq-scheduler, sidekiq-other]");
    }

    @Test
    void aJobThatAStrangerTakesIsCaught() throws Exception {
        redis.whenPushed = (queue, job) -> done("sidekiq-default", job);

        assertThat(failure("queue push is consumed by its own process and only by it")
                        .actual())
                .isEqualTo("taken by [sidekiq-default]");
    }

    @Test
    void aJobThatNobodyTakesIsCaught() throws Exception {
        assertThat(failure("queue mailers is consumed by its own process and only by it")
                        .actual())
                .startsWith("not done");
    }

    @Test
    void aJobThatFailsIsCaught() throws Exception {
        redis.dead = true;
        redis.whenPushed = (queue, job) -> done("sidekiq-" + queue, job);

        assertThat(failure("queue pull is consumed by its own process and only by it")
                        .actual())
                .isEqualTo("in retry or dead");
    }

    @Test
    void aQueueThatNoComponentWasToldToWorkOnIsCaught() throws Exception {
        system.commands.remove("sidekiq-fasp");

        assertThat(failure("queue fasp is consumed by its own process and only by it")
                        .expected())
                .isEqualTo("a component that runs sidekiq -q fasp");
    }

    @Test
    void aPeriodicJobFromBeforeTheStartDoesNotCount() throws Exception {
        redis.lastTimes.put("indexing_scheduler", "2026-11-22 01:46:18 +0000");

        assertThat(failure("a periodic job fired").expected()).contains("since the scheduler started");
    }

    private Outcome.Failed failure(String name) throws Exception {
        Check check = new QueueClaims(any -> redis)
                .all().stream()
                        .filter(claim -> claim.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        Outcome outcome = check.ask(system);
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return (Outcome.Failed) outcome;
    }

    private void done(String component, String job) {
        String jid = job.replaceAll(".*\"jid\":\"([0-9a-f]+)\".*", "$1");
        system.log(component, "INFO  pid=7 tid=3a jid=%s class=LinkCrawlWorker: start".formatted(jid));
        system.log(component, "INFO  pid=7 tid=3a jid=%s class=LinkCrawlWorker elapsed=0.016: done".formatted(jid));
    }
}
