package io.archtest.scenarios.mastodon;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archtest.check.SystemUnderTest;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A Sidekiq job that does nothing: the worker finds no record with id 0 and ends. Its id in a log says which process took
 * it, whatever the queue.
 */
final class Canary {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String queue;
    private final String jid;
    private final Pattern done;

    private Canary(String queue, String jid) {
        this.queue = queue;
        this.jid = jid;
        // Sidekiq logs a job's start and end with its id; "done" and not "fail"
        this.done = Pattern.compile("jid=%s .*elapsed=\\S+: done".formatted(jid));
    }

    /** Puts a new one into a queue. */
    static Canary into(RedisRegisters registers, String queue) {
        byte[] bytes = new byte[12];
        RANDOM.nextBytes(bytes);
        Canary canary = new Canary(queue, HexFormat.of().formatHex(bytes));
        registers.push(queue, canary.job((long) (registers.now() * 1000)));
        return canary;
    }

    String queue() {
        return queue;
    }

    String jid() {
        return jid;
    }

    /** The one of these components that has done it, if one has. */
    Optional<String> doneBy(SystemUnderTest system, Collection<String> components) {
        return components.stream()
                .filter(component -> system.log(component).stream()
                        .anyMatch(line -> done.matcher(line).find()))
                .findFirst();
    }

    /** Those of these components that have begun it. */
    List<String> seenBy(SystemUnderTest system, Collection<String> components) {
        return components.stream()
                .filter(component -> system.log(component).stream().anyMatch(line -> line.contains(jid)))
                .toList();
    }

    private String job(long millis) {
        ObjectNode job = JSON.createObjectNode();
        job.put("retry", false);
        job.put("queue", queue);
        job.put("class", "LinkCrawlWorker");
        job.putArray("args").add(0);
        job.put("jid", jid);
        job.put("created_at", millis);
        job.put("enqueued_at", millis);
        return job.toString();
    }
}
