package io.archtest.scenarios.mastodon;

import io.archtest.check.SystemUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where an activity is that didn't arrive: what waits in an instance's queues, what failed, and what its web refused. */
final class Standing {
    /** Of the latter two, which are usually the same over and over. */
    private static final int QUOTED = 2;

    private static final List<String> QUEUES = List.of("default", "push", "ingress");

    private final Connection connection;

    /** To the Redis that is this component. */
    interface Connection {
        RedisRegisters to(SystemUnderTest system, String component);
    }

    Standing(Connection connection) {
        this.connection = connection;
    }

    /** For the cause of a failed claim. */
    String of(SystemUnderTest system, Instance... instances) {
        List<String> found = new ArrayList<>();
        for (Instance instance : instances) {
            queues(system, instance, found);
            last(system.log(instance.web()).stream()
                            .filter(Standing::tellsOfFederation)
                            .toList())
                    .forEach(line -> found.add("%s: %s".formatted(instance.web(), line)));
        }
        return found.isEmpty() ? "no job waits or failed, and web refused nothing" : String.join("; ", found);
    }

    private void queues(SystemUnderTest system, Instance instance, List<String> found) {
        try (RedisRegisters registers = connection.to(system, instance.redis())) {
            for (String queue : QUEUES) {
                long waiting = registers.length(queue);
                if (waiting > 0) {
                    found.add("%s: %d waiting in queue %s, which nobody works on"
                            .formatted(instance.redis(), waiting, queue));
                }
            }
            last(registers.failures()).forEach(failure -> found.add("%s: %s".formatted(instance.sidekiq(), failure)));
        }
    }

    private static <T> List<T> last(List<T> all) {
        return all.subList(Math.max(0, all.size() - QUOTED), all.size());
    }

    private static boolean tellsOfFederation(String line) {
        String text = line.toLowerCase(Locale.ROOT);
        return text.contains("webfinger query") || text.contains("inbox refused");
    }
}
