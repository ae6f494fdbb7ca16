package io.archtest.scenarios.mastodon;

import io.archtest.check.StackDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which components are Sidekiq processes and which queues they were told to work on, by their command lines. */
final class SidekiqComponents {
    /** Mastodon 4.6's queues (config/sidekiq.yml); its own system check wants a consumer for each. */
    static final List<String> QUEUES = List.of("default", "push", "ingress", "mailers", "pull", "scheduler", "fasp");

    private static final int DEFAULT_CONCURRENCY = 5;

    private SidekiqComponents() {}

    /** Queues by component. */
    static Map<String, List<String>> queues(StackDescription system) {
        Map<String, List<String>> queues = new LinkedHashMap<>();
        for (String component : system.components()) {
            List<String> words = system.commandLine(component);
            if (words.stream().anyMatch(word -> word.equals("sidekiq") || word.endsWith("/sidekiq"))) {
                List<String> named = options(words, "-q", "--queue");
                queues.put(component, named.isEmpty() ? QUEUES : named);
            }
        }
        return queues;
    }

    /** The components that were told to work on a queue. */
    static List<String> consumers(StackDescription system, String queue) {
        return queues(system).entrySet().stream()
                .filter(entry -> entry.getValue().contains(queue))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** How many jobs a component works on at once, which is also how many database connections it may open. */
    static int concurrency(StackDescription system, String component) {
        List<String> given = options(system.commandLine(component), "-c", "--concurrency");
        if (!given.isEmpty()) {
            return Integer.parseInt(given.get(0));
        }
        return system.environment(component, "SIDEKIQ_CONCURRENCY")
                .map(Integer::parseInt)
                .orElse(DEFAULT_CONCURRENCY);
    }

    /** Values of an option, without Sidekiq's {@code ,weight}. */
    private static List<String> options(List<String> words, String shortName, String longName) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.get(i).equals(shortName) || words.get(i).equals(longName)) {
                values.add(words.get(i + 1).replaceFirst(",.*", ""));
            }
        }
        return values;
    }
}
