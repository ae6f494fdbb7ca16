package io.archtest.scenarios.mastodon;

import io.archtest.check.StackDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which components keep connections to the database, how many each may open, and where it was told to find it. */
final class DatabaseClients {
    /** Of streaming, if nothing else is said. */
    private static final int STREAMING_POOL = 10;

    private DatabaseClients() {}

    /**
     * @param host {@code DB_HOST}, which is a component's name
     * @param connections that it may have open at once
     */
    record Client(String component, String host, int connections) {

        /** All Sidekiq processes together are one summand. */
        String kind() {
            return component.equals("web") || component.equals("streaming") ? component : "sidekiq";
        }

        /** For messages. */
        @Override
        public String toString() {
            return "%s (DB_HOST=%s)".formatted(component, host);
        }
    }

    static List<Client> of(StackDescription system) {
        List<Client> clients = new ArrayList<>();
        int web = Math.max(1, number(system, "web", "WEB_CONCURRENCY", 2)) * number(system, "web", "MAX_THREADS", 5);
        clients.add(client(system, "web", web));
        clients.add(client(system, "streaming", number(system, "streaming", "DB_POOL", STREAMING_POOL)));
        SidekiqComponents.queues(system)
                .keySet()
                .forEach(component ->
                        clients.add(client(system, component, SidekiqComponents.concurrency(system, component))));
        return clients;
    }

    /** The component that runs pgbouncer, by its command line; empty in a stack that does without. */
    static Optional<String> pooler(StackDescription system) {
        return system.components().stream()
                .filter(component -> system.commandLine(component).stream()
                        .anyMatch(word -> word.equals("pgbouncer") || word.endsWith("/pgbouncer")))
                .findFirst();
    }

    private static Client client(StackDescription system, String component, int connections) {
        return new Client(component, system.environment(component, "DB_HOST").orElse("localhost"), connections);
    }

    private static int number(StackDescription system, String component, String variable, int otherwise) {
        return system.environment(component, variable).map(Integer::parseInt).orElse(otherwise);
    }
}
