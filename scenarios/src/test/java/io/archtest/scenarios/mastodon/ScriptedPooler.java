package io.archtest.scenarios.mastodon;

import java.util.HashSet;
import java.util.Set;

/** A pgbouncer in memory: it has fifteen connections, and shares them as its mode allows. */
final class ScriptedPooler implements PoolerConsole {
    final Set<Integer> processes = new HashSet<>(Set.of(101, 102));
    long transactions;
    int maxClients = 100;
    int connections = 15;
    String mode = "transaction";
    boolean preparedStatements;

    @Override
    public Limits limits() {
        return new Limits(maxClients, connections, mode, preparedStatements);
    }

    @Override
    public Set<Integer> processes() {
        return Set.copyOf(processes);
    }

    @Override
    public long transactions() {
        return transactions;
    }

    @Override
    public Crowd crowd(int clients) {
        return mode.equals("session") && clients > connections
                ? new Crowd(connections, processes, "Read timed out")
                : new Crowd(clients, processes, "");
    }
}
